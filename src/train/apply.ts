import { constants, copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '../config/settings.ts'
import type { Host } from '../host/host.ts'
import { assertSpace, type SpaceNeed } from '../kernel/disk-space.ts'
import { systemCode } from '../kernel/errors.ts'
import type { World } from '../kernel/world.ts'
import { type FormerAnswers, formerAnswers } from '../merge/answered-overlay.ts'
import type { ShownConflict } from '../merge/decision.ts'
import type { Overlay } from '../merge/overlay.ts'
import type { UsedAnswer } from '../merge/resolutions.ts'
import { openPack, type Pack } from '../pack/open-pack.ts'
import { repack } from '../pack/write-pack.ts'
import type { HotfixEvidence } from '../report/candidate.ts'
import type { Availability, Hotfix, ToolSummary, UpdateTool } from '../tools/update-tool.ts'
import { hotfixEvidence, hotfixedAgain, hotfixedPack } from './hotfixes.ts'
import { type LaidTeamFiles, layAgain, layTeamFiles } from './lay-team-files.ts'
import { mergingIn } from './merging-in.ts'
import type { Origin } from './origin.ts'
import { inParts, type Parts } from './parts.ts'
import { contentSize, dateOf, type MeasuredPack, measurePack, unpack, updatePack } from './update-pack.ts'
import { findVendorPack, type VendorPack } from './vendor-pack.ts'
import { removeTool, withoutTool } from './without-tool.ts'

/** What the apply station made, all of it in temporary folders. */
export interface Applied extends LaidTeamFiles {
  /** The vendor's pack at the installed level. */
  installed: VendorPack
  /** The vendor's pack at the target level. */
  vendor: MeasuredPack
  /** The candidate, unpacked. */
  home: string
  /** What the update tool says of itself; null where it has nothing to say. */
  summary: ToolSummary | null
  hotfixes: HotfixEvidence | null
}

export type ApplyResult = Applied | { kind: 'conflict'; conflicts: ShownConflict[] }

/** What the apply station works with. */
export interface ApplyWork {
  settings: Settings
  origin: Origin
  availability: Availability
  tool: UpdateTool
  overlay: Overlay | null
  hotfixes: readonly Hotfix[]
  host: Host
  world: World
  /** Temporary; homes are unpacked here. */
  folder: string
  /** Temporary, on the file system that finished files go to. */
  staging: string
}

/** Station 2: the vendor's pack is brought to the target level and the team's overlay laid over it, all on copies. */
export async function apply(work: ApplyWork): Promise<ApplyResult> {
  return await inParts(work.world, parts => applyIn(parts, work))
}

async function applyIn(parts: Parts, work: ApplyWork): Promise<ApplyResult> {
  const { settings, origin, availability, tool, host, world, staging } = work
  const installed = await parts.run('reading the pack', () =>
    findVendorPack(settings, origin, availability, tool, host, world, staging),
  )
  const updated = await update(work, installed, parts)
  if (updated.kind === 'conflict') return updated
  const { vendor, home, notices, used, summary } = updated
  const hotfix = async (): Promise<MeasuredPack> => {
    if (work.hotfixes.length === 0) return vendor
    const [out, timestamp] = [join(staging, 'hotfixed.zip'), dateOf(availability.target)]
    return hotfixedPack(work.hotfixes, { origin, tool, world, vendor, home, out, timestamp })
  }
  const { overlay } = work
  const laid =
    overlay === null
      ? withoutOverlay(await hotfix(), origin.locked?.answered ?? null)
      : await parts.run('laying hotfixes and the overlay', () =>
          layTeamFiles(overlay, { installed, vendor, home, hotfix }, work),
        )
  if (laid.kind === 'conflict') return laid
  const { ground } = laid
  const former = origin.locked?.hotfixes ?? []
  const candidate = await withoutTool(laid.candidate, work)
  await removeTool(laid.candidate, home, tool)
  return {
    ...laid,
    candidate,
    installed,
    vendor,
    home,
    notices: [...notices, ...laid.notices],
    summary,
    hotfixes: hotfixEvidence(work.hotfixes, former, [vendor.tree, ground.tree]),
    used: [...used, ...laid.used],
  }
}

function withoutOverlay(ground: MeasuredPack, former: FormerAnswers | null): LaidTeamFiles {
  return {
    kind: 'applied',
    ground,
    candidate: ground,
    overlay: null,
    notices: [],
    used: [],
    made: [],
    answered: formerAnswers({ tree: new Map() }, new Map(), former),
    held: [],
  }
}

type Updated =
  | ({ kind: 'applied' } & Pick<Applied, 'vendor' | 'home' | 'notices' | 'summary'> & { used: UsedAnswer[] })
  | { kind: 'conflict'; conflicts: ShownConflict[] }

/** The vendor's part. Where only the overlay changed, the installed pack is the updated one. */
async function update(work: ApplyWork, installed: VendorPack, parts: Parts): Promise<Updated> {
  const { settings, availability, origin, tool, world, folder, staging } = work
  const { installed: from, target: to } = availability
  if (from.level === to.level) {
    return {
      kind: 'applied',
      ...(await parts.run('building again', () => sameLevel(installed, work))),
      notices: [],
      summary: null,
      used: [],
    }
  }
  const out = join(staging, 'vendor.zip')
  const { home, application } = await updatePack(
    {
      ...{ pack: installed.file, madeOf: installed.madeOf, from, to, folder, out, parts },
      later: pack => beyondVendorPack(work, pack),
    },
    origin,
    tool,
    mergingIn(staging, settings),
    world,
  )
  if (application.kind === 'conflict') return application
  const { notices, used, summary } = application
  const vendor = await parts.run('verifying', () => measurePack(out, world, installed))
  return { kind: 'applied', vendor, home, notices, used, summary }
}

/** The installed pack as the updated one: a copy, as what is published is moved, and without what its tool left in it. */
async function sameLevel(
  installed: VendorPack,
  work: ApplyWork,
): Promise<{ vendor: MeasuredPack; home: string }> {
  const { settings, origin, tool, availability, world, folder, staging } = work
  await using pack = await openPack(installed.file)
  await assertSpace(`Building ${origin.productName} again`, [
    { folder, bytes: contentSize(pack) },
    { folder: staging, bytes: pack.size },
    ...beyondVendorPack(work, pack),
  ])
  const file = join(staging, 'vendor.zip')
  const home = await unpack(pack, folder, world)
  if (tool.can.sameBytes) {
    await copyFile(installed.file, file, constants.COPYFILE_FICLONE)
    return { vendor: { ...installed, file }, home }
  }
  if (settings.hotfixes !== null) await tool.hotfixes?.revert(origin.product, home)
  await tool.scrub(home)
  await repack({ from: pack, home, out: file, timestamp: dateOf(availability.target), signal: world.signal })
  return { vendor: await measurePack(file, world, installed), home }
}

/**
 * The candidate, the former one and the diff zip between them, each as big as the pack at most, as far as can be told; and
 * the home in which the former one’s hotfixes are laid again.
 */
function beyondVendorPack(
  { overlay, hotfixes, tool, origin, folder, staging }: ApplyWork,
  pack: Pack,
): SpaceNeed[] {
  const layers = [overlay !== null, hotfixes.length > 0, tool.unpublished !== null].filter(is => is).length
  const packs = layers * (origin.locked === null ? 1 : 2)
  const again = (origin.locked?.hotfixes.length ?? 0) === 0 ? 0 : contentSize(pack)
  return [
    { folder: staging, bytes: (packs + 1) * pack.size },
    { folder, bytes: again },
  ]
}

/**
 * The candidate that is installed now, as it was built before: what a diff zip must be made from.
 * Without a lock it is the pack as it was given. No pack where something of the team's has changed since, so that nobody could
 * build it again; then that is said.
 */
export async function formerCandidate(
  work: ApplyWork,
  installed: VendorPack,
): Promise<{ pack: MeasuredPack } | { pack: null; changed: string }> {
  const { settings, origin, availability, world, folder, staging } = work
  const { locked } = origin
  if (locked === null) return { pack: installed }
  if (locked.overlayDigest !== (work.overlay?.digest ?? null))
    return {
      pack: null,
      changed: `the overlay ${settings.base === null ? '' : 'or the customised pack '}has changed`,
    }
  const hotfixed = await hotfixedAgain(locked, installed, join(folder, 'hotfixed'), work)
  if (hotfixed === null) return { pack: null, changed: 'the hotfixes have changed' }
  const asLocked = async (laid: MeasuredPack, changed: string): ReturnType<typeof formerCandidate> => {
    const pack = await withoutTool(laid, work)
    return pack.contentDigest === locked.contentDigest ? { pack } : { pack: null, changed }
  }
  if (work.overlay === null) return asLocked(hotfixed, 'the vendor’s pack has changed')
  const at = {
    home: join(folder, 'former'),
    out: join(staging, 'former.zip'),
    timestamp: dateOf(availability.installed),
  }
  const laid = await layAgain(
    work.overlay,
    settings,
    locked.answered,
    { vendor: installed, hotfixed },
    at,
    world,
  ).catch((error: unknown) => {
    // The tests, or somebody else, have taken a file out of the overlay meanwhile.
    if (systemCode(error) === 'ENOENT') return null
    throw error
  })
  const inUse = 'the overlay has changed, while this run was at work,'
  return laid === null
    ? { pack: null, changed: inUse }
    : asLocked(laid.pack, 'a recorded answer to a conflict has changed')
}
