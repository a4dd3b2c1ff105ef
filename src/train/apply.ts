import { constants, copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '../config/settings.ts'
import type { Host } from '../host/host.ts'
import { assertSpace, type SpaceNeed } from '../kernel/disk-space.ts'
import { makeFolder } from '../kernel/files.ts'
import type { World } from '../kernel/world.ts'
import { answeredOverlay } from '../merge/answered-overlay.ts'
import type { Notice, ShownConflict } from '../merge/decision.ts'
import { layOverlay, type Overlay, type OverlayPlan, planOverlay } from '../merge/overlay.ts'
import type { UsedAnswer } from '../merge/resolutions.ts'
import { templatesToReview } from '../merge/templates.ts'
import { openPack, type Pack } from '../pack/open-pack.ts'
import { repack } from '../pack/write-pack.ts'
import type { OverlayEvidence } from '../report/candidate.ts'
import type { Availability, ToolSummary, UpdateTool } from '../tools/update-tool.ts'
import { mergingIn } from './merging-in.ts'
import type { NewAnswer } from './new-answer.ts'
import type { Origin } from './origin.ts'
import { overlayEvidence } from './overlay-evidence.ts'
import { settleEdited } from './settle-edited.ts'
import { settleOverlay } from './settle-overlay.ts'
import { takeOut } from './team-files.ts'
import { contentSize, dateOf, type MeasuredPack, measurePack, unpack, updatePack } from './update-pack.ts'
import { findVendorPack, type VendorPack } from './vendor-pack.ts'

/** What the apply station made, all of it in temporary folders. */
export interface Applied {
  kind: 'applied'
  /** The vendor's pack at the installed level. */
  installed: VendorPack
  /** The vendor's pack at the target level. */
  vendor: MeasuredPack
  /** The vendor's pack with the overlay; the same as `vendor` where there is none. */
  candidate: MeasuredPack
  /** The candidate, unpacked. */
  home: string
  overlay: OverlayEvidence | null
  notices: Notice[]
  /** What the update tool says of itself; null where it has nothing to say. */
  summary: ToolSummary | null
  /** Recorded answers that decided something. */
  used: readonly UsedAnswer[]
  /** What the run decided itself, to be recorded with the lock. */
  made: readonly NewAnswer[]
}

export type ApplyResult = Applied | { kind: 'conflict'; conflicts: ShownConflict[] }

/** What the apply station works with. */
export interface ApplyWork {
  settings: Settings
  origin: Origin
  availability: Availability
  tool: UpdateTool
  overlay: Overlay | null
  host: Host
  world: World
  /** Temporary; homes are unpacked here. */
  folder: string
  /** Temporary, on the file system that finished files go to. */
  staging: string
}

/** Station 2: the vendor's pack is brought to the target level and the team's overlay laid over it, all on copies. */
export async function apply(work: ApplyWork): Promise<ApplyResult> {
  const { settings, origin, availability, tool, host, world, staging } = work
  const { target: to } = availability
  const installed = await findVendorPack(settings, origin, availability, tool, host, world, staging)

  const updated = await update(work, installed)
  if (updated.kind === 'conflict') return updated
  const { vendor, home, notices, used, summary } = updated
  if (work.overlay === null)
    return {
      kind: 'applied',
      installed,
      vendor,
      candidate: vendor,
      home,
      overlay: null,
      notices,
      summary,
      used,
      made: [],
    }

  const merging = mergingIn(staging, settings)
  const answered = await answeredOverlay(work.overlay, installed.tree, settings.resolutions)
  const edited = await settleEdited(answered, settings.resolutions, merging, staging)
  const { overlay } = edited
  const plan = planOverlay(overlay, installed.tree, vendor.tree)
  const settled = await settleOverlay(overlay, plan, installed, { tree: vendor.tree, home }, merging, staging)
  const open = [...edited.open, ...settled.open]
  if (open.length > 0) return { kind: 'conflict', conflicts: open }
  const review = templatesToReview(overlay.tree, installed.tree, vendor.tree).map(path => ({
    path,
    row: 'template',
    severity: 'notice' as const,
    message: 'is a template of a file that the update changed: to be reviewed by hand',
  }))
  await layOverlay(overlay, plan, home)
  const out = join(staging, 'candidate.zip')
  await repackOverlaid({ vendor: vendor.file, home, plan, out, timestamp: dateOf(to) }, world)
  const candidate = await measurePack(out, world, vendor)
  if (plan.lay.size > 0)
    world.log.info(
      `Laid over the update: ${[...plan.lay.keys()].slice(0, 5).join(', ')}${plan.lay.size > 5 ? ', …' : ''}`,
    )
  const root = `${origin.productName}/`
  if (plan.added.some(path => path.startsWith(root)))
    world.log.warning(
      `The overlay holds a folder ${root}, which the product has not: its files lie as they do below the product.`,
    )
  const made = [...edited.made, ...settled.made]
  return {
    kind: 'applied',
    installed,
    vendor,
    candidate,
    home,
    overlay: await overlayEvidence(plan, overlay, work.overlay, settings.resolutions, made),
    notices: [...notices, ...edited.notices, ...settled.notices, ...review],
    summary,
    used: [...used, ...overlay.answers, ...settled.used],
    made,
  }
}

type Updated =
  | ({ kind: 'applied' } & Pick<Applied, 'vendor' | 'home' | 'notices' | 'summary'> & { used: UsedAnswer[] })
  | { kind: 'conflict'; conflicts: ShownConflict[] }

/** The vendor's part. Where only the overlay changed, the installed pack is the updated one. */
async function update(work: ApplyWork, installed: VendorPack): Promise<Updated> {
  const { settings, availability, origin, tool, world, folder, staging } = work
  const { installed: from, target: to } = availability
  if (from.level === to.level) {
    return {
      kind: 'applied',
      ...(await sameLevel(installed, work)),
      notices: [],
      summary: null,
      used: [],
    }
  }
  const out = join(staging, 'vendor.zip')
  const { home, application } = await updatePack(
    { pack: installed.file, from, to, folder, out, later: pack => beyondVendorPack(work, pack) },
    origin,
    tool,
    mergingIn(staging, settings),
    world,
  )
  if (application.kind === 'conflict') return application
  const { notices, used, summary } = application
  return { kind: 'applied', vendor: await measurePack(out, world, installed), home, notices, used, summary }
}

/** The installed pack as the updated one: a copy, as what is published is moved, and without what its tool left in it. */
async function sameLevel(
  installed: VendorPack,
  work: ApplyWork,
): Promise<{ vendor: MeasuredPack; home: string }> {
  const { origin, tool, availability, world, folder, staging } = work
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
  await tool.scrub(home)
  await repack({ from: pack, home, out: file, timestamp: dateOf(availability.target), signal: world.signal })
  return { vendor: await measurePack(file, world, installed), home }
}

/** The candidate, the former one and the diff zip between them: each of them as big as the pack at most, as far as can be told. */
function beyondVendorPack({ overlay, origin, staging }: ApplyWork, { size }: Pack): SpaceNeed[] {
  const packs = overlay === null ? 0 : origin.locked === null ? 1 : 2
  return [{ folder: staging, bytes: (packs + 1) * size }]
}

/** Writes a pack that differs from the vendor's in the laid paths only; no other file of the home is looked at. */
export async function repackOverlaid(
  work: { vendor: string; home: string; plan: OverlayPlan; out: string; timestamp: number },
  world: World,
): Promise<void> {
  await using vendor = await openPack(work.vendor)
  await repack({
    from: vendor,
    home: work.home,
    out: work.out,
    timestamp: work.timestamp,
    skip: path => !work.plan.lay.has(path) && !work.plan.removed.has(path) && !work.plan.modes.has(path),
    signal: world.signal,
  })
}

/**
 * The candidate that is installed now, as it was built before: what a diff zip must be made from.
 * Without a lock it is the pack as it was given. Null where the overlay has changed since, so that nobody could build it again.
 */
export async function formerCandidate(work: ApplyWork, installed: VendorPack): Promise<MeasuredPack | null> {
  const { settings, origin, availability, world, folder, staging } = work
  const { locked } = origin
  if (locked === null) return installed
  if (locked.overlayDigest !== (work.overlay?.digest ?? null)) return null
  if (work.overlay === null) return installed
  const at = {
    home: join(folder, 'former'),
    out: join(staging, 'former.zip'),
    timestamp: dateOf(availability.installed),
  }
  const { pack } = await layAgain(work.overlay, settings.resolutions, installed, at, world)
  return pack.contentDigest === locked.contentDigest ? pack : null
}

/** Lays an overlay over the vendor's pack that it met before, with what was answered and merged then; nothing is decided. */
export async function layAgain(
  team: Overlay,
  resolutions: string,
  vendor: MeasuredPack,
  { home, out, timestamp }: { home: string; out: string; timestamp: number },
  world: World,
): Promise<{ pack: MeasuredPack; evidence: OverlayEvidence }> {
  const overlay = await answeredOverlay(team, vendor.tree, resolutions)
  const plan = planOverlay(overlay, vendor.tree, vendor.tree)
  await makeFolder(home)
  await takeOut(vendor.file, [...plan.modes.keys()], home)
  await layOverlay(overlay, plan, home)
  await repackOverlaid({ vendor: vendor.file, home, plan, out, timestamp }, world)
  const evidence = await overlayEvidence(plan, overlay, team, resolutions)
  return { pack: await measurePack(out, world, vendor), evidence }
}
