import { readFile } from 'node:fs/promises'
import type { Merging } from './merging.ts'
import type { Answer } from './resolutions.ts'
import type { ThreeSides } from './show-conflict.ts'
import { type FileMerge, mergeFiles } from './text/merge-files.ts'

/** What is known of a path that both sides changed, before anybody's policy. */
export type Settlement =
  | { kind: 'answered'; answer: Answer }
  | { kind: 'merged'; content: Buffer; byPlace: boolean }
  | { kind: 'open'; merge: FileMerge | null; proposal: Buffer | null }

/**
 * Settles a path in this order: the recorded answer to exactly these three sides; a merge; recorded answers to every place
 * that is open in it. What comes near is only proposed.
 */
export async function settlePath(
  path: string,
  sides: ThreeSides,
  { resolutions }: Pick<Merging, 'resolutions'>,
): Promise<Settlement> {
  const answer = await resolutions.find(path, sides)
  if (answer !== null) return { kind: 'answered', answer }
  const { base, ours, theirs } = sides
  const nearest = (): Promise<Buffer | null> => resolutions.nearest(path, sides)
  if (ours.file === null || theirs.file === null || (base.file === null && base.entry !== null))
    return { kind: 'open', merge: null, proposal: await nearest() }
  const files = { base: base.file, ours: ours.file, theirs: theirs.file }
  const merge = await mergeFiles(path, files)
  if (merge.kind === 'merged') return { ...merge, byPlace: false }
  if (merge.kind === 'binary') return { kind: 'open', merge, proposal: await nearest() }
  const again = await mergeFiles(path, files, await resolutions.places(path))
  if (again.kind === 'merged') return { ...again, byPlace: true }
  const partly = again.kind === 'conflict' && again.answered > 0 ? again.marked : null
  return { kind: 'open', merge, proposal: partly ?? (await nearest()) }
}

/** What the report says of a file that `settlePath` put together from answers to each of its places. */
export const replayedByHunk = 'your recorded answers to each place of it decide (replayed by hunk)'

/** Whether a side holds exactly what a merge came to. */
export async function holds(file: string | null, content: Buffer): Promise<boolean> {
  return file !== null && (await readFile(file)).equals(content)
}
