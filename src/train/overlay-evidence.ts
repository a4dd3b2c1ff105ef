import type { Overlay, StandIn } from '../merge/overlay.ts'
import type { OverlayPlan } from '../merge/plan-overlay.ts'
import type { OverlayEvidence } from '../report/candidate.ts'

/** What an overlay came to, for the report. `standing` are the answers that stand for files of it. `team` is it as it lies there. */
export function overlayEvidence(
  plan: OverlayPlan,
  standing: ReadonlyMap<string, StandIn>,
  team: Overlay,
): OverlayEvidence {
  const isVendors = new Set(plan.converged)
  const laid = [...plan.lay.keys()].filter(path => !isVendors.has(path))
  // Nothing of the team's is laid there any more, whether or not what the vendor has is a file.
  const isTheirs = ([path, { answer, result }]: [string, StandIn]): boolean =>
    answer === 'theirs' && (result === null || !plan.lay.has(path))
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
  const merged = standIns.flatMap(({ path, key, answer }) => (answer === 'merged' ? [{ path, key }] : []))
  const answered = standIns.flatMap(({ path, key, answer }) => (answer === 'merged' ? [] : [{ path, key }]))
  const converged = plan.converged.filter(path => !standing.has(path))
  const instead = [...merged, ...answered].map(({ path }) => path)
  return {
    laid,
    converged,
    added: plan.added,
    merged,
    carried: [],
    left: [],
    answered,
    given: gaveWay,
    gone: gone.filter(path => team.tree.has(path)).sort(),
    packed: [...instead, ...gaveWay, ...gone, ...converged].filter(path => team.answered.has(path)).sort(),
    links: instead.filter(path => !team.answered.has(path) && team.tree.get(path)?.kind === 'link').sort(),
    sharer: null,
    removed: [...new Set([...plan.removed, ...gone])].sort(),
    modes: [...plan.modes].map(([path, mode]) => ({ path, mode })),
  }
}
