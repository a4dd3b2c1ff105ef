import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  emptyLock,
  formatLock,
  isSameCandidate,
  type Lock,
  type LockedCandidate,
  type LockedTrack,
  lockedTrack,
  parseLock,
  withCandidate,
} from '../config/lock.ts'
import type { BaseBranch } from '../host/proposals.ts'
import { TrainError } from '../kernel/errors.ts'
import { filesOfAnswer } from '../merge/resolutions.ts'
import type { Desk } from './proposal-desk.ts'

/** The lock of a commit. */
async function lockAt(commit: string, where: string, { proposals, places }: Desk): Promise<Lock> {
  const content = await proposals.readFile(commit, places.lock)
  return content === null ? emptyLock : parseLock(content.toString('utf8'), `${places.lock} of ${where}`)
}

/**
 * The base's lock with the candidate as what the track runs. A candidate that the branch holds already keeps the time when
 * it first passed. Throws `busy` where the base's entry is not the one that the candidate was made from.
 */
export async function proposedLock(
  locked: LockedCandidate,
  base: BaseBranch,
  head: string | null,
  desk: Desk,
): Promise<Buffer> {
  const { origin, settings, branch } = desk
  const { lock, entry: former } = await assertBaseAsChecked(base, desk)
  // Built again at the same level, it still holds the updates that brought it there.
  const updates = former?.level === locked.level ? former.updates : locked.updates
  const entry = { ...locked, updates }
  const before = head === null ? null : await earlierProposal(head, branch, desk)
  const kept =
    before !== null && isSameCandidate(before, entry) ? { ...entry, firstPassed: before.firstPassed } : entry
  const changed = withCandidate(lock, origin.productName, settings.track, kept)
  return Buffer.from(formatLock(changed))
}

/** The base's lock, with the track's entry in it. Throws `busy` where that is not what the candidate was made from. */
export async function assertBaseAsChecked(
  base: BaseBranch,
  desk: Desk,
): Promise<{ lock: Lock; entry: LockedTrack | null }> {
  const { origin, settings, name, places } = desk
  const lock = await lockAt(base.commit, base.name, desk)
  const entry = lockedTrack(lock, origin.productName, settings.track)
  assertAsChecked(entry, origin.locked, name, `${places.lock} of ${base.name}`)
  return { lock, entry }
}

/** Whether the base's lock says of the track what the working directory's does; where it does not, nothing is decided by that. */
export async function isBaseAsChecked(base: BaseBranch, desk: Desk): Promise<boolean> {
  try {
    await assertBaseAsChecked(base, desk)
    return true
  } catch (error) {
    if (!(error instanceof TrainError) || error.code !== 'busy') throw error
    desk.world.log.info(`The pull request stays as it is: ${error.message}`)
    return false
  }
}

/** The track's entry in the lock of a commit of the branch; null also for a lock that somebody broke: it is written anew. */
export async function earlierProposal(head: string, branch: string, desk: Desk): Promise<LockedTrack | null> {
  try {
    const lock = await lockAt(head, branch, desk)
    return lockedTrack(lock, desk.origin.productName, desk.settings.track)
  } catch (error) {
    if (error instanceof TrainError && error.code === 'config') return null
    throw error
  }
}

function assertAsChecked(
  now: LockedTrack | null,
  checked: LockedTrack | null,
  name: string,
  where: string,
): void {
  if (isDeepStrictEqual(now, checked)) return
  throw new TrainError(
    'busy',
    `${where} holds ${now === null ? 'nothing' : `level ${now.level}`} for ${name}, and the working directory ${checked === null ? 'nothing' : `level ${checked.level}`}: it is not proposed.`,
    { hint: 'Run again on the branch as it is now, with the lock as it is committed there.' },
  )
}

/** Recorded answers by their keys, as files of the repository. */
export async function answerFiles(keys: Iterable<string>, desk: Desk): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const names = await readdir(desk.settings.resolutions).catch(() => [])
  for (const key of new Set(keys))
    for (const name of filesOfAnswer(key, names)) {
      const content = await readFile(join(desk.settings.resolutions, name)).catch(() => null)
      if (content !== null) files.set(`${desk.places.resolutions}/${name}`, content)
    }
  return files
}
