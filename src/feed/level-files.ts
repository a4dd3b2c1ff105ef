import type { Product } from '../kernel/product.ts'
import type { Sha256 } from '../kernel/sha256.ts'
import type { World } from '../kernel/world.ts'
import type { ClassGlobs } from '../merge/classes.ts'
import { writeDocument } from './documents.ts'
import { type FileList, formatVersion, type Pinned } from './format.ts'
import { basePath, filesPath } from './layout.ts'
import { listEntries, readPublishedTree, storeBlobs } from './published-tree.ts'

export interface LevelTree {
  /** The feed's folder. */
  feed: string
  /** The unpacked product at this level. */
  home: string
  product: Product
  /** Null for the base. */
  channel: string | null
  level: number
  timestamp: number | null
  previous: Sha256 | null
  renames: FileList['renames']
}

/** Stores the contents of a level and writes its file list; gives the list's pin and the number of its files. */
export async function writeFileList(
  { feed, home, product, channel, level, timestamp, previous, renames }: LevelTree,
  classes: ClassGlobs,
  world: World,
): Promise<{ pinned: Pinned; files: number }> {
  const tree = await readPublishedTree(home, world)
  const files = await listEntries(home, tree, classes)
  await storeBlobs(feed, home, tree, world)
  const list: FileList = {
    format: 'update-train-files',
    version: formatVersion,
    product,
    channel,
    level,
    timestamp,
    previous,
    files,
    renames,
  }
  const path = channel === null ? basePath(product) : filesPath(product, channel, level)
  return { pinned: await writeDocument(feed, path, list), files: Object.keys(files).length }
}
