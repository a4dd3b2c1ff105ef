import { parentsOf } from '../kernel/writable-folders.ts'
import type { Mode, Tree } from '../pack/tree.ts'
import { laidMode } from './laid-mode.ts'
import type { Overlay } from './overlay.ts'
import type { OverlayPlan } from './plan-overlay.ts'

/** Lays a path of the overlay in the place of whatever the update has there: above it no directory, or below it a whole one. */
export function layInPlace(plan: OverlayPlan, path: string, mode: Mode | null, vendor: Tree): void {
  for (const parent of parentsOf(path)) {
    const entry = vendor.get(parent)
    if (entry !== undefined && entry.kind !== 'directory') plan.removed.add(parent)
  }
  // A pack need not list its directories.
  for (const below of vendor.keys()) {
    if (!below.startsWith(`${path}/`)) continue
    plan.removed.add(below)
    plan.modes.delete(below)
  }
  plan.lay.set(path, mode)
}

/** Where kinds were decided before: what met the vendor's then, and did not give way, is laid. */
export function layKindsAgain(plan: OverlayPlan, { tree }: Overlay, vendor: Tree): void {
  const isDecided = ({ path, row }: OverlayPlan['conflicts'][number]): boolean =>
    row === '22' && tree.has(path)
  for (const { path } of plan.conflicts.filter(isDecided)) {
    const ours = tree.get(path) ?? null
    const mode = ours === null ? null : laidMode(ours, vendor.get(path) ?? null)
    layInPlace(plan, path, mode === null ? null : (plan.bits.get(path) ?? mode), vendor)
  }
  plan.conflicts = plan.conflicts.filter(one => !isDecided(one))
}
