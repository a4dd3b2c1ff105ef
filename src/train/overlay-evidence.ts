import { basename } from 'node:path'
import type { Overlay, OverlayPlan } from '../merge/overlay.ts'
import { blobName, listResolutions, type Recorded } from '../merge/resolutions.ts'
import type { OverlayEvidence } from '../report/candidate.ts'

/**
 * What an overlay came to, for the report. `team` is the overlay as the team has it, `overlay` with the answers that stand
 * for files of it, `made` what the run decided itself.
 */
export async function overlayEvidence(
  plan: OverlayPlan,
  overlay: Overlay,
  team: Overlay,
  resolutions: string,
  made: readonly Recorded[] = [],
): Promise<OverlayEvidence> {
  const recorded = await listResolutions(resolutions)
  const converged = new Set(plan.converged)
  const laid = [...plan.lay.keys()].filter(path => !converged.has(path))
  const standIns = laid.flatMap(path => {
    const file = plan.answered.get(path) ?? overlay.answered.get(path)
    if (file === undefined || file === team.answered.get(path)) return []
    const isIts = ({ key, resolution }: Recorded): boolean =>
      resolution.path === path && basename(file) === blobName(key)
    const found = made.findLast(({ resolution }) => resolution.path === path) ?? recorded.find(isIts)
    return found === undefined ? [] : [{ path, key: found.key, answer: found.resolution.answer }]
  })
  return {
    laid,
    converged: plan.converged,
    added: plan.added,
    merged: standIns.flatMap(({ path, key, answer }) => (answer === 'merged' ? [{ path, key }] : [])),
    answered: standIns.flatMap(({ path, answer }) => (answer === 'merged' ? [] : [path])),
    removed: [...plan.removed].sort(),
    modes: [...plan.modes].map(([path, mode]) => ({ path, mode })),
  }
}
