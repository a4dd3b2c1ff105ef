import { join } from 'node:path'
import type { Tree } from '../pack/tree.ts'
import type { Overlay } from './overlay.ts'
import { answerOf, listResolutions, type Recorded, type UsedAnswer } from './resolutions.ts'
import { nameOf } from './show-conflict.ts'

/**
 * The overlay as it runs: where a file of it met the vendor's installed one and was answered or merged, that stands for it
 * until the team has taken it into the overlay. Without this, a level that leaves the file alone would lay the
 * old one again, and undo the update.
 */
export async function answeredOverlay(
  overlay: Overlay,
  installed: Tree,
  resolutions: string,
): Promise<Overlay & { leftBehind: readonly LeftBehind[] }> {
  const recorded = await listResolutions(resolutions)
  const tree = new Map(overlay.tree)
  const answered = new Map(overlay.answered)
  const removed = new Set(overlay.removed)
  const answers: UsedAnswer[] = []
  const leftBehind: LeftBehind[] = []
  for (const [path, ours] of overlay.tree) {
    const forPath = recorded.filter(({ resolution }) => resolution.path === path)
    const chain = chainTo(nameOf(installed.get(path) ?? null), nameOf(ours), forPath)
    const last = chain.at(-1)
    if (last === undefined) {
      const left = mergedOf(forPath, nameOf(ours))
      if (left !== null) leftBehind.push({ path, key: left.key })
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
  return { ...overlay, tree, answered, answers, removed, leftBehind }
}

/** A file that was merged at an earlier level and is another one in the overlay now. */
export interface LeftBehind {
  path: string
  /** Of the record of what was merged. */
  key: string
}

/** A merge of a file where our side neither was one of its sides nor its result: what it brought may not be in ours. */
function mergedOf(forPath: readonly Recorded[], ours: string): Recorded | null {
  const isKnown = forPath.some(
    ({ resolution: { sides, result } }) => sides.ours === ours || `file ${result}` === ours,
  )
  return isKnown ? null : (forPath.find(({ resolution }) => resolution.answer === 'merged') ?? null)
}

/**
 * The shortest way from what the overlay holds to the answer that met the vendor's installed file: each answer is our
 * side of the next one. Empty where there is none.
 */
function chainTo(vendors: string, ours: string, recorded: readonly Recorded[]): Recorded[] {
  const seen = new Set([ours])
  const open: { at: string; chain: Recorded[] }[] = [{ at: ours, chain: [] }]
  for (const { at, chain } of open) {
    for (const one of recorded) {
      const { sides, result } = one.resolution
      if (sides.ours !== at) continue
      if (sides.theirs === vendors) return [...chain, one]
      const next = result === null ? 'absent' : `file ${result}`
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
