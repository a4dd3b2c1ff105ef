import { join, posix } from 'node:path'
import { type Sha256, sha256 } from '../kernel/sha256.ts'
import type { Tree, TreeEntry } from '../pack/tree.ts'
import type { Overlay, StandIn } from './overlay.ts'
import { answerOf, jsonName, listResolutions, type Recorded, readResolution } from './resolutions.ts'
import { deletedSide, nameOf } from './show-conflict.ts'

/** The answers that stood for a team's files in the candidate that runs now, by path. */
export type FormerAnswers = Readonly<Record<string, FormerAnswer>>

export interface FormerAnswer {
  /** SHA-256 of the team's file that it stood for, of a link's words as `nameOf` gives them; null where the team did without the path. */
  held: Sha256 | null
  /** Of the answer. */
  key: string
  /** SHA-256 of what it became, null where it went; undefined in a lock of before. */
  result?: Sha256 | null | undefined
}

/** A file that is another one in the overlay, or a link, than what was merged or answered for the candidate that runs now. */
export interface EditedFile extends FormerAnswer {
  path: string
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
  /** Answers that met the vendor's file; with a lock, only what was merged of these two files themselves. */
  const chainAt = (path: string, ours: TreeEntry | null): readonly Recorded[] => {
    const vendors = installed.get(path)
    if (vendors === undefined) return []
    const forPath = recorded.filter(
      ({ resolution }) => resolution.path === path && resolution.by === undefined,
    )
    const met = former === null ? metBy(nameOf(vendors), forPath) : new Set([nameOf(vendors)])
    const chain = chainTo(met, nameOf(ours), forPath)
    const last = chain.at(-1)
    // What holds the answer already stands for itself.
    if (last === undefined || resultOf(last.resolution) === nameOf(ours)) return []
    return former === null || (chain.length === 1 && last.resolution.answer === 'merged') ? chain : []
  }
  for (const path of [...overlay.tree.keys(), ...overlay.removed]) {
    const ours = overlay.tree.get(path) ?? null
    const before = formerOf(path, former)
    const answer = before === null ? null : await readResolution(join(resolutions, jsonName(before.key)))
    if (before !== null && answer !== null && heldIn(ours) === before.held) {
      await stand(path, [{ key: before.key, resolution: answer }])
      continue
    }
    const chain = before === null ? chainAt(path, ours) : []
    const isTaken = answer !== null && nameOf(ours) === resultOf(answer)
    if (chain.length > 0) await stand(path, chain)
    // A path that the team does without now is its own word; so is what is no file's.
    else if (before !== null && !isTaken && ours !== null && !isNoFile(answer))
      edited.push({ path, ...before })
  }
  return { ...overlay, tree, answered, answers, removed, standing, edited }
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

/** What the lock is to say of the answers that stand now. A file that holds its answer needs none. */
export function formerAnswers(team: Overlay, standing: ReadonlyMap<string, StandIn>): FormerAnswers {
  const former: Record<string, FormerAnswer> = {}
  for (const [path, { key, result, answer }] of standing) {
    const held = heldIn(team.tree.get(path) ?? null)
    const isVendors = answer === 'theirs' && result === null
    if (held !== undefined && (held !== result || isVendors)) former[path] = { held, key, result }
  }
  return former
}

/** Whether an answer that stands in the candidate that runs now was given another way since. */
export async function isAnsweredAnew(former: FormerAnswers, resolutions: string): Promise<boolean> {
  for (const { key, result } of Object.values(former)) {
    const now = result === undefined ? null : await readResolution(join(resolutions, jsonName(key)))
    if (now !== null && now.result !== result) return true
  }
  return false
}

/** What holds the vendor's installed file already: that itself, and what came of answers that met it, or one of these. */
function metBy(vendors: string, recorded: readonly Recorded[]): Set<string> {
  const met = new Set([vendors])
  // A set that grows while it is walked through shows what was added, too.
  for (const name of met)
    for (const { resolution } of recorded)
      if (resolution.sides.theirs === name)
        if (resolution.result !== null) met.add(resultOf(resolution))
        else if (resolution.answer === 'delete') met.add(deletedSide)
  return met
}

function resultOf({ result }: Recorded['resolution']): string {
  return result === null ? 'absent' : `file ${result}`
}

/**
 * The shortest way from what the overlay holds to an answer that met the vendor's installed file, or what holds that: each
 * answer is our side of the next one. Empty where there is none.
 */
function chainTo(met: ReadonlySet<string>, ours: string, recorded: readonly Recorded[]): Recorded[] {
  const seen = new Set([ours])
  const open: { at: string; chain: Recorded[] }[] = [{ at: ours, chain: [] }]
  for (const { at, chain } of open) {
    for (const one of recorded) {
      const { sides } = one.resolution
      if (sides.ours !== at) continue
      if (met.has(sides.theirs)) return [...chain, one]
      const next = resultOf(one.resolution)
      if (!seen.has(next)) open.push({ at: next, chain: [...chain, one] })
      seen.add(next)
    }
  }
  return []
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
