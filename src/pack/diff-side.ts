import type { Sha256 } from '../kernel/sha256.ts'
import type { Held } from './diff-manifest.ts'
import type { Pack } from './open-pack.ts'
import type { Tree } from './tree.ts'

/** One of the two packs of a diff zip, read and measured. */
export interface DiffSide {
  pack: Pack
  tree: Tree
  contentDigest: Sha256
  /** Of the zip file. */
  sha256: Sha256
}

/** What a tree has at a path; null where that is no file or link. */
export function heldAt(tree: Tree, path: string): Held | null {
  const entry = tree.get(path)
  if (entry?.kind === 'link') return { link: entry.target }
  if (entry?.kind !== 'file') return null
  return { sha256: entry.sha256, size: entry.size, mode: entry.mode }
}
