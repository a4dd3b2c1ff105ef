import { join } from 'node:path'
import { exists } from '../../kernel/files.ts'
import { homeTree } from '../../pack/inventory.ts'
import type { Tree, TreeEntry } from '../../pack/tree.ts'
import type { Vendors } from '../external/audited.ts'

/**
 * What the tool had downloaded for a step: `add/`, `modify/original/` and `modify/new/`, below its own folder
 * `updates/<p>-<v>.<from>-<v>.<to>/` (public log of an update of wso2is-7.1.0).
 */
export interface Downloads {
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
  const original = await read('modify/original')
  const fresh = new Map([...(await read('modify/new')), ...(await read('add'))])
  return { original, fresh }
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

/** The vendor's side by its downloads: a file that is not the new level's now was merged. */
export function vendorsOf(before: Tree, after: Tree, downloads: Downloads): Vendors {
  const isMerged = (path: string): boolean => {
    const [theirs, now] = [downloads.fresh.get(path), after.get(path)]
    return theirs?.kind === 'file' && now?.kind === 'file' && theirs.sha256 !== now.sha256
  }
  const isVendors = (path: string): boolean => {
    const [theirs, now] = [downloads.fresh.get(path), after.get(path)]
    return theirs?.kind === 'file' && now?.kind === 'file' && theirs.sha256 === now.sha256
  }
  return { base: baseOf(before, downloads), isMerged, isVendors }
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
