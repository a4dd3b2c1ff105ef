import { join } from 'node:path'
import { makeFolder } from '../kernel/files.ts'
import type { World } from '../kernel/world.ts'
import { answeredOverlay, type FormerAnswers, formerAnswers } from '../merge/answered-overlay.ts'
import type { Notice, ShownConflict } from '../merge/decision.ts'
import { layOverlay, type Overlay, type OverlayPlan, planOverlay } from '../merge/overlay.ts'
import type { UsedAnswer } from '../merge/resolutions.ts'
import { templatesToReview } from '../merge/templates.ts'
import { openPack } from '../pack/open-pack.ts'
import type { Tree } from '../pack/tree.ts'
import { repack } from '../pack/write-pack.ts'
import type { OverlayEvidence } from '../report/candidate.ts'
import type { ApplyWork } from './apply.ts'
import { type HeldFile, keepAside } from './held-files.ts'
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
  /** The vendor's pack with the overlay; the vendor's where there is none. */
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

/** Lays the team's files over the updated home, and writes the candidate from it. After a conflict nothing was written. */
export async function layTeamFiles(
  team: Overlay,
  { installed, vendor, home }: { installed: MeasuredPack; vendor: MeasuredPack; home: string },
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
  await layOverlay(overlay, plan, home)
  const out = join(staging, 'candidate.zip')
  const timestamp = dateOf(availability.target)
  await repackOverlaid({ vendor: vendor.file, home, plan, out, timestamp }, world)
  const standing = new Map([...overlay.standing, ...settled.standing])
  const answered = formerAnswers(team, standing)
  tell(plan, `${origin.productName}/`, world)
  return {
    kind: 'applied',
    candidate: await measurePack(out, world, vendor),
    overlay: overlayEvidence(plan, standing),
    notices: [...edited.notices, ...settled.notices, ...toReview(overlay, installed.tree, vendor.tree)],
    used: [...overlay.answers, ...edited.used, ...settled.used],
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

function tell({ lay, added }: OverlayPlan, root: string, { log }: World): void {
  const paths = [...lay.keys()]
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

/** Lays an overlay over the vendor's pack that it met before, with what was answered and merged then; nothing is decided. */
export async function layAgain(
  team: Overlay,
  resolutions: string,
  former: FormerAnswers,
  vendor: MeasuredPack,
  { home, out, timestamp }: { home: string; out: string; timestamp: number },
  world: World,
): Promise<{ pack: MeasuredPack; evidence: OverlayEvidence }> {
  const overlay = await answeredOverlay(team, vendor.tree, resolutions, former)
  const plan = planOverlay(overlay, vendor.tree, vendor.tree)
  await makeFolder(home)
  await takeOut(vendor.file, [...plan.modes.keys()], home)
  await layOverlay(overlay, plan, home)
  await repackOverlaid({ vendor: vendor.file, home, plan, out, timestamp }, world)
  const evidence = overlayEvidence(plan, overlay.standing)
  return { pack: await measurePack(out, world, vendor), evidence }
}
