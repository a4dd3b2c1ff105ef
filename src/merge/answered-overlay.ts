import { join } from 'node:path'
import type { Tree } from '../pack/tree.ts'
import type { Overlay } from './overlay.ts'
import { answerOf, listResolutions } from './resolutions.ts'
import { nameOf } from './show-conflict.ts'

/**
 * The overlay as it runs: where a file of it met the vendor's installed one and was answered, the answer stands for it
 * until the team has taken it into the overlay. Without this, a level that leaves the file alone would lay the
 * unanswered one again, and undo the update.
 */
export async function answeredOverlay(
  overlay: Overlay,
  installed: Tree,
  resolutions: string,
): Promise<Overlay> {
  const recorded = await listResolutions(resolutions)
  const tree = new Map(overlay.tree)
  const answered = new Map<string, string>()
  const removed = new Set<string>()
  for (const [path, ours] of overlay.tree) {
    const vendors = nameOf(installed.get(path) ?? null)
    const found = recorded.find(
      ({ resolution }) =>
        resolution.path === path &&
        resolution.sides.ours === nameOf(ours) &&
        resolution.sides.theirs === vendors,
    )
    if (found === undefined) continue
    const answer = await answerOf(resolutions, found.key, found.resolution)
    if (answer.kind === 'delete') {
      tree.delete(path)
      if (installed.has(path)) removed.add(path)
    } else {
      const mode = ours.kind === 'file' ? ours.mode : 0o644
      tree.set(path, { kind: 'file', sha256: answer.sha256, size: answer.size, mode })
      answered.set(path, answer.file)
    }
  }
  return { ...overlay, tree, answered, removed }
}

/** Where the content of an overlay's file lies. */
export function sourceOf({ folder, answered }: Overlay, path: string): string {
  return answered.get(path) ?? join(folder, path)
}
