import { dirname } from 'node:path'
import {
  type LockedCandidate,
  type LockedTrack,
  lockedTrack,
  readLock,
  withCandidate,
  withTrack,
  writeLock,
} from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import { holdFile } from '../kernel/exclusive.ts'
import { makeFolder } from '../kernel/files.ts'
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
  await makeFolder(dirname(settings.lock))
  await using _held = await holdFile(`${settings.lock}.writing`, patience)
  // Read again: another track's run may have written it meanwhile.
  const found = await readLock(settings.lock)
  const lock = former === null ? found : withTrack(found, product, track, former)
  // Built again at the same level, it still holds the updates that brought it there.
  if (from.level === to.level) locked.updates = lockedTrack(lock, product, track)?.updates ?? []
  const written = withCandidate(lock, product, track, locked)
  await writeLock(settings.lock, written)
  return lockedTrack(written, product, track)
}
