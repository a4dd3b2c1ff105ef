import { join } from 'node:path'
import { exists } from '../../kernel/files.ts'
import { homeTree } from '../../pack/inventory.ts'
import type { Tree, TreeEntry } from '../../pack/tree.ts'
import { isOwn } from './programs.ts'

/**
 * What the tool had downloaded for a step: `add/`, `modify/original/` and `modify/new/`, below its own folder
 * `updates/<p>-<v>.<from>-<v>.<to>/` (public log of an update of wso2is-7.1.0).
 */
export interface Downloads {
  /** Absolute; null where the tool left none for the step. */
  folder: string | null
  /** The vendor's files of the level before, as far as they were changed. */
  original: Tree
  /** The files of the new level, as far as they were changed or added. */
  fresh: Tree
  /** Those of them that it takes for new: whether it may lay them over a vendor's file is not documented. */
  added: Tree
  /** Where the tool laid one of those; the file may be missing. */
  fileOf: (side: 'modify/original' | 'modify/new', path: string) => Promise<string>
}

/** Where a tool has worked, and with what. */
export interface Worked {
  before: Tree
  after: Tree
  downloads: Downloads
  /** What it said, on its console and in its log. */
  lines: readonly string[]
  home: string
  /** Null where it is not known what the home was unpacked from. */
  pack: string | null
  /** The installed level is the base: whatever differs from the vendor's file there is the team's. */
  atBase: boolean
  /** There is no vanilla pack: any file may be the team's. */
  withoutBase: boolean
  /** Temporary. */
  sides: () => Promise<string>
}

export async function readDownloads(
  user: string,
  step: { product: string; version: string; from: number; to: number },
): Promise<Downloads> {
  const { product, version, from, to } = step
  const folder = join(user, '.wso2-updates', 'updates', `${product}.${from}-${version}.${to}`)
  const read = async (name: string): Promise<Tree> => {
    const at = join(folder, name)
    return (await exists(at)) ? below(await homeTree(at), product) : new Map<string, TreeEntry>()
  }
  const isThere = await exists(folder)
  const original = await read('modify/original')
  const changed = await read('modify/new')
  const added = new Map([...(await read('add'))].filter(([path]) => !changed.has(path)))
  const fresh = new Map([...added, ...changed])
  const fileOf: Downloads['fileOf'] = async (side, path) => {
    const nested = join(folder, side, product, path)
    return (await exists(nested)) ? nested : join(folder, side, path)
  }
  return { folder: isThere ? folder : null, original, fresh, added, fileOf }
}

/**
 * The product's files. It is not documented whether the paths there begin with the product's folder; and what is the tool's
 * own, such as its set-up script, is in no comparison of homes.
 */
function below(tree: Tree, product: string): Tree {
  const files = [...tree].flatMap(([path, entry]): [string, TreeEntry][] => {
    const inner = path.startsWith(`${product}/`) ? path.slice(product.length + 1) : path
    const isTools = isOwn(inner) || inner.startsWith('updates/')
    return entry.kind === 'directory' || isTools ? [] : [[inner, entry]]
  })
  return new Map(files)
}
