import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { ShownConflict } from '../merge/decision.ts'
import type { Explanation } from './explain.ts'

/** Annotations that a run shows; GitHub shows ten of a step. */
const shown = 10

/**
 * One annotation for each conflict, at the line of the team's file where the first decision is to be taken.
 * Only files of the overlay lie in the repository; a conflict of the pack's own is said without a place.
 * @param workspace GitHub shows an annotation in a file that is named from here
 */
export async function conflictAnnotations(
  conflicts: readonly ShownConflict[],
  overlay: string | null,
  workspace: string,
): Promise<Explanation['annotations']> {
  return Promise.all(
    conflicts.slice(0, shown).map(async ({ path, kind, open }) => {
      const message = `${path}: you and the update both changed it (${kind}). Answer with \`update-train resolve\`; the summary of the run has the three sides and the commands.`
      const file = overlay === null ? null : join(overlay, path)
      const text = file === null ? null : await readFile(file, 'utf8').catch(() => null)
      if (file === null || text === null) return { message }
      return { message, file: relative(workspace, file), startLine: lineOf(text, open[0]?.ours ?? '') }
    }),
  )
}

/** The 1-based line at which a hunk stands in a text; the first where it cannot be found. */
function lineOf(text: string, hunk: string): number {
  const at = hunk === '' ? -1 : text.indexOf(hunk)
  return at === -1 ? 1 : text.slice(0, at).split('\n').length
}
