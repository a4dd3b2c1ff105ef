import { join, posix } from 'node:path'
import { type Sha256, sha256 } from '../kernel/sha256.ts'
import type { Tree, TreeEntry } from '../pack/tree.ts'
import { chainTo, metBy, resultOf } from './answer-chains.ts'
import type { MetAgain } from './decision.ts'
import type { Overlay, StandIn } from './overlay.ts'
import {
  answerOf,
  followsUpdate,
  jsonName,
  listResolutions,
  type Recorded,
  readResolution,
} from './resolutions.ts'
import { nameOf } from './show-conflict.ts'

/** The answers that stood for a team's files in the candidate that runs now, by path. */
export type FormerAnswers = Readonly<Record<string, FormerAnswer>>

export interface FormerAnswer {
  /** SHA-256 of the team's file that it stood for, of a link's words as `nameOf` gives them; null where the team did without the path. */
  held: Sha256 | null
  /** Of the answer. */
  key: string
  /** SHA-256 of what it became, null where it went; undefined in a lock of before. */
  result?: Sha256 | null | undefined
  /** Where it went: whether the update has the word there, at later levels as well. */
  yields?: boolean | undefined
  /** It stood before; then the file left the overlay, or a link took its place. */
  left?: true | undefined
}

/** A file of the overlay for which something was merged or answered that does not stand for it as it is. */
export interface EditedFile {
  path: string
  /** As in the lock; null also where that knows nothing of the file. */
  held: Sha256 | null
  /** What stood for it; null where that is gone or does not count any more. */
  stood: Recorded | null
  /** `rewritten`: it left the overlay, and is another one now. */
  why: MetAgain | 'rewritten'
}

/**
 * The overlay as it runs: where a file of it met the vendor's installed one and was answered or merged, that stands for it
 * until the team has taken it into the overlay. Without this, a level that leaves the file alone would lay the
 * old one again, and undo the update.
 * @param former what the lock says of the candidate that runs now; null without a lock: then recorded answers are
 * followed from the overlay's file to the vendor's
 */
export async function answeredOverlay(
  overlay: Overlay,
  installed: Tree,
  resolutions: string,
  former: FormerAnswers | null,
): Promise<Overlay & { edited: readonly EditedFile[] }> {
  const recorded = await listResolutions(resolutions)
  const tree = new Map(overlay.tree)
  const answered = new Map(overlay.answered)
  const removed = new Set(overlay.removed)
  const standing = new Map<string, StandIn>()
  const answers = [...overlay.answers]
  const edited: EditedFile[] = []
  const stand = async (path: string, chain: readonly Recorded[]): Promise<void> => {
    const last = chain.at(-1)
    if (last === undefined) return
    const { key, resolution } = last
    const ours = overlay.tree.get(path)
    const answer = await answerOf(resolutions, key, resolution)
    const gone = answer.kind === 'delete' && resolution.sides.theirs === 'absent'
    answers.push(...chain.map(one => ({ key: one.key, result: one.resolution.result })))
    standing.set(path, { key, result: resolution.result, answer: resolution.answer })
    // What the vendor did not have (a former answer's deletion has another name) was not taken away from it: should it come again, nobody has answered that.
    if (answer.kind === 'theirs' || gone) {
      // As if the team had never had the path: the vendor's stands there at every level.
      tree.delete(path)
      removed.delete(path)
    } else if (answer.kind === 'delete') {
      tree.delete(path)
      removed.add(path)
    } else {
      const mode = ours?.kind === 'file' && resolution.answer !== 'theirs' ? ours.mode : 0o644
      tree.set(path, { kind: 'file', sha256: answer.sha256, size: answer.size, mode })
      answered.set(path, answer.file)
      removed.delete(path)
    }
  }
  for (const path of [...overlay.tree.keys(), ...overlay.removed]) {
    const ours = overlay.tree.get(path) ?? null
    const before = formerOf(path, former)
    const forPath = recorded.filter(({ resolution }) => resolution.path === path)
    const vendors = installed.get(path) ?? null
    if (before === null) {
      const chain = vendors === null ? [] : chainAt(ours, vendors, forPath, former !== null)
      if (chain === null) edited.push({ path, why: 'doubtful', held: null, stood: null })
      else await stand(path, chain)
      continue
    }
    const { key, held, left, result } = before
    const answer = await readResolution(join(resolutions, jsonName(key)))
    const stood = answer === null ? null : { key, resolution: answer }
    // Updates may have passed while the file was out of the overlay.
    const isCurrent =
      answer !== null && (left !== true || metBy(nameOf(vendors), forPath).has(answer.sides.theirs))
    const isHeld = heldIn(ours) === held
    // The lock knows what the answer was, though its record is gone.
    const isTaken =
      answer === null
        ? typeof result === 'string' && heldIn(ours) === result
        : nameOf(ours) === resultOf(answer)
    if (isHeld && isCurrent && stood !== null) await stand(path, [stood])
    // A path that the team does without now is its own word; so is what is no file's, and what holds its answer.
    else if (ours === null || isNoFile(answer) || (isTaken && (isCurrent || left !== true))) continue
    else if (left !== true) edited.push({ path, held, stood, why: stood === null ? 'lost' : 'edited' })
    // The link that the file went for.
    else if (ours.kind === 'link' && !isHeld) continue
    // Of a file that went for the update's, as was answered, nothing is left to merge with.
    else if (isCurrent && answer.answer !== 'theirs') edited.push({ path, held, stood, why: 'edited' })
    else if (isHeld || isTaken) edited.push({ path, held, stood: null, why: 'returned' })
    else edited.push({ path, held, stood: null, why: 'rewritten' })
  }
  return { ...overlay, tree, answered, answers, removed, standing, edited }
}

