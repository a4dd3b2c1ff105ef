import { constants, copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LockedCandidate } from '../config/lock.ts'
import { messageOf, TrainError } from '../kernel/errors.ts'
import { exists } from '../kernel/files.ts'
import { type Sha256, sha256OfFile } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { OverlayEvidence } from '../report/candidate.ts'
import { formerVendorPack, type Recovery } from './former-vendor-pack.ts'
import { hotfixedAgain } from './hotfixes.ts'
import { layAgain } from './lay-team-files.ts'
import { type PastOverlay, pastOverlays } from './past-overlay.ts'
import { packNameOf } from './publish.ts'
import { teamFiles } from './team-files.ts'
import { dateOf, type MeasuredPack, measurePack } from './update-pack.ts'
import { withoutTool } from './without-tool.ts'

/** A candidate of the lock, had again: the very bytes that were published. */
export interface Recovered {
  /** Temporary. */
  pack: MeasuredPack
  /** The vendor's part of it; null where it was not needed. */
  vendor: string | null
  /** What was laid; null where nothing was built, or there is no overlay. */
  overlay: OverlayEvidence | null
  /** The commit that the overlay was taken from; null where it is today's, or was not needed. */
  commit: string | null
}

/** What the recovered pack is as a file. */
export interface PackBytes {
  sha256: Sha256
  size: number
}

/**
 * Gets a candidate of the lock again: its pack where it still lies among the published ones, else built as it was then.
 * Throws `config` where what it was built from cannot be found, `verification` where other bytes come of it.
 */
export async function recover(
  entry: LockedCandidate,
  older: readonly LockedCandidate[],
  recovery: Recovery,
): Promise<Recovered & PackBytes> {
  const recovered = (await fromPublished(entry, recovery)) ?? (await build(entry, older, recovery))
  const { sha256, size } = await sha256OfFile(recovered.pack.file, recovery.world.signal)
  const isSame = recovered.pack.contentDigest === entry.contentDigest
  // A tool that is not ours zips anew with other dates: then the content is what is promised.
  if (isSame && (sha256 === entry.packSha256 || !recovery.tool.can.sameBytes))
    return { ...recovered, sha256, size }
  throw new TrainError(
    'verification',
    `The pack of level ${entry.level} was built again, but ${
      isSame ? 'its bytes are others, though every file in it is the same' : 'its content is another'
    }: its SHA-256 is ${sha256}, not ${entry.packSha256}.`,
    { hint: `Put the pack as it was published then into ${recovery.published} and run again.` },
  )
}

async function fromPublished(entry: LockedCandidate, recovery: Recovery): Promise<Recovered | null> {
  const { origin, settings, published, staging, world } = recovery
  const { channel, vendorSha256, packSha256 } = entry
  const name = packNameOf({ product: origin.productName, track: settings.track, channel, to: entry })
  const file = join(published, name)
  if (!(await exists(file))) return null
  if ((await sha256OfFile(file, world.signal)).sha256 !== packSha256) return null
  world.log.info(`${name} still lies in ${published}.`)
  const copy = await copied(file, staging, entry)
  return {
    pack: await measurePack(copy, world),
    vendor: vendorSha256 === packSha256 ? file : null,
    overlay: null,
    commit: null,
  }
}

/** What is published is moved; the file itself may be the team's or the cache's. */
async function copied(file: string, staging: string, { packSha256 }: LockedCandidate): Promise<string> {
  const copy = join(staging, `${packSha256}.zip`)
  await copyFile(file, copy, constants.COPYFILE_FICLONE)
  return copy
}

