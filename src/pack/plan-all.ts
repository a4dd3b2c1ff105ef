import type { ChangedPath, PlannedChange, Planner } from './plan-change.ts'
import type { Tree } from './tree.ts'

/** Bytes below which a file is not worth a word about another one. */
const smallest = 4096

/**
 * Plans all changes, in their order. Of several files with one content, one brings it to those that
 * can be put together wherever they can be on their own: from its whole content, or its ranges of the same old file. Texts
 * that can be merged travel on their own, with their old texts.
 */
export async function planAll(
  planner: Planner,
  paths: readonly ChangedPath[],
  before: Tree,
  after: Tree,
): Promise<PlannedChange[]> {
  const contentOf = ({ path }: ChangedPath): string => {
    const entry = after.get(path)
    return entry?.kind === 'file' && entry.size >= smallest ? entry.sha256 : `of ${path}`
  }
  const oldContentOf = ({ from }: ChangedPath): string => {
    const entry = before.get(from ?? '')
    return entry?.kind === 'file' ? entry.sha256 : ''
  }
  const groups = [...Map.groupBy(paths, contentOf).values()].flatMap(group => {
    const [first] = group
    if (group.length === 1 || first === undefined) return [group]
    if (planner.isMergeable(first)) return group.map(one => [one])
    // What has no old file travels whole, and serves all.
    const whole = group.find(one => oldContentOf(one) === '')
    return whole === undefined
      ? [...Map.groupBy(group, oldContentOf).values()]
      : [[whole, ...group.filter(one => one !== whole)]]
  })
  const planned = await Promise.all(groups.map(group => planGroup(planner, group)))
  return planned.flat().sort((one, other) => (one.change.path < other.change.path ? -1 : 1))
}

async function planGroup(
  planner: Planner,
  [source, ...others]: readonly ChangedPath[],
): Promise<PlannedChange[]> {
  if (source === undefined) return []
  return [await planner.plan(source), ...others.map(other => planner.same(other, source.path))]
}
