import { join } from 'node:path'
import { exists } from '../../kernel/files.ts'
import { homeTree } from '../../pack/inventory.ts'
import type { Tree, TreeEntry } from '../../pack/tree.ts'
import type { Vendors } from '../external/audited.ts'
import { holdsOurs } from '../external/vanilla.ts'
import { isRebuilt } from './rebuilt.ts'

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
  const fresh = new Map([...(await read('modify/new')), ...(await read('add'))])
  return { folder: isThere ? folder : null, original, fresh }
}

/** It is not documented whether the paths there begin with the product's folder. */
function below(tree: Tree, product: string): Tree {
  const files = [...tree].filter(([, { kind }]) => kind !== 'directory')
  return new Map(
    files.map(([path, entry]) => [
      path.startsWith(`${product}/`) ? path.slice(product.length + 1) : path,
      entry,
    ]),
  )
}

/** Where merges of the tool's are looked into. */
interface Place {
  home: string
  /** Null where it is not known what the home was unpacked from. */
  pack: string | null
  product: string
  /** Temporary. */
  sides: () => Promise<string>
}

/** The vendor's side by its downloads: a file that holds the team's change beside the new level's was merged. */
export function vendorsOf(before: Tree, after: Tree, downloads: Downloads, place: Place): Vendors {
  const isMerged = async (path: string): Promise<boolean> => {
    const { home, pack, product, sides } = place
    const { folder, original, fresh } = downloads
    const [theirs, now] = [fresh.get(path), after.get(path)]
    if (folder === null || pack === null || !original.has(path)) return false
    if (theirs?.kind !== 'file' || now?.kind !== 'file' || theirs.sha256 === now.sha256) return false
    const at = join(folder, 'modify', 'original')
    const nested = join(at, product, path)
    const base = (await exists(nested)) ? nested : join(at, path)
    return holdsOurs({ path, base, pack, home, folder: await sides() })
  }
  const isVendors = (path: string): boolean => {
    const [theirs, now] = [downloads.fresh.get(path), after.get(path)]
    return theirs?.kind === 'file' && now?.kind === 'file' && theirs.sha256 === now.sha256
  }
  const altered = alteredIn(before, downloads)
  return { base: baseOf(before, downloads), altered, isMerged, isVendors }
}

/** What the downloads say was another file at the installed level, unless the update brings it to what lies there. */
function alteredIn(before: Tree, { original, fresh }: Downloads): string[] {
  const isSame = (one: TreeEntry | undefined, other: TreeEntry | undefined): boolean =>
    one?.kind === 'file' && other?.kind === 'file' && one.sha256 === other.sha256
  return [...original].flatMap(([path, entry]) => {
    const ours = before.get(path)
    // The tool zips web applications anew: after an update of its own they are the vendor's, and other bytes.
    return isRebuilt(path) || isSame(ours, entry) || isSame(ours, fresh.get(path)) ? [] : [path]
  })
}

/** The vendor's tree of the installed level: what lies there, but for what the tool says was another file. */
function baseOf(before: Tree, { original, fresh }: Downloads): Tree {
  const base = new Map(before)
  for (const [path, entry] of fresh) if (entry.kind === 'file' && !original.has(path)) base.delete(path)
  for (const [path, entry] of original) {
    const ours = before.get(path)
    // A download says nothing of permission bits.
    if (entry.kind === 'file') base.set(path, ours?.kind === 'file' ? { ...entry, mode: ours.mode } : entry)
  }
  return base
}
