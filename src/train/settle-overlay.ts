import { writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { sha256 } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import { sourceOf } from '../merge/answered-overlay.ts'
import type { Notice, ShownConflict } from '../merge/decision.ts'
import type { Merging } from '../merge/merging.ts'
import { laidMode, type Overlay, type OverlayPlan } from '../merge/overlay.ts'
import type { Answer } from '../merge/resolutions.ts'
import { mergeSides, type Side, showConflict, type ThreeSides } from '../merge/show-conflict.ts'
import type { FileMerge } from '../merge/text/merge-files.ts'
import { openPack, type Pack } from '../pack/open-pack.ts'
import type { Tree, TreeEntry } from '../pack/tree.ts'
import type { MeasuredPack } from './update-pack.ts'

/**
 * Looks at what the overlay and the update both changed. `on-conflict: theirs` decides nothing here: the file would come back
 * with the next update, so it has to be taken out of the overlay, or answered. An overlay file that holds the update's changes already, as a
 * merge would, is laid, and so is a recorded answer (the plan is changed); everything else is laid out, merged where it can be.
 */
export async function settleOverlay(
  overlay: Overlay,
  plan: OverlayPlan,
  installed: MeasuredPack,
  vendor: { tree: Tree; home: string },
  merging: Merging,
): Promise<{ open: ShownConflict[]; notices: Notice[] }> {
  const open: ShownConflict[] = []
  const notices: Notice[] = []
  if (plan.conflicts.length === 0) return { open, notices }
  await using work = await temporaryFolder(dirname(merging.conflicts), '.sides-')
  await using pack = await openPack(installed.file)
  for (const conflict of plan.conflicts) {
    const { path } = conflict
    const ours = overlay.tree.get(path) ?? null
    const theirs = vendor.tree.get(path) ?? null
    const sides: ThreeSides = {
      base: await packedSide(pack, path, installed.tree.get(path) ?? null, work.path),
      ours: { entry: ours, file: ours?.kind === 'file' ? sourceOf(overlay, path) : null },
      theirs: { entry: theirs, file: theirs?.kind === 'file' ? join(vendor.home, path) : null },
    }
    const answer = await merging.resolutions.find(path, sides)
    if (answer !== null) {
      notices.push({
        path,
        row: conflict.row,
        severity: 'notice',
        message: layAnswer(plan, path, answer, ours, theirs),
      })
      continue
    }
    const merge = await mergeSides(path, sides)
    if (ours !== null && isSame(merge, sides.ours)) plan.lay.set(path, laidMode(ours, theirs))
    else if (merging.onConflict === 'ours' && ours !== null) {
      plan.lay.set(path, laidMode(ours, theirs))
      notices.push({
        path,
        row: conflict.row,
        severity: 'notice',
        message: 'is laid over the update’s, as on-conflict says',
      })
    } else open.push(await showConflict(merging.conflicts, conflict, sides, merge))
  }
  return { open, notices }
}

/** Carries a recorded answer out in the plan, and says what it means for the overlay. */
function layAnswer(
  plan: OverlayPlan,
  path: string,
  answer: Answer,
  ours: TreeEntry | null,
  theirs: TreeEntry | null,
): string {
  if (answer.kind === 'delete') {
    if (theirs !== null) plan.removed.add(path)
    return 'is taken away, as you answered: your copy in the overlay can go'
  }
  plan.answered.set(path, answer.file)
  plan.lay.set(path, ours === null ? 0o644 : laidMode(ours, theirs))
  return ours?.kind === 'file' && ours.sha256 === answer.sha256
    ? 'is laid as you answered'
    : `is laid as you answered: take ${basename(answer.file)} of the recorded answers into your overlay before the next update`
}

function isSame(merge: FileMerge | null, { entry }: Side): boolean {
  return merge?.kind === 'merged' && entry?.kind === 'file' && sha256(merge.content) === entry.sha256
}

/** A file of a pack, taken out so that it can be read like the others. */
async function packedSide(pack: Pack, path: string, entry: TreeEntry | null, folder: string): Promise<Side> {
  if (entry?.kind !== 'file') return { entry, file: null }
  const file = join(folder, entry.sha256)
  await writeFile(file, pack.stream(path))
  return { entry, file }
}
