import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256, sha256OfFile } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import { type EditedFile, sourceOf } from '../merge/answered-overlay.ts'
import type { Conflict, ConflictKind, MetAgain, Notice } from '../merge/decision.ts'
import { keepReplaced, type Merging } from '../merge/merging.ts'
import type { Overlay } from '../merge/overlay.ts'
import { answerOf, oursName } from '../merge/resolutions.ts'
import { holds, replayedByHunk, settlePath } from '../merge/settle-path.ts'
import { keyOf, type Side, showConflict, type ThreeSides } from '../merge/show-conflict.ts'
import { openPack, type Pack } from '../pack/open-pack.ts'
import { saidOfLink } from './linked-edit.ts'
import { aside, type NewAnswer, newAnswer, standInOf, takeOver } from './new-answer.ts'
import { packedSide, type SettledOverlay } from './settle-overlay.ts'
import type { MeasuredPack } from './update-pack.ts'

interface EditedWork {
  /** The vendor's pack at the installed level. */
  installed: MeasuredPack
  resolutions: string
  merging: Merging
  /** Temporary; what was merged lies here. */
  folder: string
}

/**
 * Settles files of the overlay that the team has changed after they were merged or answered, without having taken that
 * over: both go back to what the overlay held before, so that it is merged like any other change, and nothing that an
 * update brought is lost. A link is laid, and said where it may undo that. Gives the overlay as it runs, without the files that are open.
 */
export async function settleEdited(
  { edited, ...overlay }: Overlay & { edited: readonly EditedFile[] },
  { installed, resolutions, merging, folder }: EditedWork,
): Promise<SettledOverlay & { overlay: Overlay }> {
  const settled: SettledOverlay = { open: [], notices: [], used: [], made: [], standing: new Map() }
  if (edited.length === 0) return { ...settled, overlay }
  const tree = new Map(overlay.tree)
  const answered = new Map(overlay.answered)
  const removed = new Set(overlay.removed)
  const standing = new Map(overlay.standing)
  await using work = await temporaryFolder(dirname(merging.conflicts), '.sides-')
  await using pack = await openPack(installed.file)
  for (const one of edited) {
    const { path, why } = one
    const { yields, ...sides } = await sidesOf(one, overlay, {
      resolutions,
      pack,
      installed,
      folder: work.path,
    })
    const isLink = sides.ours.entry?.kind === 'link'
    if (why === 'rewritten' || (why === 'returned' && isLink)) {
      settled.notices.push({ ...notice, severity: 'warning', path, message: cameBack })
      continue
    }
    if (isLink && why !== 'doubtful') {
      const message = await saidOfLink({ ...one, sides }, overlay, merging)
      if (message !== null) settled.notices.push({ ...notice, severity: 'warning', path, message })
      continue
    }
    const [mine, other] = [sides.ours.entry, sides.theirs.entry]
    // There is nothing to ask.
    if (mine?.kind === 'file' && other?.kind === 'file' && mine.sha256 === other.sha256) continue
    const key = keyOf(path, sides)
    const isDeleted = sides.theirs.entry === null
    const conflict: Conflict = { path, ...meeting(sides), again: why }
    const mode = sides.ours.entry?.kind === 'file' ? sides.ours.entry.mode : 0o644
    const say = (message: string): void => {
      settled.notices.push({
        ...notice,
        path,
        message: `${saidOf[why]}: ${message}`,
      })
    }
    const lay = async (file: string | null, isTheirs = false): Promise<void> => {
      if (file === null) {
        tree.delete(path)
        if (isTheirs) removed.delete(path)
        else removed.add(path)
      } else {
        tree.set(path, { kind: 'file', ...(await sha256OfFile(file)), mode })
        answered.set(path, file)
      }
    }
    const decide = async (
      answer: NewAnswer['resolution']['answer'],
      file: string | null,
      by?: 'on-conflict',
    ): Promise<void> => {
      const made = await newAnswer(path, sides, answer, file, by)
      settled.made.push(made)
      standing.set(path, standInOf(made))
      await lay(file, answer === 'theirs')
    }
    const keep = async (): Promise<void> => {
      const { entry } = sides.ours
      if (entry !== null) await keepReplaced(merging.replaced, path, entry, sourceOf(overlay, path))
    }
    const settlement = await settlePath(path, sides, merging)
    if (settlement.kind === 'answered') {
      const { answer } = settlement
      const used = { key, result: answer.kind === 'file' ? answer.sha256 : null }
      settled.used.push(used)
      const kind = answer.kind === 'file' ? answer.answer : answer.kind
      standing.set(path, { ...used, answer: kind })
      const isOurs = sides.ours.entry?.kind === 'file' && sides.ours.entry.sha256 === used.result
      if (kind !== 'merged' && !isOurs) await keep()
      await lay(answer.kind === 'file' ? answer.file : null, answer.kind === 'theirs')
      if (kind !== 'merged') say('your recorded answer decides')
    } else if (settlement.kind === 'merged' && sides.base.entry !== null) {
      // Taken over before it was changed: all is there.
      if (await holds(sides.ours.file, settlement.content)) continue
      const file = join(folder, sha256(settlement.content))
      await writeFile(file, settlement.content)
      await decide('merged', file)
      say(`${settlement.byPlace ? replayedByHunk : 'both are merged'}; ${takeOver}`)
    } else if (merging.onConflict === 'ours') say('yours is laid, as on-conflict says')
    else if (merging.onConflict === 'theirs') {
      await keep()
      await decide(
        isDeleted && !yields ? 'delete' : 'theirs',
        await aside(sides.theirs, folder),
        'on-conflict',
      )
      say('your change gives way, as on-conflict says, and is in the folder replaced')
    } else {
      tree.delete(path)
      const { merge, proposal } = settlement.kind === 'open' ? settlement : { merge: null, proposal: null }
      settled.open.push(await showConflict(merging.conflicts, conflict, sides, merge, proposal))
    }
  }
  return { ...settled, overlay: { ...overlay, tree, answered, removed, standing } }
}

