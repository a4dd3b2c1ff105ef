import { chmod } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import { makeFolder } from '../kernel/files.ts'
import type { Product } from '../kernel/product.ts'
import { type Sha256, sha256OfFile } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import type { ClassGlobs } from '../merge/classes.ts'
import { extractPack } from '../pack/extract.ts'
import { openPack } from '../pack/open-pack.ts'
import { readDocument, writeDocument } from './documents.ts'
import { type Base, type FeedIndex, feedSchema, formatVersion } from './format.ts'
import { basePath, feedPath } from './layout.ts'
import { writeFileList } from './level-files.ts'
import { lockForPublishing } from './publishing-lock.ts'

export interface InitRequest {
  /** The feed; made where it is missing. */
  folder: string
  product: Product
  /** The vanilla pack: level 0 of every channel. */
  pack: string
  classes: ClassGlobs
}

/** What `feed init` keeps of the base pack, for the channels to come. */
export const baseRecordPath = (product: Product): string => basePath(product).replace('base.files', 'base')

/** Begins a feed, or adds a product to one. Throws `config` where the feed has the product already. */
export async function initFeed(request: InitRequest, world: World): Promise<{ files: number; base: Base }> {
  const { folder, product, pack } = request
  await makeFolder(folder)
  await using _lock = await lockForPublishing(folder, world)
  const index = (await readIndex(folder)) ?? emptyIndex(folder)
  if (index.products.some(one => one.name === product.name && one.version === product.version))
    throw new TrainError('config', `${folder} has ${product.name}-${product.version} already.`, {
      hint: 'Add levels to it with `update-train feed publish`.',
    })
  const measured = await sha256OfPack(pack, world)
  await using unpacked = await temporaryFolder(world.temporary)
  const home = join(unpacked.path, 'base')
  await unpackFor(pack, home, world)
  const list = await writeFileList(
    { feed: folder, home, product, channel: null, level: 0, timestamp: null, previous: null, renames: [] },
    request.classes,
    world,
  )
  const base = { name: basename(pack), ...measured, files: list.pinned }
  await writeDocument(folder, baseRecordPath(product), base)
  index.products.push({ ...product, channels: [] })
  await writeDocument(folder, feedPath, index)
  return { files: list.files, base }
}

async function sha256OfPack(pack: string, world: World): Promise<{ sha256: Sha256; size: number }> {
  // Opening says what is wrong with a pack that is missing or no zip.
  await using opened = await openPack(pack)
  return await sha256OfFile(opened.path, world.signal)
}

export async function unpackFor(pack: string, home: string, world: World): Promise<void> {
  await using opened = await openPack(pack)
  await extractPack(opened, home, {
    signal: world.signal,
    progress: (done, total, files) => world.log.progress('unpacking', done, total, files),
  })
  await chmod(home, 0o755)
}

function emptyIndex(folder: string): FeedIndex {
  return { format: 'update-train-feed', version: formatVersion, name: basename(folder), products: [] }
}

/** `feed.json` of a feed that we keep; null where there is none. */
export function readIndex(folder: string): Promise<FeedIndex | null> {
  return readDocument(folder, feedPath, feedSchema)
}