/**
 * Answers that met the vendor's file; with a lock, only what was merged of these two files themselves. Null where they
 * contradict each other.
 */
function chainAt(
  ours: TreeEntry | null,
  vendors: TreeEntry,
  forPath: readonly Recorded[],
  isLocked: boolean,
): readonly Recorded[] | null {
  const [held, met] = [nameOf(ours), nameOf(vendors)]
  const persons = forPath.filter(({ resolution }) => resolution.by === undefined)
  const direct = persons.filter(({ resolution: { sides } }) => sides.ours === held && sides.theirs === met)
  if (isLocked && !direct.some(({ resolution }) => resolution.answer === 'merged')) return []
  const chain = isLocked ? chainTo(new Set([met]), held, direct) : chainTo(metBy(met, persons), held, persons)
  const last = chain?.at(-1)
  // What holds the answer already stands for itself.
  return last !== undefined && resultOf(last.resolution) === held ? [] : chain
}

/** `constructor` is a path like any other; only own keys count. */
function formerOf(path: string, former: FormerAnswers | null): FormerAnswer | null {
  return former !== null && Object.hasOwn(former, path) ? (former[path] ?? null) : null
}

/** What the lock knows a team's side by; undefined for what no overlay holds. */
function heldIn(ours: TreeEntry | null): Sha256 | null | undefined {
  if (ours === null) return null
  if (ours.kind === 'link') return sha256(nameOf(ours))
  return ours.kind === 'file' ? ours.sha256 : undefined
}

/** An answer that gave the path to something of the vendor's that cannot be merged with. */
function isNoFile(answer: Recorded['resolution'] | null): boolean {
  return answer?.answer === 'theirs' && answer.result === null && answer.sides.theirs !== 'absent'
}

/**
 * What the lock is to say of the answers that stand now. A file that holds its answer needs none. What stood before for a
 * file that is not there any more, or only as a link, is kept: it may come back as it was, and would undo updates.
 */
export function formerAnswers(
  team: Pick<Overlay, 'tree'>,
  standing: ReadonlyMap<string, StandIn>,
  before: FormerAnswers | null,
): FormerAnswers {
  const former: Record<string, FormerAnswer> = {}
  for (const [path, one] of Object.entries(before ?? {})) {
    const ours = team.tree.get(path) ?? null
    const isBack = ours === null ? one.held === null : ours.kind !== 'link' || heldIn(ours) === one.held
    if (!standing.has(path) && !isBack) former[path] = { ...one, left: true }
  }
  for (const [path, { key, result, answer }] of standing) {
    const held = heldIn(team.tree.get(path) ?? null)
    const yields = followsUpdate({ answer, result })
    if (held === undefined || (held === result && !yields)) continue
    former[path] = { held, key, result, ...(result === null ? { yields } : {}) }
  }
  return former
}

/** Whether an answer that stands in the candidate that runs now was given another way since. */
export async function isAnsweredAnew(former: FormerAnswers, resolutions: string): Promise<boolean> {
  for (const { key, result, yields, left } of Object.values(former)) {
    if (result === undefined || left === true) continue
    const now = await readResolution(join(resolutions, jsonName(key)))
    if (now === null) continue
    if (now.result !== result || (yields ?? followsUpdate(now)) !== followsUpdate(now)) return true
  }
  return false
}

/** The file of an overlay that a link of it leads to, over other links; null where it leads to none. */
export function ledTo({ tree }: Overlay, link: string): { path: string; entry: TreeEntry } | null {
  const seen = new Set<string>()
  for (let path = link; !seen.has(path); ) {
    seen.add(path)
    const entry = tree.get(path)
    if (entry?.kind === 'file') return { path, entry }
    if (entry?.kind !== 'link') return null
    path = posix.join(posix.dirname(path), entry.target)
  }
  return null
}

/** Where the content of an overlay's file lies. */
export function sourceOf({ folder, answered }: Overlay, path: string): string {
  return answered.get(path) ?? join(folder, path)
}
