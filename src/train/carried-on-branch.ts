import type { BaseBranch } from '../host/proposals.ts'
import { sha256 } from '../kernel/sha256.ts'
import type { Desk } from './proposal-desk.ts'

/**
 * The overlay's files as a commit of ours carries them, by path in the repository, where the base holds them as this run reads
 * them. Null where somebody changed one there meanwhile: its word is not to be lost.
 */
export async function carriedOn(
  commit: string,
  base: BaseBranch,
  { proposals, places: { overlay: folder }, overlay }: Desk,
): Promise<Map<string, Buffer> | null> {
  const files = new Map<string, Buffer>()
  if (folder === null) return files
  const before = await proposals.list(base.commit, folder)
  for (const [path, blob] of await proposals.list(commit, folder)) {
    const found = before.get(path)
    if (found === undefined || found === blob) continue
    const entry = overlay?.tree.get(path)
    if (entry?.kind !== 'file' || sha256(await proposals.read(found)) !== entry.sha256) return null
    files.set(`${folder}/${path}`, await proposals.read(blob))
  }
  return files
}

/** Whether a branch holds these files of the overlay as our last commit on it made them. */
export async function areAsCarried(
  paths: readonly string[],
  { head, own }: { head: string; own: string | null },
  { proposals, places: { overlay: folder } }: Desk,
): Promise<boolean> {
  if (paths.length === 0) return true
  if (own === null || folder === null || paths.some(path => !path.startsWith(`${folder}/`))) return false
  const [now, made] = [await proposals.list(head, folder), await proposals.list(own, folder)]
  const names = paths.map(path => path.slice(folder.length + 1))
  return names.every(name => now.has(name) && now.get(name) === made.get(name))
}
