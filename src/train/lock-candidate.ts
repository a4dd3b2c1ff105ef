import { dirname } from 'node:path'
import {
  type Lock,
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
  const { digests, tool, channel, from, to, updates, summary, product, track } = candidate
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
    updates: summary?.numbers ?? updates.map(update => update.id),
    overlayDigest: digests.overlay,
    resolutionsDigest: digests.resolutions,
    tests: null,
    firstPassed: new Date(world.clock.now()).toISOString(),
  }
  const written = await changeLock(settings.lock, world, found => {
    const lock = former === null ? found : withTrack(found, product, track, former)
    // Built again at the same level, it still holds the updates that brought it there.
    if (from.level === to.level) locked.updates = lockedTrack(lock, product, track)?.updates ?? []
    return withCandidate(lock, product, track, locked)
  })
  return lockedTrack(written, product, track)
}

/** Changes the lock as it is then: another track's run may have written it meanwhile. */
export async function changeLock(file: string, world: World, change: (found: Lock) => Lock): Promise<Lock> {
  const { clock, signal } = world
  const patience = { clock, signal, limit: lockPatience, work: `writes ${file}` }
  await makeFolder(dirname(file))
  await using _held = await holdFile(`${file}.writing`, patience)
  const changed = change(await readLock(file))
  await writeLock(file, changed)
  return changed
}
