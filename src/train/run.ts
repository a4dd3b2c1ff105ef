import { join } from 'node:path'
import { assertWritableLock, type LockedCandidate } from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import type { FinishedFile, Host } from '../host/host.ts'
import { exists } from '../kernel/files.ts'
import { type Sha256, sha256OfFile } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import { keepHeld, writeResolution } from '../merge/record.ts'
import type { Candidate } from '../report/candidate.ts'
import { chooseTool } from '../tools/choose-tool.ts'
import type { Availability } from '../tools/update-tool.ts'
import { type Applied, type ApplyWork, apply, formerCandidate } from './apply.ts'
import { attestIfAsked } from './attest.ts'
import { assertUntouched, describe, digestsOf } from './candidate.ts'
import { check, countsIn } from './check.ts'
import { componentsIfWanted } from './components.ts'
import { diffBetween, differenceOf } from './diff-packs.ts'
import { readHotfixes } from './hotfixes.ts'
import { clearLeftovers, lockCandidate, lockedCandidate } from './lock-candidate.ts'
import { findOrigin, knownTool, memoryOf, type Origin } from './origin.ts'
import type { Finished, Held, TrainOutcome } from './outcome.ts'
import { overlaySharer } from './overlay-sharing.ts'
import { inParts, type Parts } from './parts.ts'
import { startProposing, tidyProposals } from './proposing.ts'
import { diffFile, packNameOf, publish, testLogName } from './publish.ts'
import { findRelease, releaseCandidate } from './release.ts'
import { stationsOf } from './stations.ts'
import { teamFiles } from './team-files.ts'
import { test } from './test.ts'
import { formatState } from './track-state.ts'
import { isUpToDate } from './up-to-date.ts'
import { dateOf } from './update-pack.ts'
import { updateZipIfAsked } from './update-zip.ts'
import { keyOf } from './vendor-pack.ts'

export interface RunOptions {
  /** Goes by the lock and writes it; else takes the pack as it is. */
  useLock: boolean
  /** Leaves no trace for later runs: the lock stays, and nothing is kept. */
  dryRun: boolean
}

/**
 * The story: **check → apply → test → publish → propose**, for one product on one track.
 * Everything is made in temporary folders; what users see changes only in the last station, and the lock last of all.
 */
