import { dirname, join } from 'node:path'
import type { Settings } from '../config/settings.ts'
import { makeFolder } from '../kernel/files.ts'
import type { World } from '../kernel/world.ts'
import { answeredOverlay, type FormerAnswers, formerAnswers } from '../merge/answered-overlay.ts'
import type { Notice, ShownConflict } from '../merge/decision.ts'
import { layOverlay, type Overlay } from '../merge/overlay.ts'
import { layKindsAgain } from '../merge/overlay-kinds.ts'
import { type OverlayPlan, planOverlay } from '../merge/plan-overlay.ts'
import type { UsedAnswer } from '../merge/resolutions.ts'
import { templatesToReview } from '../merge/templates.ts'
import { openPack } from '../pack/open-pack.ts'
import type { Tree } from '../pack/tree.ts'
import { repack } from '../pack/write-pack.ts'
import type { OverlayEvidence } from '../report/candidate.ts'
import type { ApplyWork } from './apply.ts'
import { type HeldFile, keepAside } from './held-files.ts'
import { meetHotfixes } from './meet-hotfixes.ts'
import { mergingIn } from './merging-in.ts'
import type { NewAnswer } from './new-answer.ts'
import { overlayEvidence } from './overlay-evidence.ts'
import { settleEdited } from './settle-edited.ts'
import { settleOverlay } from './settle-overlay.ts'
import { takeOut } from './team-files.ts'
import { dateOf, type MeasuredPack, measurePack } from './update-pack.ts'

/** What laying the team's files came to. */
export interface LaidTeamFiles {
  kind: 'applied'
  /** The vendor's pack with hotfixes; the vendor's where there are none. */
  ground: MeasuredPack
  /** The vendor's pack with hotfixes and the overlay; the vendor's where there are none. */
  candidate: MeasuredPack
  overlay: OverlayEvidence | null
  notices: Notice[]
  /** Recorded answers that decided something. */
  used: readonly UsedAnswer[]
  /** What the run decided itself, to be recorded with the lock. */
  made: readonly NewAnswer[]
  /** Answers that stand for files of the team's from now on. */
  answered: FormerAnswers
  /** The files that they stand for, to be kept with them. */
  held: readonly HeldFile[]
}

/** What a team's files are laid over. */
export interface Ground {
  installed: MeasuredPack
  vendor: MeasuredPack
  /** The vendor's pack, unpacked. */
  home: string
  /** Lays the hotfixes over the home; gives the vendor's pack where there are none. */
  hotfix: () => Promise<MeasuredPack>
}

/** Lays the team's files over the updated home, and writes the candidate from it. After a conflict nothing was written. */
export async function layTeamFiles(
  team: Overlay,
  { installed, vendor, home, hotfix }: Ground,
  { settings, origin, availability, world, staging }: ApplyWork,
): Promise<LaidTeamFiles | { kind: 'conflict'; conflicts: ShownConflict[] }> {
  const { resolutions } = settings
  const merging = mergingIn(staging, settings)
  const former = origin.locked?.answered ?? null
  const stood = await answeredOverlay(team, installed.tree, resolutions, former)
  const edited = await settleEdited(stood, { installed, resolutions, merging, folder: staging })
  const { overlay } = edited
  const plan = planOverlay(overlay, installed.tree, vendor.tree)
  const settled = await settleOverlay(overlay, plan, installed, { tree: vendor.tree, home }, merging, staging)
  const open = [...edited.open, ...settled.open]
  if (open.length > 0) return { kind: 'conflict', conflicts: open }
  const ground = await hotfix()
  const met =
    ground === vendor
      ? { overlay, plan, open: [], notices: [], used: [] }
      : await meetHotfixes(overlay, plan, vendor, { tree: ground.tree, home }, merging, staging)
  if (met.open.length > 0) return { kind: 'conflict', conflicts: met.open }
  await layOverlay(met.overlay, met.plan, home)
  const out = join(staging, 'candidate.zip')
  const timestamp = dateOf(availability.target)
  await repackOverlaid({ vendor: ground.file, home, plan: met.plan, out, timestamp }, world)
  const standing = new Map([...overlay.standing, ...settled.standing])
  const answered = formerAnswers(team, standing, former)
  tell(met.plan, `${origin.productName}/`, world)
  return {
    kind: 'applied',
    ground,
    candidate: await measurePack(out, world, ground),
    overlay: overlayEvidence(met.plan, standing, team),
    notices: [
      ...plan.notices,
      ...edited.notices,
      ...settled.notices,
      ...met.notices,
      ...toReview(overlay, installed.tree, ground.tree),
    ],
    used: [...overlay.answers, ...edited.used, ...settled.used, ...met.used],
    made: [...edited.made, ...settled.made],
    answered,
    held: await keepAside(team, answered, staging),
  }
}

