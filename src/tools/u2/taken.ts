import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Notice } from '../../merge/decision.ts'
import { mergeFiles } from '../../merge/text/merge-files.ts'
import type { Vendors } from '../external/audited.ts'
import { isSameFile, type Worked } from './downloads.ts'
import { isRewritten } from './rebuilt.ts'
import { isInArchive, isRendered } from './skipped.ts'

/**
 * Whether all that the tool had downloaded is in the home. What it left as the level before had it, or did not add, is proved
 * not to be; so is a conflict that it left as the team had it. Of the rest a person is told.
 */
export async function takenOf(worked: Worked): Promise<Pick<Vendors, 'notTaken' | 'hidden' | 'doubts'>> {
  const { before, after, lines } = worked
  const { original, fresh } = worked.downloads
  const notTaken: string[] = []
  const hidden: string[] = []
  const doubts: Notice[] = []
  const doubt = (path: string, message: string): void => {
    doubts.push({ path, row: 'audit', severity: 'warning', message })
  }
  for (const [path, theirs] of fresh) {
    const [ours, now, base] = [before.get(path), after.get(path), original.get(path)]
    if (theirs.kind !== 'file' || isSameFile(now, theirs) || isInArchive(path, before)) continue
    const [isAsBefore, isLeft] = [isSameFile(ours, base), isSameFile(ours, now)]
    const isAbsent = base === undefined && now === undefined
    if ((isLeft || isAbsent) && isRendered(path, [before, after], lines))
      doubt(path, 'was left out: the update tool skips what the product renders from a template')
    else if (isAbsent || (isAsBefore && (isLeft || now === undefined))) notTaken.push(path)
    else if (isLeft && base !== undefined) {
      const merge = await mergeOf(path, worked)
      if (merge === 'conflict') hidden.push(path)
      if (merge !== 'nothing more')
        doubt(
          path,
          'was changed here and by the update; the update tool has left it without the update’s change',
        )
    } else if (now !== undefined && !isRewritten(path) && (base === undefined || isAsBefore))
      doubt(path, 'is another file than the update tool has downloaded for the new level')
  }
  return { notTaken, hidden, doubts }
}

/** What comes of the update's change in a file that the tool has left as the team had it. */
async function mergeOf(
  path: string,
  { home, downloads }: Worked,
): Promise<'conflict' | 'nothing more' | 'more'> {
  const ours = join(home, path)
  const base = await downloads.fileOf('modify/original', path)
  const merge = await mergeFiles(path, { base, ours, theirs: await downloads.fileOf('modify/new', path) })
  if (merge.kind === 'conflict') return 'conflict'
  if (merge.kind === 'binary') return 'more'
  return merge.content.equals(await readFile(ours)) ? 'nothing more' : 'more'
}
