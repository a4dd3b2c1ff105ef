import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  isSameCandidate,
  type Lock,
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

/** A candidate as the lock holds it: it passed now. */
export function lockedCandidate(candidate: Candidate, vendorSha256: string, world: World): LockedCandidate {
  const { digests, tool, channel, to, updates, hotfixes, summary } = candidate
  if (digests === null) throw new Error('A candidate without digests cannot be locked.')
  return {
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
    hotfixes: hotfixes?.laid ?? [],
    overlayDigest: digests.overlay,
    resolutionsDigest: digests.resolutions,
    answered: digests.answered,
    tests: null,
    tested: candidate.tests?.passed === true,
    firstPassed: new Date(world.clock.now()).toISOString(),
  }
}

/** The commit point: from here on the track runs the candidate. Gives the track's entry, with its history. */
export async function lockCandidate(
  settings: Settings,
  { product, track, from, to }: Candidate,
  locked: LockedCandidate,
  former: LockedTrack | null,
  world: World,
): Promise<LockedTrack | null> {
  const written = await changeLock(settings.lock, world, found => {
    const lock = former === null ? found : withTrack(found, product, track, former)
    // Built again at the same level, it still holds the updates that brought it there.
    const updates = from.level === to.level ? lockedTrack(lock, product, track)?.updates : locked.updates
    const entry = { ...locked, updates: updates ?? [] }
    assertAsFound(lockedTrack(found, product, track), former, entry, `${product} (${track})`)
    return withCandidate(lock, product, track, entry)
  })
  return lockedTrack(written, product, track)
}

/** Changes the lock as it is then: another track's run may have written it meanwhile. */
export async function changeLock(lock: string, world: World, change: (found: Lock) => Lock): Promise<Lock> {
  const { clock, signal } = world
  const file = await lockFile(lock)
  await makeFolder(dirname(file))
  const patience = { clock, signal, limit: lockPatience, work: `writes ${lock}` }
  await using _held = await holdFile(holdOf(file), patience)
  const changed = change(await readLock(file))
  await writeLock(file, changed)
  return changed
}

/** Another run for the track, with another --out, may have written the lock meanwhile: its word is not to be lost. */
export function assertAsFound(
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

/** Removes what killed runs have left of temporary work, and of what they were writing. */
export async function clearLeftovers({ lock, resolutions }: Settings, { temporary }: World): Promise<void> {
  const file = await lockFile(lock)
  await releaseDead(holdOf(file))
  for (const folder of [temporary, dirname(file), resolutions]) await removeLeftovers(folder)
}

function holdOf(file: string): string {
  return `${file}.writing`
}
