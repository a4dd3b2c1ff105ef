import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256 } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import { sourceOf } from '../merge/answered-overlay.ts'
import { same } from '../merge/decide.ts'
import { isByHand, type Notice, type ShownConflict } from '../merge/decision.ts'
import { fileMode } from '../merge/laid-mode.ts'
import { keepReplaced, type Merging } from '../merge/merging.ts'
import { type Overlay, type StandIn } from '../merge/overlay.ts'
import { layInPlace } from '../merge/overlay-kinds.ts'
import { type OverlayPlan } from '../merge/plan-overlay.ts'
import type { Answer, UsedAnswer } from '../merge/resolutions.ts'
import { holds, replayedByHunk, type Settlement, settlePath } from '../merge/settle-path.ts'
import { holdingOf, keyOf, type Side, showConflict, type ThreeSides } from '../merge/show-conflict.ts'
import { openPack, type Pack } from '../pack/open-pack.ts'
import type { Tree, TreeEntry } from '../pack/tree.ts'
import { aside, type NewAnswer, newAnswer, standInOf, takeOver } from './new-answer.ts'
import type { MeasuredPack } from './update-pack.ts'

export interface SettledOverlay {
  open: ShownConflict[]
  notices: Notice[]
  used: UsedAnswer[]
  made: NewAnswer[]
  /** Answers that stand for files of the overlay from now on, by path. */
  standing: Map<string, StandIn>
}

/**
 * Settles what the overlay and the update both changed: by recorded answers, by a merge, by `on-conflict`; the plan is
 * changed accordingly, and everything else is laid out. What was merged lies in `folder`.
 */
