import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256 } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { ShownConflict } from '../merge/decision.ts'
import { laidMode, type Overlay, type OverlayPlan } from '../merge/overlay.ts'
import { mergeSides, type Side, showConflict, type ThreeSides } from '../merge/show-conflict.ts'
import type { FileMerge } from '../merge/text/merge-files.ts'
import { openPack, type Pack } from '../pack/open-pack.ts'
import type { Tree, TreeEntry } from '../pack/tree.ts'
import type { MeasuredPack } from './update-pack.ts'

/**
 * Looks at what the overlay and the update both changed. An overlay file that holds the update's changes already, as a
 * merge would, is laid (the plan is changed); everything else is laid out below `folder`, merged where it can be.
 */
export async function settleOverlay(
  overlay: Overlay,
  plan: OverlayPlan,
  installed: MeasuredPack,
  vendor: { tree: Tree; home: string },
  folder: string,
): Promise<ShownConflict[]> {
  if (plan.conflicts.length === 0) return []
  await using work = await temporaryFolder(dirname(folder), '.sides-')
  await using pack = await openPack(installed.file)
  const open: ShownConflict[] = []
  for (const conflict of plan.conflicts) {
    const { path } = conflict
    const ours = overlay.tree.get(path) ?? null
    const theirs = vendor.tree.get(path) ?? null
    const sides: ThreeSides = {
      base: await packedSide(pack, path, installed.tree.get(path) ?? null, work.path),
      ours: { entry: ours, file: ours?.kind === 'file' ? join(overlay.folder, path) : null },
      theirs: { entry: theirs, file: theirs?.kind === 'file' ? join(vendor.home, path) : null },
    }
    const merge = await mergeSides(path, sides)
    if (ours !== null && isSame(merge, sides.ours)) plan.lay.set(path, laidMode(ours, theirs))
    else open.push(await showConflict(folder, conflict, sides, merge))
  }
  return open
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
