import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Notice } from '../../merge/decision.ts'
import { mergeFiles } from '../../merge/text/merge-files.ts'
import type { Vendors } from '../external/audited.ts'
import { isSameFile } from '../external/vanilla.ts'
import type { Worked } from './downloads.ts'
import { isRewritten } from './rebuilt.ts'
import { archiveOf, isRendered } from './skipped.ts'

/**
 * Whether all that the tool had downloaded is in the home. What it left as the level before had it, or did not add, is proved
 * not to be, and so is what belongs into an archive that it left as it was; so is a conflict that it left as the team had it. Of
 * the rest a person is told.
 */
export async function takenOf(worked: Worked): Promise<Pick<Vendors, 'notTaken' | 'hidden' | 'doubts'>> {
  const { before, after, lines, atBase, withoutBase } = worked
  const { original, fresh } = worked.downloads
  const notTaken: string[] = []
  const hidden: string[] = []
  const doubts: Notice[] = []
  const archives = new Set<string>()
  const doubt = (path: string, message: string): void => {
    doubts.push({ path, row: 'audit', severity: 'warning', message })
  }
  for (const [path, theirs] of fresh) {
    const [ours, now, base] = [before.get(path), after.get(path), original.get(path)]
    if (theirs.kind !== 'file' || isSameFile(now, theirs)) continue
    const archive = archiveOf(path, before)
    if (archive !== null) {
      if (!isSameFile(theirs, base) && !isRendered(path, [before, after], lines)) archives.add(archive)
      continue
    }
    const [isAsBefore, isLeft] = [isSameFile(ours, base), isSameFile(ours, now)]
    const isAbsent = base === undefined && now === undefined
    const isMissing = ours === undefined && now === undefined
    if ((isLeft || isAbsent || isMissing) && isRendered(path, [before, after], lines))
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
    else if (isMissing && !atBase)
      doubt(path, 'is changed by the update, but was not in the pack; the update tool has left it out')
  }
  for (const path of archives) {
    const now = after.get(path)
    if (!isSameFile(before.get(path), now) || isSameFile(now, fresh.get(path))) continue
    // An archive of the team's own need not hold what the update changes.
    if (withoutBase) doubt(path, 'was left as it was, though the update changes files in it')
    else if (!notTaken.includes(path)) notTaken.push(path)
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