export async function settleOverlay(
  overlay: Overlay,
  plan: OverlayPlan,
  installed: MeasuredPack,
  vendor: { tree: Tree; home: string },
  merging: Merging,
  folder: string,
): Promise<SettledOverlay> {
  const settled: SettledOverlay = { open: [], notices: [], used: [], made: [], standing: new Map() }
  if (plan.conflicts.length === 0) return settled
  await using work = await temporaryFolder(dirname(merging.conflicts), '.sides-')
  await using pack = await openPack(installed.file)
  for (const conflict of plan.conflicts) {
    const { path, row } = conflict
    const ours = overlay.tree.get(path) ?? null
    const theirs = vendor.tree.get(path) ?? null
    const sides: ThreeSides = {
      base: await packedSide(pack, path, installed.tree.get(path) ?? null, work.path),
      ours: { entry: ours, file: ours?.kind === 'file' ? sourceOf(overlay, path) : null },
      theirs: { entry: theirs, file: theirs?.kind === 'file' ? join(vendor.home, path) : null },
    }
    const say = (message: string, drift = false): void => {
      settled.notices.push({ path, row, severity: 'notice', message, ...(drift ? { drift } : {}) })
    }
    const decide = async (
      answer: NewAnswer['resolution']['answer'],
      file: string | null,
      by?: 'on-conflict',
    ): Promise<void> => {
      const made = await newAnswer(path, sides, answer, file, by)
      settled.made.push(made)
      settled.standing.set(path, standInOf(made))
    }
    const settlement: Settlement = isByHand(conflict, holdingOf(sides))
      ? { kind: 'open', merge: null, proposal: null }
      : await settlePath(path, sides, merging)
    if (settlement.kind === 'answered') {
      const { answer } = settlement
      const used = { key: keyOf(path, sides), result: answer.kind === 'file' ? answer.sha256 : null }
      settled.used.push(used)
      const kind = answer.kind === 'file' ? answer.answer : answer.kind
      const merged = kind === 'merged'
      const isOld = same(sides.base.entry, ours)
      // What holds the answer already stands for itself.
      if (ours?.kind !== 'file' || ours.sha256 !== used.result)
        settled.standing.set(path, { ...used, answer: kind })
      if (!merged && !isOld && ours !== null && used.result !== (ours.kind === 'file' ? ours.sha256 : null))
        await keepReplaced(merging.replaced, path, ours, sourceOf(overlay, path))
      const said = layAnswer(plan, path, answer, ours, theirs)
      say(merged ? mergedWithUpdate : said, merged)
    } else if (ours !== null && same(sides.base.entry, ours)) {
      await decide('theirs', await aside(sides.theirs, folder))
      say(
        overlay.standing.has(path)
          ? 'was answered with the vendor’s side and goes on with it: your copy can go'
          : 'is the vendor’s old file and gives way to the update’s: your copy can go',
        true,
      )
    } else if (settlement.kind === 'merged') {
      plan.lay.set(path, plan.bits.get(path) ?? fileMode(ours, theirs))
      if (await holds(sides.ours.file, settlement.content)) continue
      const file = join(folder, sha256(settlement.content))
      await writeFile(file, settlement.content)
      plan.answered.set(path, file)
      await decide('merged', file)
      say(settlement.byPlace ? `meets the update: ${replayedByHunk}; ${takeOver}` : mergedWithUpdate, true)
    } else if (merging.onConflict === 'ours' && ours !== null) {
      const mode = ours.kind === 'file' ? (plan.bits.get(path) ?? fileMode(ours, theirs)) : null
      if (conflict.kind === 'kind') layInPlace(plan, path, mode, vendor.tree)
      else plan.lay.set(path, mode)
      say('is laid over the update’s, as on-conflict says', true)
    } else if (merging.onConflict === 'ours' && theirs?.kind !== 'directory') {
      plan.removed.add(path)
      await decide('delete', null, 'on-conflict')
      say('stays taken away, as on-conflict says', true)
    } else if (merging.onConflict !== 'fail') {
      // Where a directory takes the place of a file that was taken away, both sides mean that: it is not that file.
      if (ours !== null) await keepReplaced(merging.replaced, path, ours, sourceOf(overlay, path))
      await decide('theirs', await aside(sides.theirs, folder), 'on-conflict')
      say(
        ours === null
          ? 'is back as the update has it, as on-conflict says'
          : 'gives way to the update’s, as on-conflict says; yours is in the folder replaced, and can go from your overlay',
        true,
      )
    } else
      settled.open.push(
        await showConflict(merging.conflicts, conflict, sides, settlement.merge, settlement.proposal),
      )
  }
  for (const path of plan.lay.keys()) plan.modes.delete(path)
  return settled
}

/** Carries a recorded answer out in the plan, and says what it means for the overlay. */
function layAnswer(
  plan: OverlayPlan,
  path: string,
  answer: Answer,
  ours: TreeEntry | null,
  theirs: TreeEntry | null,
): string {
  if (answer.kind === 'theirs')
    return 'gives way to the update’s, as you answered: your copy in the overlay can go'
  if (answer.kind === 'delete') {
    if (theirs !== null) plan.removed.add(path)
    return 'is taken away, as you answered: your copy in the overlay can go'
  }
  plan.answered.set(path, answer.file)
  plan.lay.set(path, plan.bits.get(path) ?? fileMode(answer.answer === 'theirs' ? null : ours, theirs))
  if (theirs?.kind === 'file' && theirs.sha256 === answer.sha256) {
    plan.converged.push(path)
    return 'is the update’s, as was answered: your copy in the overlay can go'
  }
  return ours?.kind === 'file' && ours.sha256 === answer.sha256
    ? 'is laid as you answered'
    : `is laid as you answered; ${takeOver}`
}

const mergedWithUpdate = `was merged with the update; ${takeOver}`

/** A file of a pack, taken out so that it can be read like the others. */
export async function packedSide(
  pack: Pack,
  path: string,
  entry: TreeEntry | null,
  folder: string,
): Promise<Side> {
  if (entry?.kind !== 'file') return { entry, file: null }
  const file = join(folder, entry.sha256)
  await writeFile(file, pack.stream(path))
  return { entry, file }
}