/** Row of the table, and kind, of what a file meets again. */
function meeting({ ours, theirs }: ThreeSides): { row: string; kind: ConflictKind } {
  if (theirs.entry === null) return { row: '13', kind: 'modify/delete' }
  if (ours.entry === null) return { row: '14', kind: 'delete/modify' }
  if (ours.entry.kind !== theirs.entry.kind) return { row: '16', kind: 'kind' }
  return ours.entry.kind === 'link' ? { row: '17', kind: 'link' } : { row: '11', kind: 'modify/modify' }
}

const saidOf = {
  edited: 'was changed in the overlay after it was merged',
  lost: 'was merged or answered, and the record of that is gone',
  returned: 'came back into the overlay as it was before updates that it never met',
  doubtful: 'was answered in ways that contradict each other',
} satisfies Record<MetAgain, string>

const cameBack =
  'is back in the overlay, which it had left after it was merged or answered, and updates have passed since: it is laid as it is; see that it holds their changes'

const notice = { row: '11', severity: 'notice', drift: true } satisfies Partial<Notice>

/**
 * What the overlay held when it was answered, what it holds now, and the answer. Where that does not count, the vendor's
 * installed file is its place. `yields`: the answer was that the vendor's tree has the word.
 */
async function sidesOf(
  { path, held, stood }: EditedFile,
  overlay: Overlay,
  {
    resolutions,
    pack,
    installed,
    folder,
  }: { resolutions: string; pack: Pack; installed: MeasuredPack; folder: string },
): Promise<ThreeSides & { yields: boolean }> {
  const entry = overlay.tree.get(path) ?? null
  const ours: Side = { entry, file: entry?.kind === 'file' ? sourceOf(overlay, path) : null }
  if (stood === null) {
    const theirs = await packedSide(pack, path, installed.tree.get(path) ?? null, folder)
    return { base: absent, ours, theirs, yields: false }
  }
  const { key, resolution } = stood
  const answer = await answerOf(resolutions, key, resolution)
  // What the vendor did not have itself was not taken away from it.
  const isTaken = answer.kind === 'delete' && resolution.sides.theirs !== 'absent'
  return {
    base: held === null ? absent : await heldSide(join(resolutions, oursName(key, held)), held),
    ours,
    theirs:
      answer.kind === 'file' ? sideOf(answer.file, answer) : isTaken ? { ...absent, deleted: true } : absent,
    yields: answer.kind === 'theirs',
  }
}

const absent: Side = { entry: null, file: null }

function sideOf(file: string, { sha256: digest, size }: { sha256: string; size: number }): Side {
  return { entry: { kind: 'file', sha256: digest, size, mode: 0o644 }, file }
}

/** Absent where it was not kept, as for what is no text. */
async function heldSide(file: string, held: string): Promise<Side> {
  const found = await sha256OfFile(file).catch(() => null)
  return found === null || found.sha256 !== held ? absent : sideOf(file, found)
}
