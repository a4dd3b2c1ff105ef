import { resolve } from 'node:path'
import { defaultResolutions, type Settings } from '../config/settings.ts'
import type { Host } from '../host/host.ts'
import { TrainError } from '../kernel/errors.ts'
import { sha256OfFile } from '../kernel/sha256.ts'
import type { World } from '../kernel/world.ts'
import type { Overlay } from '../merge/overlay.ts'
import { answersDigest } from '../merge/resolutions.ts'
import type { Candidate, Digests } from '../report/candidate.ts'
import { pathFrom } from '../report/shell-word.ts'
import type { Applied, ApplyResult, ApplyWork } from './apply.ts'
import type { Stations } from './stations.ts'

/** What is known of a candidate when it was applied; the stations after that fill in the rest. */
export function describe(work: ApplyWork, applied: ApplyResult, stations: Stations, world: World): Candidate {
  const { settings, origin, availability, tool, host } = work
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
    counts: availability.counts,
    summary: applied.kind === 'applied' ? applied.summary : null,
    takenAway: availability.takenAway,
    difference: null,
    components: null,
    hotfixes: applied.kind === 'applied' ? applied.hotfixes : null,
    overlay: applied.kind === 'applied' ? applied.overlay : null,
    conflicts: [],
    answering: answeringOf(settings, host, world),
    notices: applied.kind === 'applied' ? applied.notices : [],
    tests: null,
    digests: null,
    diff: null,
    pack: null,
    stations: stations.times,
    warnings: [...availability.warnings],
  }
}

/** Paths from the working directory, as commands are called there. */
export function answeringOf(
  { resolutions, overlay }: Pick<Settings, 'resolutions' | 'overlay'>,
  { conflicts }: Pick<Host, 'conflicts'>,
  { cwd }: Pick<World, 'cwd'>,
): Candidate['answering'] {
  const isDefault = resolutions === resolve(cwd, defaultResolutions)
  return {
    conflicts: conflicts === null ? null : pathFrom(cwd, conflicts),
    resolutions: isDefault ? null : pathFrom(cwd, resolutions),
    overlay: overlay === null ? null : pathFrom(cwd, overlay),
  }
}

/** What a candidate is known by. Reads the whole pack. */
export async function digestsOf(applied: Applied, overlay: Overlay | null): Promise<Digests> {
  const { sha256, size } = await sha256OfFile(applied.candidate.file)
  return {
    vendor: applied.vendor.contentDigest,
    content: applied.candidate.contentDigest,
    packSha256: sha256,
    packSize: size,
    base: applied.installed.base,
    overlay: overlay?.digest ?? null,
    resolutions: answersDigest([
      ...applied.used,
      ...applied.made.map(({ key, resolution }) => ({ key, result: resolution.result })),
    ]),
    answered: applied.answered,
  }
}

/** The tests are told where the pack lies, and what is published must be what was measured. */
export async function assertUntouched(applied: Applied, { digests }: Candidate): Promise<void> {
  const { sha256 } = await sha256OfFile(applied.candidate.file)
  if (sha256 === digests?.packSha256) return
  throw new TrainError('verification', 'The pack was changed while the tests ran; it is not published.', {
    hint: 'Let the tests work on copies: UPDATE_TRAIN_PACK is the very file that would be published.',
  })
}