async function build(
  entry: LockedCandidate,
  older: readonly LockedCandidate[],
  recovery: Recovery,
): Promise<Recovered> {
  const vendor = await formerVendorPack(entry, older, recovery)
  await using folder = await temporaryFolder(recovery.staging, '.hotfixed-')
  const hotfixed = await hotfixedAgain(entry, vendor, folder.path, recovery)
  if (hotfixed === null) throw hotfixesLost(entry)
  if (entry.overlayDigest === null) {
    const pack = await withoutTool(hotfixed, recovery)
    const file = await copied(pack.file, recovery.staging, entry)
    return { pack: { ...pack, file }, vendor: vendor.file, overlay: null, commit: null }
  }
  const ground = { vendor, hotfixed }
  const { settings, origin, staging, world } = recovery
  const { overlay } = settings
  if (overlay === null && settings.base === null) throw overlayLost(entry, 'no overlay is given')
  const today = { commit: null, overlay, resolutions: settings.resolutions }
  const now = await layAsThen(entry, ground, today, recovery)
  if (now !== null) return now
  if (overlay === null) throw overlayLost(entry, 'no overlay is given')
  world.log.info(`The overlay is not the one of level ${entry.level}; git is asked for that.`)
  try {
    const past = pastOverlays(entry, origin.productName, { ...settings, overlay }, staging, world)
    for await (const one of past) {
      const found = await layAsThen(entry, ground, one, recovery)
      if (found !== null) return found
    }
  } catch (error) {
    if (!(error instanceof TrainError) || error.code !== 'config') throw error
    throw overlayLost(entry, error.message.replace(/\.$/, ''), error)
  }
  throw overlayLost(
    entry,
    'git knows no commit in which the lock held this candidate with the overlay and the answers that it was made with',
  )
}

/** Null where another overlay lies there, or something else comes of it. */
async function layAsThen(
  entry: LockedCandidate,
  ground: { vendor: MeasuredPack; hotfixed: MeasuredPack },
  { overlay, resolutions, commit }: Omit<PastOverlay, 'overlay'> & { overlay: string | null },
  { settings, tool, staging, world }: Recovery,
): Promise<Recovered | null> {
  if (overlay !== null && !(await exists(overlay))) return null
  await using team = await teamFiles({ ...settings, overlay }, world)
  if (team.overlay?.digest !== entry.overlayDigest) return null
  await using folder = await temporaryFolder(staging, '.laid-')
  const timestamp = dateOf({ ...entry, yanked: false })
  const at = { home: join(folder.path, 'home'), out: join(folder.path, 'pack.zip'), timestamp }
  const then = { ...settings, resolutions }
  const laid = await layAgain(team.overlay, then, entry.answered, ground, at, world)
  if (laid === null) return null
  const pack = await withoutTool(laid.pack, { tool, staging, world })
  if (pack.contentDigest !== entry.contentDigest) return null
  const file = await copied(pack.file, staging, entry)
  return { pack: { ...pack, file }, vendor: ground.vendor.file, overlay: laid.evidence, commit }
}

function hotfixesLost({ level, hotfixes, packSha256 }: LockedCandidate): TrainError {
  return new TrainError(
    'config',
    `Level ${level} cannot be built as it was: ${hotfixes.map(({ name }) => name).join(', ')} went over it, and not all of them are among \`hotfixes\` as they were.`,
    {
      hint: `Name these very zips in \`hotfixes\` (--options), or put the published pack (SHA-256 ${packSha256}) into the folder of --out.`,
    },
  )
}

function overlayLost(entry: LockedCandidate, why: string, cause?: unknown): TrainError {
  return new TrainError(
    'config',
    `Level ${entry.level} cannot be built as it was: the overlay or the recorded answers have changed since, and ${why}.`,
    {
      hint: `Check the overlay and the answers out as they were at ${entry.firstPassed} and name them with --overlay and --resolutions, or put the published pack (SHA-256 ${entry.packSha256}) into the folder of --out.`,
      cause,
    },
  )
}

/** As `recover`; null, with the reason, where the candidate cannot be had. */
export async function tryToRecover(
  ...[entry, older, recovery]: Parameters<typeof recover>
): Promise<{ pack: MeasuredPack | null; reason: string }> {
  try {
    return { pack: (await recover(entry, older, recovery)).pack, reason: '' }
  } catch (error) {
    recovery.world.signal.throwIfAborted()
    if (!(error instanceof TrainError)) throw error
    return { pack: null, reason: messageOf(error) }
  }
}
