import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  isSameCandidate,
  type LockedCandidate,
  type LockedTrack,
  lockedTrack,
  lockFile,
  readLock,
  withCandidate,
  withTrack,
  writeLock,
} from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import { TrainError } from '../kernel/errors.ts'
import { holdFile, releaseDead } from '../kernel/exclusive.ts'
import { makeFolder } from '../kernel/files.ts'
import { removeLeftovers } from '../kernel/leftovers.ts'
import type { World } from '../kernel/world.ts'
import type { Candidate } from '../report/candidate.ts'

/** Milliseconds to wait for another track's run to have written the lock. */
const lockPatience = 10_000

/** The commit point: from here on the track runs the candidate. Gives the track's entry, with its history. */
export async function lockCandidate(
  settings: Settings,
  candidate: Candidate,
  vendorSha256: string,
  former: LockedTrack | null,
  world: World,
): Promise<LockedTrack | null> {
  const { digests, tool, channel, from, to, updates, product, track } = candidate
  if (digests === null) throw new Error('A candidate without digests cannot be locked.')
  const locked: LockedCandidate = {
    tool,
    channel,
    level: to.level,
    timestamp: to.timestamp,
    vendorDigest: digests.vendor,
    vendorSha256,
    contentDigest: digests.content,
    packSha256: digests.packSha256,
    packSize: digests.packSize,
    baseSha256: digests.base,
    fileList: to.fileList,
    updates: updates.map(update => update.id),
    overlayDigest: digests.overlay,
    resolutionsDigest: digests.resolutions,
    tests: null,
    firstPassed: new Date(world.clock.now()).toISOString(),
  }
  const { clock, signal } = world
  const patience = { clock, signal, limit: lockPatience, work: `writes ${settings.lock}` }
  const file = await lockFile(settings.lock)
  await makeFolder(dirname(file))
  await using _held = await holdFile(holdOf(file), patience)
  // Read again: another track's run may have written it meanwhile.
  const found = await readLock(file)
  const lock = former === null ? found : withTrack(found, product, track, former)
  // Built again at the same level, it still holds the updates that brought it there.
  if (from.level === to.level) locked.updates = lockedTrack(lock, product, track)?.updates ?? []
  assertAsFound(lockedTrack(found, product, track), former, locked, `${product} (${track})`)
  const written = withCandidate(lock, product, track, locked)
  await writeLock(file, written)
  return lockedTrack(written, product, track)
}

/** Removes what a run that was killed while it wrote has left beside the lock and the recorded answers. */
export async function removeHalfWritten({ lock, resolutions }: Settings): Promise<void> {
  const file = await lockFile(lock)
  await releaseDead(holdOf(file))
  await removeLeftovers(dirname(file))
  await removeLeftovers(resolutions)
}

function holdOf(file: string): string {
  return `${file}.writing`
}

/** A run for the same track with another --out may have come before: what it locked is not to be lost. */
function assertAsFound(
  now: LockedTrack | null,
  former: LockedTrack | null,
  candidate: LockedCandidate,
  name: string,
): void {
  if (now === null || isDeepStrictEqual(now, former) || isSameCandidate(now, candidate)) return
  throw new TrainError('busy', `Another run has brought ${name} to level ${now.level} meanwhile.`, {
    hint: 'Run it again; the lock stays as that run wrote it.',
  })
}