function toReview(overlay: Overlay, installed: Tree, vendor: Tree): Notice[] {
  return templatesToReview(overlay.tree, installed, vendor).map(path => ({
    path,
    row: 'template',
    severity: 'notice',
    message: 'is a template of a file that the update changed: to be reviewed by hand',
  }))
}

function tell({ lay, added, converged }: OverlayPlan, root: string, { log }: World): void {
  // What the product has, too, is none of the team's any more.
  const paths = [...lay.keys()].filter(path => !converged.includes(path))
  if (paths.length > 0)
    log.info(`Laid over the update: ${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ', …' : ''}`)
  if (added.some(path => path.startsWith(root)))
    log.warning(
      `The overlay holds a folder ${root}, which the product has not: its files lie as they do below the product.`,
    )
}

/** Writes a pack that differs from the vendor's in the laid paths only; no other file of the home is looked at. */
async function repackOverlaid(
  work: { vendor: string; home: string; plan: OverlayPlan; out: string; timestamp: number },
  world: World,
): Promise<void> {
  const { lay, removed, modes } = work.plan
  await using vendor = await openPack(work.vendor)
  await repack({
    from: vendor,
    home: work.home,
    out: work.out,
    timestamp: work.timestamp,
    only: new Set([...lay.keys(), ...removed, ...modes.keys()]),
    signal: world.signal,
  })
}

/**
 * Lays an overlay over the vendor's pack that it met before, with what was answered and merged then; nothing is decided but
 * what every run decides anew about hotfixes. Null where that is open now.
 */
export async function layAgain(
  team: Overlay,
  settings: Pick<Settings, 'classes' | 'onConflict' | 'resolutions'>,
  former: FormerAnswers,
  { vendor, hotfixed }: { vendor: MeasuredPack; hotfixed: MeasuredPack },
  { home, out, timestamp }: { home: string; out: string; timestamp: number },
  world: World,
): Promise<{ pack: MeasuredPack; evidence: OverlayEvidence } | null> {
  const overlay = await answeredOverlay(team, vendor.tree, settings.resolutions, former)
  const plan = planOverlay(overlay, vendor.tree, vendor.tree)
  layKindsAgain(plan, overlay, vendor.tree)
  await makeFolder(home)
  const work = dirname(out)
  const merging = mergingIn(work, settings)
  await takeOut(hotfixed.file, changedOf(plan, vendor, hotfixed), home)
  const met =
    hotfixed === vendor
      ? { overlay, plan, open: [] }
      : await meetHotfixes(overlay, plan, vendor, { tree: hotfixed.tree, home }, merging, work)
  if (met.open.length > 0) return null
  await layOverlay(met.overlay, met.plan, home)
  await repackOverlaid({ vendor: hotfixed.file, home, plan: met.plan, out, timestamp }, world)
  const evidence = overlayEvidence(met.plan, overlay.standing, team)
  return { pack: await measurePack(out, world, hotfixed), evidence }
}

/** What must lie in a home for a plan: files whose permission bits it sets, and those that the overlay and hotfixes hold. */
function changedOf(plan: OverlayPlan, vendor: MeasuredPack, hotfixed: MeasuredPack): string[] {
  const met = hotfixed === vendor ? [] : [...plan.lay.keys(), ...plan.removed]
  return [...plan.modes.keys(), ...met.filter(path => hotfixed.tree.get(path)?.kind === 'file')]
}
