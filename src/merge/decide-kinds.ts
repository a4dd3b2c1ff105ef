import { parentsOf } from '../kernel/writable-folders.ts'
import type { Tree, TreeEntry } from '../pack/tree.ts'
import { type Decision, decideMode, same } from './decide.ts'
import type { TreeDecisions, Trees } from './decide-tree.ts'
import { isByHand, type PathClass } from './decision.ts'
import { nameOf } from './show-conflict.ts'

/**
 * `on-conflict: theirs` for conflicts of kinds: from what stands in the way downwards, everything becomes the update's, and
 * what was the team's there is kept aside. A subtree with something that cannot be kept aside (a fifo, a socket, a device),
 * or that no update may touch (classes `user` and `state`), stays a conflict.
 */
export function takeKinds(
  decisions: TreeDecisions,
  trees: Trees,
  classOf: (path: string) => PathClass,
): TreeDecisions {
  const taken = new Map(decisions)
  const roots = new Map<string, string>()
  for (const [path, decision] of decisions)
    if (decision.action === 'conflict' && isOfKinds(path, decision, trees))
      roots.set(inTheWay(path, trees.ours), decision.row)
  for (const [root, row] of roots) {
    const paths = [...decisions.keys()].filter(path => path === root || path.startsWith(`${root}/`))
    if (paths.some(path => isUntouchable(path, trees.ours, classOf))) continue
    for (const path of paths) taken.set(path, takenAt(path, row, trees))
    const decision = taken.get(root)
    if (decision !== undefined)
      taken.set(root, {
        ...decision,
        notice:
          'is the update’s with all below it, as on-conflict says; what was yours there is in the folder replaced',
      })
  }
  return taken
}

function isOfKinds(
  path: string,
  { row, conflict }: { row: string; conflict: string },
  { base, ours, theirs }: Trees,
): boolean {
  const held = (tree: Tree): string => nameOf(tree.get(path) ?? null)
  return isByHand({ row, kind: conflict }, { base: held(base), ours: held(ours), theirs: held(theirs) })
}

/** The uppermost path of ours that keeps the update's from being there. */
function inTheWay(path: string, ours: Tree): string {
  const isInTheWay = (parent: string): boolean => {
    const kind = ours.get(parent)?.kind
    return kind !== undefined && kind !== 'directory'
  }
  return parentsOf(path).findLast(isInTheWay) ?? path
}

function isUntouchable(path: string, ours: Tree, classOf: (path: string) => PathClass): boolean {
  const entry = ours.get(path)
  const pathClass = classOf(path)
  return entry?.kind === 'special' || (entry !== undefined && (pathClass === 'user' || pathClass === 'state'))
}

function takenAt(path: string, row: string, { base, ours, theirs }: Trees): Decision {
  const sides = {
    base: base.get(path) ?? null,
    ours: ours.get(path) ?? null,
    theirs: theirs.get(path) ?? null,
  }
  const replaces = isTeams(sides.base, sides.ours) ? ({ replaces: true } as const) : {}
  if (sides.theirs === null) return { row, action: sides.ours === null ? 'nothing' : 'delete', ...replaces }
  const { mode } = decideMode(sides, 'vendor')
  if (same(sides.ours, sides.theirs))
    return { row, action: 'nothing', ...(mode === undefined ? {} : { mode }) }
  return { row, action: 'write', ...replaces, ...(mode === undefined ? {} : { mode }) }
}

function isTeams(base: TreeEntry | null, ours: TreeEntry | null): boolean {
  return ours !== null && !same(base, ours)
}