export async function run(
  settings: Settings,
  host: Host,
  world: World,
  { useLock, dryRun }: RunOptions,
): Promise<TrainOutcome> {
  const stations = stationsOf(host.log, world.clock)
  // Before anything is read: another run may be about to change it, and a killed one may have left something.
  await using staging = await host.staging()
  await clearLeftovers(settings, world)
  const memory = useLock ? await memoryOf(settings, host, world) : null
  const origin = await findOrigin(settings, memory)
  await using tool = chooseTool(settings, knownTool(origin), world)
  await using team = await teamFiles(settings, world)
  const { overlay } = team
  const hotfixes = await readHotfixes(settings, world)

  const availability = await stations.run('check', () => check(settings, origin, tool, host))
  tell(availability, origin, host)
  const proposes = useLock && !dryRun
  const proposedWork = { settings, origin, availability, overlay, hotfixes }
  if (await isUpToDate({ settings, origin, availability, overlay, hotfixes, host })) {
    if (proposes) await tidyProposals(proposedWork, host, world)
    return {
      outcome: 'up-to-date',
      product: origin.productName,
      channel: origin.channel,
      installed: origin.installed,
    }
  }

  await using work = await temporaryFolder(world.temporary)
  const scratch = join(work.path, 'answers')
  const proposing = proposes ? await startProposing(proposedWork, scratch, host, world) : null
  if (isHeld(proposing)) return proposing
  if (proposes && proposing === null) await assertWritableLock(settings.lock)
  const { resolutions } = proposing ?? settings
  const applyWork: ApplyWork = {
    ...{ settings: { ...settings, resolutions }, origin, availability, tool, overlay, hotfixes, host, world },
    ...{ folder: work.path, staging: staging.path },
  }
  const applied = await stations.run('apply', () => apply(applyWork))
  const candidate = describe({ ...applyWork, settings }, applied, stations, world)
  // Without a lock nothing is recorded that an overlay could be brought to.
  if (memory === null) candidate.answering.overlay = null
  else if (candidate.overlay !== null)
    candidate.overlay.sharer = await overlaySharer(settings, origin.productName, memory.lock)
  if (applied.kind === 'conflict') {
    const conflict = { ...candidate, outcome: 'conflict' as const, conflicts: applied.conflicts }
    const outcome = await finish(conflict, noFiles, applyWork)
    const proposal = (await proposing?.conflicted(conflict, outcome.published)) ?? null
    return isHeld(proposal) ? proposal : { ...outcome, proposal }
  }

  candidate.difference = await differenceOf(applied.installed.file, applied.candidate.file)
  candidate.digests = await digestsOf(applied, overlay)
  const log = join(staging.path, testLogName)
  candidate.tests =
    settings.test === null
      ? null
      : await stations.run('test', () => test(settings, origin, availability, applied, log, world))
  if (candidate.tests?.passed === false) {
    const outcome = await finish({ ...candidate, outcome: 'tests-failed' }, noFiles, applyWork)
    return { ...outcome, proposal: (await proposing?.failed(candidate)) ?? null }
  }

  const publishing = async (parts: Parts): Promise<Finished | Held> => {
    // Nobody else knows where it lies.
    if (candidate.tests !== null) await assertUntouched(applied, candidate)
    candidate.components = await parts.run('listing libraries', () =>
      componentsIfWanted(settings, candidate, applied.candidate, applied.installed, world),
    )
    await proposing?.carry(candidate, applied)
    const diff = await parts.run('making the diff zip', () => diffZip(applyWork, applied, candidate))
    candidate.pack = packNameOf(candidate)
    candidate.diff = diff === null ? null : { name: diff.file.name, size: diff.size }
    const updateZip = await updateZipIfAsked(applyWork, applied.installed, candidate)
    const [pack, vendor] = [applied.candidate.file, applied.vendor.file]
    const files = { pack, diff: diff?.file ?? null, vendor, updateZip }
    const vendorSha256 = await vendorDigest(applied, candidate)
    let outcome = await parts.run('searching and handing over', () => finish(candidate, files, applyWork))
    if (dryRun) return outcome
    let toCommit: string[] = []
    if (memory !== null) {
      const locked = lockedCandidate(candidate, vendorSha256, world)
      const isWritten = await writeAnswers(applied, resolutions)
      if (proposing === null) {
        await attestIfAsked(settings, outcome.published, host, availability.restricted)
        const release = await releaseIfAsked(candidate, outcome, applyWork)
        if (release !== undefined) outcome = { ...outcome, release }
        await lockAndKeep(applyWork, candidate, locked, applied, memory.teams)
        toCommit = [settings.lock, ...(isWritten ? [resolutions] : [])]
      } else {
        // What is proposed runs nowhere yet: it is locked, attested and released when it was merged.
        const proposed = await proposing.passed(candidate, outcome.published, locked, applied)
        if (isHeld(proposed)) return proposed
        outcome = { ...outcome, proposal: proposed }
      }
    }
    // Only now: until the lock names the new level, the pack of the old one is still needed.
    const vendorFile = await stillThere(applied.vendor.file, outcome)
    const key = keyOf(origin, applied.installed.base, tool, candidate.to.level)
    const { level } = availability.installed
    // A proposal is not merged yet: until then the next run goes on from the level of the lock.
    const needed = proposing === null ? [] : [keyOf(origin, applied.installed.base, tool, level)]
    await parts.run('keeping the vendor pack', () =>
      host.keepVendorPack(key, vendorFile, availability.restricted, needed),
    )
    return { ...outcome, toCommit }
  }
  return await stations.run('publish', () => inParts(world, publishing))
}

