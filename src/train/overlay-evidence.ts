import type { Overlay, StandIn } from '../merge/overlay.ts'
import type { OverlayPlan } from '../merge/plan-overlay.ts'
import type { OverlayEvidence } from '../report/candidate.ts'

/** What an overlay came to, for the report. `standing` are the answers that stand for files of it. `team` is it as it lies there. */
export function overlayEvidence(
  plan: OverlayPlan,
  standing: ReadonlyMap<string, StandIn>,
  team: Overlay,
): OverlayEvidence {
  const converged = new Set(plan.converged)
  const laid = [...plan.lay.keys()].filter(path => !converged.has(path))
  const isTheirs = ([, { answer, result }]: [string, StandIn]): boolean =>
    answer === 'theirs' && result === null
  const gone = [...standing].flatMap(([path, { answer, result }]) =>
    result === null && answer !== 'theirs' ? [path] : [],
  )
  const gaveWay = [
    ...plan.converged.filter(path => standing.has(path)),
    ...[...standing].filter(isTheirs).map(([path]) => path),
  ].sort()
  const standIns = laid.flatMap(path => {
    const found = standing.get(path)
    return found === undefined ? [] : [{ path, ...found }]
  })
  return {
    laid,
    converged: plan.converged.filter(path => !standing.has(path)),
    added: plan.added,
    merged: standIns.flatMap(({ path, key, answer }) => (answer === 'merged' ? [{ path, key }] : [])),
    carried: [],
    left: [],
    answered: standIns.flatMap(({ path, key, answer }) => (answer === 'merged' ? [] : [{ path, key }])),
    given: gaveWay,
    gone: gone.filter(path => team.tree.has(path)).sort(),
    removed: [...new Set([...plan.removed, ...gone])].sort(),
    modes: [...plan.modes].map(([path, mode]) => ({ path, mode })),
  }
}
