import type { Tree, TreeEntry } from '../pack/tree.ts'
import { type Decision, decide, same } from './decide.ts'
import type { Conflict, Notice, PathClass } from './decision.ts'

export interface Trees {
  base: Tree
  ours: Tree
  theirs: Tree
}

/** A file that the update took elsewhere. */
export interface Rename {
  from: string
  to: string
}

/** The decision for every path of the three trees, in the order of the paths. */
export type TreeDecisions = ReadonlyMap<string, Decision>

/**
 * Decides a whole tree: every path by `decide`, then what parents and children mean for each other (rows 19, 20, 22, 24).
 * All three trees must list their directories. Nothing is read or written.
 */
export function decideTree(
  trees: Trees,
  classOf: (path: string) => PathClass,
  renames: readonly Rename[] = [],
): TreeDecisions {
  const decisions = new Map<string, Decision>()
  const paths = new Set([...trees.base.keys(), ...trees.ours.keys(), ...trees.theirs.keys()])
  for (const path of [...paths].sort()) {
    decisions.set(
      path,
      decideBelow(path, trees, decisions, classOf) ?? decide(sidesOf(path, trees), classOf(path)),
    )
  }
  for (const [path, decision] of decisions) {
    if (decision.action === 'write' && keepsSomethingInside(path, trees, decisions))
      decisions.set(path, { row: '20', action: 'conflict', conflict: 'kind' })
  }
  for (const { from, to } of renames) {
    const decision = decisions.get(from)
    if (decision?.row === '13') decisions.set(from, pointingAt(to, decision))
  }
  return decisions
}

/** Row R1: a file that was changed here is gone, and has a successor. */
function pointingAt(to: string, decision: Decision): Decision {
  if (decision.action === 'conflict') return { ...decision, row: 'R1', renamedTo: to }
  return { ...decision, row: 'R1', notice: `${decision.notice ?? ''}; ${to} is there instead` }
}

/** The conflicts among decisions, in the order of the paths. */
export function conflictsOf(decisions: TreeDecisions): Conflict[] {
  const conflicts: Conflict[] = []
  for (const [path, decision] of decisions) {
    if (decision.action !== 'conflict') continue
    const { row, conflict: kind, renamedTo } = decision
    conflicts.push({ path, row, kind, ...(renamedTo === undefined ? {} : { renamedTo }) })
  }
  return conflicts
}

/** What of the decisions is to be said. */
export function noticesOf(decisions: TreeDecisions): Notice[] {
  return [...decisions].flatMap(([path, { row, notice, warning }]): Notice[] => [
    ...(warning === undefined ? [] : [{ path, row, severity: 'warning' as const, message: warning }]),
    ...(notice === undefined ? [] : [{ path, row, severity: 'notice' as const, message: notice }]),
  ])
}

function sidesOf(path: string, trees: Trees): Parameters<typeof decide>[0] {
  return {
    base: trees.base.get(path) ?? null,
    ours: trees.ours.get(path) ?? null,
    theirs: trees.theirs.get(path) ?? null,
  }
}

/** Where something of ours that is no directory, and stays, stands in the way of `path`. */
function decideBelow(
  path: string,
  trees: Trees,
  decided: TreeDecisions,
  classOf: (path: string) => PathClass,
): Decision | undefined {
  const parent = nearestNonDirectory(path, trees.ours)
  if (parent === undefined) return undefined
  const { base, theirs } = sidesOf(path, trees)
  const above = decided.get(parent.path)
  if (above?.action === 'write' || above?.action === 'delete') return undefined
  if (above?.action === 'conflict') return { row: above.row, action: 'nothing' }
  const pathClass = classOf(path)
  // What the team or the running product owns is never an update's business, wherever a link has taken it.
  if (pathClass === 'state' || pathClass === 'user') return { row: pathClass, action: 'nothing' }
  if (same(base, theirs) || theirs === null) return { row: '6', action: 'nothing' }
  if (parent.entry.kind === 'link') return { row: '24', action: 'conflict', conflict: 'escape' }
  return { row: '22', action: 'conflict', conflict: 'kind' }
}

function nearestNonDirectory(path: string, tree: Tree): { path: string; entry: TreeEntry } | undefined {
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
    const parent = path.slice(0, end)
    const entry = tree.get(parent)
    if (entry !== undefined && entry.kind !== 'directory') return { path: parent, entry }
  }
  return undefined
}

/** Row 20: our directory would become something else while something of the team's is inside. */
function keepsSomethingInside(path: string, trees: Trees, decisions: TreeDecisions): boolean {
  if (trees.ours.get(path)?.kind !== 'directory' || trees.theirs.get(path)?.kind === 'directory') return false
  for (const below of trees.ours.keys()) {
    if (!below.startsWith(`${path}/`)) continue
    if (decisions.get(below)?.action !== 'delete') return true
  }
  return false
}
