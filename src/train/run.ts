import { dirname, join } from 'node:path'
import {
  assertWritableLock,
  type LockedCandidate,
  readLock,
  withCandidate,
  writeLock,
} from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import type { FinishedFile, Host } from '../host/host.ts'
import { TrainError } from '../kernel/errors.ts'
import { holdFile } from '../kernel/exclusive.ts'
import { exists, makeFolder } from '../kernel/files.ts'
import { sha256OfFile } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import { type Overlay, readOverlay } from '../merge/overlay.ts'
import type { Candidate, Digests } from '../report/candidate.ts'
import { chooseTool } from '../tools/choose-tool.ts'
import type { Availability } from '../tools/update-tool.ts'
import {
  type Applied,
  type ApplyResult,
  type ApplyWork,
  apply,
  formerCandidate,
  overlayEvidence,
} from './apply.ts'
import { check } from './check.ts'
import { findOrigin, type Origin } from './origin.ts'
import type { TrainOutcome } from './outcome.ts'
import { diffBetween, differenceOf, diffFile, packNameOf, publish, testLogName } from './publish.ts'
import { type Stations, stationsOf } from './stations.ts'
import { test } from './test.ts'
import { dateOf } from './update-pack.ts'
import { keyOf } from './vendor-pack.ts'

/** Whether a run goes by the lock and writes it, or takes the pack as it is. */
export interface RunOptions {
  useLock: boolean
}

/**
 * The story: **check → apply → test → publish**, for one product on one track.
 * Everything is made in temporary folders; what users see changes only in the last station, and the lock last of all.
 */
export async function run(
  settings: Settings,
  host: Host,
  world: World,
  { useLock }: RunOptions,
): Promise<TrainOutcome> {
  const stations = stationsOf(host.log, world.clock)
  const origin = await findOrigin(settings, useLock)
  const tool = chooseTool(settings, world)
  const overlay = settings.overlay === null ? null : await readOverlay(settings.overlay, world.signal)

  const availability = await stations.run('check', () => check(settings, origin, tool))
  tell(availability, origin, host)
  if (isUpToDate(availability, origin, overlay))
    return {
      outcome: 'up-to-date',
      product: origin.productName,
      channel: origin.channel,
      installed: origin.installed,
    }

  if (useLock) await assertWritableLock(settings.lock)
  await using work = await temporaryFolder(world.temporary)
  await using staging = await host.staging()
  const paths = { folder: work.path, staging: staging.path }
  const applyWork: ApplyWork = { settings, origin, availability, tool, overlay, host, world, ...paths }
  const applied = await stations.run('apply', () => apply(applyWork))
  const candidate = describe(applyWork, applied, stations, world)
  if (applied.kind === 'conflict')
    return await finish(
      { ...candidate, outcome: 'conflict', conflicts: applied.conflicts },
      noFiles,
      applyWork,
    )

  candidate.difference = await differenceOf(applied.installed.file, applied.candidate.file)
  candidate.digests = await digestsOf(applied, overlay)
  const log = join(staging.path, testLogName)
  candidate.tests =
    settings.test === null
      ? null
      : await stations.run('test', () => test(settings, origin, availability, applied, log, world))
  if (candidate.tests?.passed === false)
    return await finish({ ...candidate, outcome: 'tests-failed' }, noFiles, applyWork)

  return await stations.run('publish', async () => {
    await assertUntouched(applied, candidate)
    const diff = await diffZip(applyWork, applied, candidate)
    candidate.pack = packNameOf(candidate)
    candidate.diff = diff === null ? null : { name: diff.file.name, size: diff.size }
    const files = { pack: applied.candidate.file, diff: diff?.file ?? null }
    const vendorSha256 = (await sha256OfFile(applied.vendor.file)).sha256
    const outcome = await finish(candidate, files, applyWork)
    if (useLock) await lockCandidate(settings, candidate, vendorSha256, world)
    // Only now: until the lock names the new level, the pack of the old one is still needed.
    const vendorFile = await stillThere(applied.vendor.file, outcome)
    await host.keepVendorPack(keyOf(origin, applied.installed.base, tool, candidate.to.level), vendorFile)
    return outcome
  })
}

const noFiles = { pack: null, diff: null }

