import { dirname } from 'node:path'
import type { LockedTrack } from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import type { Host } from '../host/host.ts'
import type { World } from '../kernel/world.ts'
import { chooseTool } from '../tools/choose-tool.ts'
import type { Availability, UpdateTool } from '../tools/update-tool.ts'
import { attestIfAsked } from './attest.ts'
import { identityOf } from './former-candidate.ts'
import type { Recovery } from './former-vendor-pack.ts'
import { clearLeftovers } from './lock-candidate.ts'
import { findOrigin, knownTool, memoryOf, type Origin } from './origin.ts'
import type { Finished, UpToDate } from './outcome.ts'
import { packNameOf, publish } from './publish.ts'
import { recover, tryToRecover } from './recover.ts'
import { asRecovered, describeRecovered, notLocked, recoveredDiff } from './recovered-candidate.ts'
import { findRelease, releaseCandidate } from './release.ts'
import type { RunOptions } from './run.ts'
import { stationsOf } from './stations.ts'
import { changedOverlay } from './todays-overlay.ts'
import { keyOf } from './vendor-pack.ts'

/**
 * `level: locked`: the candidate that the lock holds, such as one that was accepted just now, had again and published. It is
 * the very pack that was tested, from where it was published or kept; else it is built again, and its content digest must
 * be the same. Nothing is looked for, nothing tested, and the lock stays as it is.
 */
export async function publishLocked(
  settings: Settings,
  host: Host,
  world: World,
  { dryRun }: Pick<RunOptions, 'dryRun'>,
): Promise<UpToDate | Finished> {
  const stations = stationsOf(host.log, world.clock)
  await using staging = await host.staging()
  await clearLeftovers(settings, world)
  const origin = await findOrigin(settings, await memoryOf(settings, null, world))
  const { productName: product, channel, installed, locked } = origin
  if (locked === null) throw notLocked(settings, product)
  const changed = await onChangedOverlay(settings, locked, world)
  if (changed !== null) host.log.warning(changed)
  const release = dryRun ? null : await findRelease(settings, host, product, locked)
  if (release?.url != null) {
    host.log.info(`${release.url} holds it already.`)
    return { outcome: 'up-to-date', product, channel, installed }
  }

  await using tool = chooseTool(settings, knownTool(origin), world)
  const availability = await stations.run('check', () => checkLocked(origin, locked, tool))
  for (const warning of availability.warnings) host.log.warning(warning)
  const name = packNameOf({ product, track: settings.track, channel: locked.channel, to: locked })
  const found = await host.findPack(name, locked.packSha256)
  const published = found === null ? staging.path : dirname(found)
  const recovery: Recovery = { settings, origin, tool, host, world, published, staging: staging.path }
  const entry = identityOf(locked)
  const recovered = await stations.run('recover', () => recover(entry, locked.history, recovery))

  return await stations.run('publish', async () => {
    const [former, ...older] = locked.history
    const before =
      former === undefined
        ? { pack: null, reason: 'the lock holds no candidate before this one.' }
        : await tryToRecover(former, older, recovery)
    const written = await asRecovered(entry, recovered)
    const candidate = describeRecovered(recovery, written, recovered, availability, 'updated')
    candidate.firstPassed = entry.firstPassed
    candidate.stations = stations.times
    if (changed !== null) candidate.warnings.push(changed)
    const diff = await recoveredDiff(candidate, before, recovered.pack, recovery)
    const files = { pack: recovered.pack.file, diff, vendor: recovered.vendor }
    const finished = await publish(candidate, files, { ...recovery, availability })
    if (!dryRun) await attestIfAsked(settings, finished, host, availability.restricted)
    const url =
      release === null
        ? undefined
        : await releaseCandidate(release.tag, candidate, finished, host, availability.restricted)
    const key = keyOf(origin, entry.baseSha256, tool, entry.level)
    if (!dryRun && recovered.vendor !== null)
      await host.keepVendorPack(key, recovered.vendor, availability.restricted)
    const result = {
      outcome: 'updated' as const,
      candidate,
      published: finished,
      proposal: null,
      toCommit: [],
    }
    return url === undefined ? result : { ...result, release: url }
  })
}

/**
 * What to say where the overlay that lies there is not the one that was tested: somebody may have changed it on the pull
 * request's branch, and believe that it is published with it. Publishing needs none.
 */
async function onChangedOverlay(
  settings: Settings,
  locked: LockedTrack,
  world: World,
): Promise<string | null> {
  const overlay = await changedOverlay(settings, locked, world)
  if (overlay === null) return null
  return `The overlay ${overlay} is another one than level ${locked.level} was tested with: what was changed in it since may not be in the pack. The next run that looks for updates builds the level again with it.`
}

/** What the vendor says of the level, as seen from the candidate before. */
async function checkLocked(origin: Origin, locked: LockedTrack, tool: UpdateTool): Promise<Availability> {
  const [former] = locked.history
  const isStep = former !== undefined && former.channel === locked.channel && former.level < locked.level
  const from = isStep ? former : locked
  return tool.check({
    product: origin.product,
    channel: locked.channel,
    installed: { level: from.level, timestamp: from.timestamp },
    pinnedFileList: from.fileList,
    wanted: { at: 'level', level: locked.level },
  })
}
