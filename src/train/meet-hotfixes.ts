import { sha256OfFile } from '../kernel/sha256.ts'
import { sourceOf } from '../merge/answered-overlay.ts'
import type { Notice, ShownConflict } from '../merge/decision.ts'
import type { Merging } from '../merge/merging.ts'
import { type Overlay } from '../merge/overlay.ts'
import { layKindsAgain } from '../merge/overlay-kinds.ts'
import { type OverlayPlan, planOverlay } from '../merge/plan-overlay.ts'
import type { UsedAnswer } from '../merge/resolutions.ts'
import type { Tree, TreeEntry } from '../pack/tree.ts'
import { settleOverlay } from './settle-overlay.ts'
import type { MeasuredPack } from './update-pack.ts'

/** An overlay that met hotfixes, and what is to be laid of it. */
export interface MetHotfixes {
  overlay: Overlay
  plan: OverlayPlan
  open: ShownConflict[]
  notices: Notice[]
  used: readonly UsedAnswer[]
}

/**
 * Lets the overlay, as it lies over a level, meet the hotfixes of that level. Hotfixes come and go between levels: what is
 * merged with them is merged anew by every run, so that nothing of one that went stands in for the team's file.
 */
export async function meetHotfixes(
  overlay: Overlay,
  plan: OverlayPlan,
  vendor: MeasuredPack,
  hotfixed: { tree: Tree; home: string },
  merging: Merging,
  folder: string,
): Promise<MetHotfixes> {
  const laid = await asLaid(overlay, plan)
  const met = planOverlay(laid, vendor.tree, hotfixed.tree)
  layKindsAgain(met, laid, hotfixed.tree)
  const { open, notices, used } = await settleOverlay(laid, met, vendor, hotfixed, merging, folder)
  return {
    overlay: laid,
    plan: met,
    open,
    used,
    notices: notices.map(({ path, row }) => ({
      path,
      row,
      severity: 'notice',
      message: 'was changed here and by a hotfix; both are merged, or answered, anew by every run',
    })),
  }
}

/** The overlay as a plan lays it. */
async function asLaid(overlay: Overlay, plan: OverlayPlan): Promise<Overlay> {
  const tree = new Map<string, TreeEntry>()
  const answered = new Map<string, string>()
  for (const [path, mode] of plan.lay) {
    const file = plan.answered.get(path)
    const entry = overlay.tree.get(path)
    if (file !== undefined)
      tree.set(path, { kind: 'file', ...(await sha256OfFile(file)), mode: mode ?? 0o644 })
    else if (entry !== undefined) tree.set(path, entry)
    answered.set(path, file ?? sourceOf(overlay, path))
  }
  const modes = new Map([...overlay.modes].filter(([path]) => tree.has(path) || plan.modes.has(path)))
  return { ...overlay, tree, answered, answers: [], standing: new Map(), removed: plan.removed, modes }
}
