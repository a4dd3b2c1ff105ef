import { parentsOf } from '../kernel/writable-folders.ts'
import type { Mode, Tree } from '../pack/tree.ts'
import { laidMode, type Overlay, type OverlayPlan } from './overlay.ts'

/** Lays a path of the overlay in the place of whatever the update has there: above it no directory, or below it a whole one. */
export function layInPlace(plan: OverlayPlan, path: string, mode: Mode | null, vendor: Tree): void {
  for (const parent of parentsOf(path)) {
    const entry = vendor.get(parent)
    if (entry !== undefined && entry.kind !== 'directory') plan.removed.add(parent)
  }
  if (vendor.get(path)?.kind === 'directory')
    for (const below of vendor.keys()) {
      if (!below.startsWith(`${path}/`)) continue
      plan.removed.add(below)
      plan.modes.delete(below)
    }
  plan.lay.set(path, mode)
}

/** Where a candidate is put together again: what met the update's kinds then, and did not give way, was laid. */
export function layKindsAgain(plan: OverlayPlan, { tree, modes }: Overlay, vendor: Tree): void {
  for (const { path, kind } of plan.conflicts) {
    const ours = tree.get(path)
    if (kind === 'kind' && ours !== undefined)
      layInPlace(plan, path, modes.get(path) ?? laidMode(ours, vendor.get(path) ?? null), vendor)
  }
}
