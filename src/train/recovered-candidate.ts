import type { LockedCandidate } from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import type { FinishedFile } from '../host/host.ts'
import { TrainError } from '../kernel/errors.ts'
import { sha256OfFile } from '../kernel/sha256.ts'
import type { Candidate } from '../report/candidate.ts'
import type { Availability } from '../tools/update-tool.ts'
import { componentsIfWanted } from './components.ts'
import { diffBetween, differenceOf } from './diff-packs.ts'
import type { Recovery } from './former-vendor-pack.ts'
import { diffFile, packNameOf } from './publish.ts'
import type { PackBytes, Recovered } from './recover.ts'
import { dateOf, type MeasuredPack } from './update-pack.ts'

/** The lock's entry with the bytes that came of it: a tool that is not ours gives the same content, and other dates. */
export async function asRecovered(
  entry: LockedCandidate,
  { sha256: packSha256, size: packSize, vendor }: Recovered & PackBytes,
): Promise<LockedCandidate> {
  const vendorSha256 = vendor === null ? entry.vendorSha256 : (await sha256OfFile(vendor)).sha256
  return { ...entry, packSha256, packSize, vendorSha256 }
}

/** A candidate of the lock that was had again, as results tell of it. */
export function describeRecovered(
  { settings, origin, tool, world }: Recovery,
  entry: LockedCandidate,
  { pack, overlay }: Recovered,
  availability: Availability,
  outcome: 'reverted' | 'updated',
): Candidate {
  const candidate: Candidate = {
    format: 'update-train-candidate',
    version: 1,
    createdAt: new Date(world.clock.now()).toISOString(),
    outcome,
    product: origin.productName,
    track: settings.track,
    tool: tool.name,
    channel: entry.channel,
    from: availability.installed,
    to: availability.target,
    updates: availability.updates,
    counts: null,
    summary: null,
    takenAway: availability.takenAway,
    difference: null,
    components: null,
    hotfixes: entry.hotfixes.length === 0 ? null : { laid: entry.hotfixes, gone: [], files: null },
    overlay,
    conflicts: [],
    answering: { conflicts: null, resolutions: null, overlay: null },
    notices: [],
    tests: null,
    digests: {
      vendor: entry.vendorDigest,
      content: pack.contentDigest,
      packSha256: entry.packSha256,
      packSize: entry.packSize,
      base: entry.baseSha256,
      overlay: entry.overlayDigest,
      resolutions: entry.resolutionsDigest,
      answered: entry.answered,
    },
    diff: null,
    pack: null,
    stations: [],
    warnings: [...availability.warnings],
    tested: entry.tested,
  }
  return { ...candidate, pack: packNameOf(candidate) }
}

/** From another candidate to the one that was had again; null, said in the report, where the other cannot be had. */
export async function recoveredDiff(
  candidate: Candidate,
  current: { pack: MeasuredPack | null; reason: string },
  pack: MeasuredPack,
  { settings, staging, host, world }: Recovery,
): Promise<FinishedFile | null> {
  if (current.pack !== null) candidate.difference = await differenceOf(current.pack.file, pack.file)
  candidate.components = await componentsIfWanted(settings, candidate, pack, current.pack, world)
  if (current.pack === null) {
    const warning = `There is no diff zip: ${current.reason}`
    host.log.warning(warning)
    candidate.warnings.push(warning)
    return null
  }
  const { file, size } = await diffBetween(current.pack, pack, dateOf(candidate.to), staging, world)
  const diff = diffFile(candidate, file)
  candidate.diff = { name: diff.name, size }
  return diff
}

export function notLocked({ lock, track }: Settings, product: string): TrainError {
  return new TrainError('config', `The lock ${lock} does not hold ${product} (${track}).`, {
    hint: 'Name them with `lock`, `product` and `track` (--lock, --product, --track).',
  })
}