/** Without an overlay the vendor's pack is the candidate, which was read for its digest. */
async function vendorDigest({ vendor, candidate: { file } }: Applied, candidate: Candidate): Promise<Sha256> {
  const known = vendor.file === file ? candidate.digests?.packSha256 : undefined
  return known ?? (await sha256OfFile(vendor.file)).sha256
}

/** Before the lock: what it names must be there to be built again. Gives whether there was anything to write. */
async function writeAnswers({ made, held }: Applied, resolutions: string): Promise<boolean> {
  for (const { key, resolution, file } of made) await writeResolution(resolutions, key, resolution, file)
  const kept = await Promise.all(held.map(({ key, file }) => keepHeld(resolutions, key, file)))
  return made.length > 0 || kept.includes(true)
}

async function lockAndKeep(
  { settings, origin, host, world }: ApplyWork,
  candidate: Candidate,
  locked: LockedCandidate,
  applied: Applied,
  teams: ReadonlySet<string>,
): Promise<void> {
  const entry = await lockCandidate(settings, candidate, locked, origin.locked, world)
  if (entry === null) return
  const state = await formatState(entry, applied, settings.resolutions, teams)
  await host.keepState(candidate.product, candidate.track, state)
}

const noFiles = { pack: null, diff: null, vendor: null }

function tell(availability: Availability, origin: Origin, host: Host): void {
  const { warnings, installed, target, updates } = availability
  for (const warning of warnings) host.log.warning(warning)
  const where = `${origin.productName}, channel ${origin.channel}`
  host.log.info(
    installed.level === target.level
      ? `${where}: level ${installed.level} is up to date.`
      : `${where}: level ${installed.level} → ${target.level}${countsIn(availability)}.`,
  )
  for (const { id, kind, severity, title } of updates)
    host.log.info(`  ${id} ${severity === null ? kind : `${kind}, ${severity}`}: ${title}`)
}

/** The diff zip from what is installed now; null, said in the report, where that cannot be built again. */
async function diffZip(
  work: ApplyWork,
  applied: Applied,
  candidate: Candidate,
): Promise<{ file: FinishedFile; size: number } | null> {
  const former = await formerCandidate(work, applied.installed)
  if (former.pack !== null) {
    const date = dateOf(candidate.to)
    const after = { ...applied.candidate, sha256: candidate.digests?.packSha256 }
    const { file, size } = await diffBetween(former.pack, after, date, work.staging, work.world)
    return { file: diffFile(candidate, file), size }
  }
  const warning = `There is no diff zip: ${former.changed} since the installed candidate was made, so it cannot be built again.`
  work.host.log.warning(warning)
  candidate.warnings.push(warning)
  return null
}

async function finish(
  candidate: Candidate,
  files: Parameters<typeof publish>[1],
  work: ApplyWork,
): Promise<Finished> {
  const published = await publish(candidate, files, work)
  return { outcome: candidate.outcome, candidate, published, proposal: null, toCommit: [] }
}

async function releaseIfAsked(
  candidate: Candidate,
  { published }: Finished,
  { settings, host, availability }: ApplyWork,
): Promise<string | undefined> {
  const { product, channel, to, digests } = candidate
  const identity = { level: to.level, channel, contentDigest: digests?.content ?? '' }
  const place = await findRelease(settings, host, product, identity)
  if (place === null) return undefined
  return place.url ?? (await releaseCandidate(place.tag, candidate, published, host, availability.restricted))
}

/** Without an overlay the vendor's pack is the candidate, and lies where it was published. */
async function stillThere(file: string, { published }: Finished): Promise<string> {
  return (await exists(file)) ? file : (published.paths.pack ?? file)
}

function isHeld(result: object | null | undefined): result is Held {
  return result !== null && result !== undefined && 'outcome' in result && result.outcome === 'held'
}
