import { join } from 'node:path'
import type { Tree } from '../pack/tree.ts'
import type { Overlay } from './overlay.ts'
import { answerOf, listResolutions, type Recorded, type UsedAnswer } from './resolutions.ts'
import { nameOf } from './show-conflict.ts'

/** A file that was merged or answered at an earlier level, and is another one in the overlay since. */
export interface EditedFile {
  path: string
  /** Answers that it may come from, each with the first of its chain: what the overlay held then is the side `ours` of that. */
  former: readonly { answer: Recorded; first: Recorded }[]
}

/**
 * The overlay as it runs: where a file of it met the vendor's installed one and was answered or merged, that stands for it
 * until the team has taken it into the overlay. Without this, a level that leaves the file alone would lay the
 * old one again, and undo the update.
 */
export async function answeredOverlay(
  overlay: Overlay,
  installed: Tree,
  resolutions: string,
): Promise<Overlay & { edited: readonly EditedFile[] }> {
  const recorded = await listResolutions(resolutions)
  const tree = new Map(overlay.tree)
  const answered = new Map(overlay.answered)
  const removed = new Set(overlay.removed)
  const answers: UsedAnswer[] = []
  const edited: EditedFile[] = []
  for (const [path, ours] of overlay.tree) {
    const forPath = recorded.filter(({ resolution }) => resolution.path === path)
    if (forPath.length === 0) continue
    const met = metBy(nameOf(installed.get(path) ?? null), forPath)
    const chain = chainTo(met, nameOf(ours), forPath)
    const last = chain.at(-1)
    if (last === undefined) {
      const former = met.has(nameOf(ours)) ? [] : formerAnswers(met, forPath)
      if (former.length > 0) edited.push({ path, former })
      continue
    }
    answers.push(...chain.map(({ key, resolution }) => ({ key, result: resolution.result })))
    const answer = await answerOf(resolutions, last.key, last.resolution)
    if (answer.kind === 'delete') {
      tree.delete(path)
      if (installed.has(path)) removed.add(path)
    } else {
      const mode = ours.kind === 'file' ? ours.mode : 0o644
      tree.set(path, { kind: 'file', sha256: answer.sha256, size: answer.size, mode })
      answered.set(path, answer.file)
    }
  }
  return { ...overlay, tree, answered, answers, removed, edited }
}

/** What holds the vendor's installed file already: that itself, and what came of answers that met it, or one of these. */
function metBy(vendors: string, recorded: readonly Recorded[]): Set<string> {
  const met = new Set([vendors])
  // A set that grows while it is walked through shows what was added, too.
  for (const name of met)
    for (const { resolution } of recorded)
      if (resolution.sides.theirs === name && resolution.result !== null) met.add(resultOf(resolution))
  return met
}

/** The last answers that met the vendor's file and brought something: what the overlay's file may lack now. */
function formerAnswers(met: ReadonlySet<string>, recorded: readonly Recorded[]): EditedFile['former'] {
  return recorded
    .filter(({ resolution }) => met.has(resolution.sides.theirs) && resolution.result !== null)
    .filter(
      answer => !recorded.some(({ resolution }) => resolution.sides.theirs === resultOf(answer.resolution)),
    )
    .map(answer => ({ answer, first: firstOf(answer, recorded) }))
    .filter(({ answer, first }) => first.resolution.sides.ours !== resultOf(answer.resolution))
}

/** Follows a chain of answers to its beginning. */
function firstOf(answer: Recorded, recorded: readonly Recorded[]): Recorded {
  const seen = new Set<Recorded>()
  let first = answer
  for (let one: Recorded | undefined = answer; one !== undefined && !seen.has(one); ) {
    seen.add(one)
    first = one
    const ours: string = one.resolution.sides.ours
    one = recorded.find(({ resolution }) => resultOf(resolution) === ours)
  }
  return first
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

/** Where the content of an overlay's file lies. */
export function sourceOf({ folder, answered }: Overlay, path: string): string {
  return answered.get(path) ?? join(folder, path)
}
