import { createHash } from 'node:crypto'
import { type Sha256, sha256 } from '../kernel/sha256.ts'
import type { Tree } from './tree.ts'

/**
 * The digest of what a product holds, however it is packed: SHA-256 over the sorted paths with kind, permission bits and
 * SHA-256 of the content (for a link: of its target). Left out are `updates/**`, the paths that `isState` takes, and
 * directories, which carry no content and are often only implied. Fields end with NUL, which no path can hold.
 */
export function contentDigest(tree: Tree, isState: (path: string) => boolean = () => false): Sha256 {
  const hasher = createHash('sha256')
  for (const path of [...tree.keys()].sort()) {
    const entry = tree.get(path)
    if (entry === undefined || path.startsWith('updates/') || isState(path)) continue
    if (entry.kind === 'file') hasher.update(`${path}\0file\0${entry.mode.toString(8)}\0${entry.sha256}\0`)
    else if (entry.kind === 'link') hasher.update(`${path}\0link\0\0${sha256(entry.target)}\0`)
  }
  return hasher.digest('hex')
}
