import type { Tree } from '../../pack/tree.ts'
import type { Vendors } from '../external/audited.ts'
import { holdsOurs, isSameFile } from '../external/vanilla.ts'
import type { Downloads, Worked } from './downloads.ts'
import { isRewritten } from './rebuilt.ts'
import { isInArchive, isRendered } from './skipped.ts'
import { takenOf } from './taken.ts'

/** The vendor's side by its downloads: a file that holds the team's change beside the new level's was merged. */
export async function vendorsOf(worked: Worked): Promise<Vendors> {
  const { before, after, downloads, home, pack, sides } = worked
  const { folder, original, fresh } = downloads
  const isMerged = async (path: string): Promise<boolean> => {
    const [theirs, now] = [fresh.get(path), after.get(path)]
    if (folder === null || pack === null || !original.has(path)) return false
    if (theirs?.kind !== 'file' || now?.kind !== 'file' || theirs.sha256 === now.sha256) return false
    const base = await downloads.fileOf('modify/original', path)
    return holdsOurs({ path, base, pack, home, folder: await sides() })
  }
  // Above the base an earlier step of the tool's may have laid another file; what is merged with it is not lost.
  const altered: string[] = []
  for (const path of alteredIn(worked)) if (worked.atBase || !(await isMerged(path))) altered.push(path)
  return {
    base: baseOf(before, downloads),
    altered,
    ...(await takenOf(worked)),
    isBlind: folder === null,
    isMerged,
    isVendors: path => isSameFile(fresh.get(path), after.get(path)),
    // Without downloads nothing more is known than that the tool has left the file alone.
    isUntouched: path =>
      folder === null
        ? isSameFile(before.get(path), after.get(path))
        : !original.has(path) || isSameFile(before.get(path), original.get(path)),
  }
}

/**
 * What the downloads say was another file, unless the update brings it to what lies there. A file that the tool leaves alone, or
 * out, may be one that it has skipped in an earlier step: at the base one that it always skips. That the vendor had none is in no
 * download: what one without an original is laid over is the audit's.
 */
function alteredIn({ before, after, downloads: { original, fresh }, lines, atBase }: Worked): string[] {
  const isLeft = (path: string): boolean =>
    isSameFile(before.get(path), after.get(path)) || !(before.has(path) || after.has(path))
  const isSkipped = (path: string): boolean =>
    isInArchive(path, before) || (isLeft(path) && (!atBase || isRendered(path, [before, after], lines)))
  const altered = [...original].flatMap(([path, entry]) => {
    const ours = before.get(path)
    // The tool zips web applications anew: after an update of its own they are the vendor's, and other bytes.
    const isVendors = isRewritten(path) || isSameFile(ours, entry) || isSameFile(ours, fresh.get(path))
    return isVendors || isSkipped(path) ? [] : [path]
  })
  return altered.sort()
}

/** The vendor's tree of the installed level: what lies there, but for what the tool says was another file. */
function baseOf(before: Tree, { original, added }: Downloads): Tree {
  const base = new Map(before)
  for (const [path, entry] of added)
    if (entry.kind === 'file' && !original.has(path) && !isRewritten(path)) base.delete(path)
  for (const [path, entry] of original) {
    const ours = before.get(path)
    // A download says nothing of permission bits.
    if (entry.kind === 'file') base.set(path, ours?.kind === 'file' ? { ...entry, mode: ours.mode } : entry)
  }
  return base
}
