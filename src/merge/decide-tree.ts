import { parentsOf } from '../kernel/writable-folders.ts'
import type { Rename } from '../pack/renames.ts'
import type { Tree, TreeEntry } from '../pack/tree.ts'
import { type Decision, decide, same } from './decide.ts'
import type { Conflict, Notice, PathClass } from './decision.ts'

export interface Trees {
  base: Tree
  ours: Tree
  theirs: Tree
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
  keepWhatIsInside(trees, decisions)
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

/** Rows 20 and 21: what becomes of our directories that the update has no longer, with something of ours inside. */
function keepWhatIsInside({ ours, theirs }: Trees, decisions: Map<string, Decision>): void {
  const actionOf = (path: string): string | undefined => decisions.get(path)?.action
  const directories = [...ours].flatMap(([path, { kind }]) =>
    kind === 'directory' && theirs.get(path)?.kind !== 'directory' ? [path] : [],
  )
  if (directories.length === 0) return
  const inUse = foldersOf([...ours.keys()].filter(path => actionOf(path) !== 'delete'))
  // A conflict inside may be answered by taking the file away; this is what stays whatever the answers are.
  const staying = foldersOf([...ours.keys()].filter(path => actionOf(path) === 'nothing'))
  for (const path of directories) {
    if (actionOf(path) === 'write' && inUse.has(path)) keepDirectory(path, decisions)
    if (actionOf(path) === 'delete' && staying.has(path))
      decisions.set(path, {
        row: '21',
        action: 'delete',
        notice: 'is gone from the product and stays for what is yours in it',
      })
  }
}

function foldersOf(paths: readonly string[]): Set<string> {
  return new Set(paths.flatMap(parentsOf))
}

/** Row 20, all or nothing: our directory stays as it is, with all that is in it. */
export function keepDirectory(path: string, decisions: Map<string, Decision>): void {
  for (const below of decisions.keys())
    if (below.startsWith(`${path}/`)) decisions.set(below, { row: '20', action: 'nothing' })
  decisions.set(path, { row: '20', action: 'conflict', conflict: 'kind' })
}

/** Where a conflict, or something of ours that is no directory and stays, stands in the way of `path`. */
function decideBelow(
  path: string,
  trees: Trees,
  decided: TreeDecisions,
  classOf: (path: string) => PathClass,
): Decision | undefined {
  for (const parent of parentsOf(path)) {
    const above = decided.get(parent)
    if (above?.action === 'conflict') return { row: above.row, action: 'nothing' }
  }
  const parent = parentsOf(path).find(one => isNoDirectory(trees.ours.get(one)))
  if (parent === undefined) return undefined
  const { base, theirs } = sidesOf(path, trees)
  const above = decided.get(parent)
  if (above?.action === 'write' || above?.action === 'delete') return undefined
  const pathClass = classOf(path)
  // What the team or the running product owns is never an update's business, wherever a link has taken it.
  if (pathClass === 'state' || pathClass === 'user') return { row: pathClass, action: 'nothing' }
  if (same(base, theirs) || theirs === null) return { row: '6', action: 'nothing' }
  if (trees.ours.get(parent)?.kind === 'link') return { row: '24', action: 'conflict', conflict: 'escape' }
  return { row: '22', action: 'conflict', conflict: 'kind' }
}

function isNoDirectory(entry: TreeEntry | undefined): boolean {
  return entry !== undefined && entry.kind !== 'directory'
}
