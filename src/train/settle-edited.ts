import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256, sha256OfFile } from '../kernel/sha256.ts'
import { type EditedFile, sourceOf } from '../merge/answered-overlay.ts'
import type { Conflict, Notice } from '../merge/decision.ts'
import { keepReplaced, type Merging } from '../merge/merging.ts'
import type { Overlay } from '../merge/overlay.ts'
import { answerOf, oursName } from '../merge/resolutions.ts'
import { holds, replayedByHunk, settlePath } from '../merge/settle-path.ts'
import { keyOf, nameOf, type Side, showConflict, type ThreeSides } from '../merge/show-conflict.ts'
import type { TreeEntry } from '../pack/tree.ts'
import { newAnswer, takeOver } from './new-answer.ts'
import type { SettledOverlay } from './settle-overlay.ts'

/**
 * Settles files of the overlay that the team has changed after they were merged or answered, without having taken that
 * over: both go back to what the overlay held before, so that it is merged like any other change, and nothing that an
 * update brought is lost. Gives the overlay as it runs, without the files that are open.
 */
export async function settleEdited(
  { edited, ...overlay }: Overlay & { edited: readonly EditedFile[] },
  resolutions: string,
  merging: Merging,
  folder: string,
): Promise<SettledOverlay & { overlay: Overlay }> {
  const settled: SettledOverlay = { open: [], notices: [], used: [], made: [] }
  const tree = new Map(overlay.tree)
  const answered = new Map(overlay.answered)
  const removed = new Set(overlay.removed)
  for (const one of edited) {
    const { path } = one
    const conflict: Conflict = { path, row: '11', kind: 'modify/modify' }
    const sides = await sidesOf(one, overlay, resolutions)
    const key = keyOf(path, sides)
    const mode = sides.ours.entry?.kind === 'file' ? sides.ours.entry.mode : 0o644
    const say = (message: string): void => {
      settled.notices.push({
        ...notice,
        path,
        message: `was changed in the overlay after it was merged: ${message}`,
      })
    }
    const stand = async (file: string): Promise<void> => {
      tree.set(path, { kind: 'file', ...(await sha256OfFile(file)), mode })
      answered.set(path, file)
    }
    const settlement = await settlePath(path, sides, merging)
    if (settlement.kind === 'answered') {
      const { answer } = settlement
      settled.used.push({ key, result: answer.kind === 'file' ? answer.sha256 : null })
      if (answer.kind === 'file') await stand(answer.file)
      else {
        tree.delete(path)
        removed.add(path)
      }
    } else if (settlement.kind === 'merged') {
      // Taken over before it was changed: all is there.
      if (await holds(sides.ours.file, settlement.content)) continue
      const file = join(folder, sha256(settlement.content))
      await writeFile(file, settlement.content)
      await stand(file)
      settled.made.push(await newAnswer(path, sides, 'merged', file))
      say(`${settlement.byPlace ? replayedByHunk : 'both are merged'}; ${takeOver(key)}`)
    } else if (merging.onConflict === 'ours') say('yours is laid, as on-conflict says')
    else if (merging.onConflict === 'theirs' && sides.theirs.file !== null) {
      if (sides.ours.entry !== null)
        await keepReplaced(merging.replaced, path, sides.ours.entry, sourceOf(overlay, path))
      await stand(sides.theirs.file)
      settled.made.push(await newAnswer(path, sides, 'theirs', sides.theirs.file))
      say('your change gives way, as on-conflict says, and is in the folder replaced')
    } else {
      tree.delete(path)
      settled.open.push(
        await showConflict(merging.conflicts, conflict, sides, settlement.merge, settlement.proposal),
      )
    }
  }
  return { ...settled, overlay: { ...overlay, tree, answered, removed } }
}

const notice = { row: '11', severity: 'notice', drift: true } satisfies Partial<Notice>

/** What the overlay held when it was answered, what it holds now, and the answer. */
async function sidesOf(one: EditedFile, overlay: Overlay, resolutions: string): Promise<ThreeSides> {
  const { path } = one
  const entry = overlay.tree.get(path) ?? null
  const ours: Side = { entry, file: entry?.kind === 'file' ? sourceOf(overlay, path) : null }
  const { answer, first } = await nearestOf(one, ours.file, resolutions)
  const theirs = await answerOf(resolutions, answer.key, answer.resolution)
  return {
    base: await formerSide(join(resolutions, oursName(first.key)), first.resolution.sides.ours),
    ours,
    theirs: theirs.kind === 'delete' ? { entry: null, file: null } : sideOf(theirs.file, theirs),
  }
}

function sideOf(file: string, { sha256: digest, size }: { sha256: string; size: number }): Side {
  const entry: TreeEntry = { kind: 'file', sha256: digest, size, mode: 0o644 }
  return { entry, file }
}

/** Absent where it was not kept, as for what is no text. */
async function formerSide(file: string, name: string): Promise<Side> {
  const found = await sha256OfFile(file).catch(() => null)
  if (found === null) return { entry: null, file: null }
  const side = sideOf(file, found)
  return nameOf(side.entry) === name ? side : { entry: null, file: null }
}

/** Tracks with overlays of their own share recorded answers: the one that was given for what looks most like ours. */
async function nearestOf(
  { former }: EditedFile,
  ours: string | null,
  resolutions: string,
): Promise<EditedFile['former'][number]> {
  const lines = async (file: string): Promise<string[]> =>
    (await readFile(file, 'latin1').catch(() => '')).split('\n')
  const [only] = former
  if (only === undefined) throw new Error('A file that was edited was answered before.')
  if (former.length === 1 || ours === null) return only
  const wanted = new Set(await lines(ours))
  const common = async (key: string): Promise<number> =>
    (await lines(join(resolutions, oursName(key)))).filter(line => wanted.has(line)).length
  const counted = await Promise.all(former.map(async one => ({ one, count: await common(one.first.key) })))
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).one
}