function tell({ warnings, installed, target, updates }: Availability, origin: Origin, host: Host): void {
  for (const warning of warnings) host.log.warning(warning)
  const where = `${origin.productName}, channel ${origin.channel}`
  if (installed.level === target.level) host.log.info(`${where}: level ${installed.level} is up to date.`)
  else
    host.log.info(
      `${where}: level ${installed.level} → ${target.level}, ${updates.length} update${updates.length === 1 ? '' : 's'}, ${
        updates.filter(update => update.kind === 'security').length
      } of them security.`,
    )
  for (const { id, kind, severity, title } of updates)
    host.log.info(`  ${id} ${severity === null ? kind : `${kind}, ${severity}`}: ${title}`)
}

/** Nothing new from the vendor, and the overlay is the one that the lock's candidate was made with. */
function isUpToDate(
  { installed, target }: Availability,
  { locked }: Origin,
  overlay: Overlay | null,
): boolean {
  if (installed.level !== target.level) return false
  return (locked?.overlayDigest ?? null) === (overlay?.digest ?? null)
}

function describe(work: ApplyWork, applied: ApplyResult, stations: Stations, world: World): Candidate {
  const { settings, origin, availability, tool } = work
  return {
    format: 'update-train-candidate',
    version: 1,
    createdAt: new Date(world.clock.now()).toISOString(),
    outcome: 'updated',
    product: origin.productName,
    track: settings.track,
    tool: tool.name,
    channel: origin.channel,
    from: availability.installed,
    to: availability.target,
    updates: availability.updates,
    difference: null,
    overlay: applied.kind === 'applied' ? overlayEvidence(applied.overlay) : null,
    conflicts: [],
    notices: applied.kind === 'applied' ? applied.notices : [],
    tests: null,
    digests: null,
    diff: null,
    pack: null,
    stations: stations.times,
    warnings: [...availability.warnings],
  }
}

async function digestsOf(applied: Applied, overlay: Overlay | null): Promise<Digests> {
  const { sha256, size } = await sha256OfFile(applied.candidate.file)
  return {
    vendor: applied.vendor.contentDigest,
    content: applied.candidate.contentDigest,
    packSha256: sha256,
    packSize: size,
    base: applied.installed.base,
    overlay: overlay?.digest ?? null,
  }
}

/** The diff zip from what is installed now; null, said in the report, where that cannot be built again. */
async function diffZip(
  work: ApplyWork,
  applied: Applied,
  candidate: Candidate,
): Promise<{ file: FinishedFile; size: number } | null> {
  const former = await formerCandidate(work, applied.installed)
  if (former !== null) {
    const date = dateOf(candidate.to)
    const { file, size } = await diffBetween(former, applied.candidate, date, work.staging, work.world)
    return { file: diffFile(candidate, file), size }
  }
  candidate.warnings.push(
    'There is no diff zip: the overlay has changed since the installed candidate was made, so it cannot be built again.',
  )
  return null
}

async function finish(
  candidate: Candidate,
  files: { pack: string | null; diff: FinishedFile | null },
  { staging, host }: ApplyWork,
): Promise<TrainOutcome> {
  const published = await publish(candidate, files, staging, host)
  return { outcome: candidate.outcome, candidate, published }
}

/** Without an overlay the vendor's pack is the candidate, and lies where it was published. */
async function stillThere(file: string, outcome: TrainOutcome): Promise<string> {
  if (await exists(file)) return file
  return (outcome.outcome === 'up-to-date' ? undefined : outcome.published.pack) ?? file
}

/** The tests are told where the pack lies, and what is published must be what was measured. */
async function assertUntouched(applied: Applied, { digests }: Candidate): Promise<void> {
  const { sha256 } = await sha256OfFile(applied.candidate.file)
  if (sha256 === digests?.packSha256) return
  throw new TrainError('verification', 'The pack was changed while the tests ran; it is not published.', {
    hint: 'Let the tests work on copies: UPDATE_TRAIN_PACK is the very file that would be published.',
  })
}

/** Milliseconds to wait for another track's run to have written the lock. */
const lockPatience = 10_000

/** The commit point: from here on the track runs the candidate. */
async function lockCandidate(
  settings: Settings,
  candidate: Candidate,
  vendorSha256: string,
  world: World,
): Promise<void> {
  const { digests, tool, channel, to, updates, product, track } = candidate
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
    tests: null,
    firstPassed: new Date(world.clock.now()).toISOString(),
  }
  const { clock, signal } = world
  const patience = { clock, signal, limit: lockPatience, work: `writes ${settings.lock}` }
  await makeFolder(dirname(settings.lock))
  await using _held = await holdFile(`${settings.lock}.writing`, patience)
  // Read again: another track's run may have written it meanwhile.
  await writeLock(settings.lock, withCandidate(await readLock(settings.lock), product, track, locked))
}
