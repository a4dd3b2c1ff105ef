import { parentsOf } from '../kernel/writable-folders.ts'
import type { Mode, Tree } from '../pack/tree.ts'
import { decide, decideMode, same } from './decide.ts'
import type { Conflict, Notice } from './decision.ts'
import { laidMode } from './laid-mode.ts'
import type { Overlay, TeamMode } from './overlay.ts'
import { layInPlace } from './overlay-kinds.ts'

/** What laying an overlay over an updated vendor tree means. */
export interface OverlayPlan {
  /** Paths to lay, with the permission bits they get (links have none). */
  lay: Map<string, Mode | null>
  /** Files that are laid instead of the overlay's own: recorded answers. */
  answered: Map<string, string>
  /** Paths that are taken away. */
  removed: Set<string>
  /** Permission bits of paths whose content is the vendor's. */
  modes: Map<string, Mode>
  /** All bits that the team has set, as they meet the vendor's. */
  bits: Map<string, Mode>
  /** Paths of the overlay that the vendor's tree now holds with the same content. */
  converged: string[]
  /** Laid paths that the vendor's tree does not have at all. */
  added: string[]
  /** Laid links that stand in for a directory. */
  notices: Notice[]
  conflicts: Conflict[]
}

/**
 * Decides each path of the overlay: `before` is the vendor's tree that the overlay was made for, `after` the one it is laid over.
 * Where both are the same (no update), every path is laid.
 */
export function planOverlay(overlay: Overlay, before: Tree, after: Tree): OverlayPlan {
  const lay = new Map<string, Mode | null>()
  const plan: OverlayPlan = {
    lay,
    answered: new Map(),
    removed: new Set(),
    modes: new Map(),
    bits: new Map(),
    converged: [],
    added: [],
    notices: [],
    conflicts: [],
  }
  const vendor = vendorTree(after)
  for (const [path, ours] of overlay.tree) {
    const theirs = after.get(path) ?? null
    if (isInTheWay(path, vendor)) {
      if (ours.kind === 'link' && vendor.isFolder(path) && isAlikeBelow(path, before, after)) {
        layInPlace(plan, path, null, after)
        plan.notices.push({
          path,
          row: '24',
          severity: 'notice',
          drift: true,
          message: 'a link stands in for the directory and is kept',
        })
      } else plan.conflicts.push({ path, row: '22', kind: 'kind' })
      continue
    }
    const decision = decide({ base: before.get(path) ?? null, ours, theirs }, 'config')
    if (decision.action === 'conflict')
      plan.conflicts.push({ path, row: decision.row, kind: decision.conflict })
    else if (decision.action !== 'nothing') {
      // A copy of the vendor's old file: laid, it would undo the update, now or at a later level. The team must say.
      plan.conflicts.push({
        path,
        row: decision.row,
        kind: theirs === null ? 'modify/delete' : 'modify/modify',
      })
    } else {
      if (theirs === null) plan.added.push(path)
      if (same(ours, theirs)) plan.converged.push(path)
      lay.set(path, laidMode(ours, theirs))
    }
  }
  planModes(overlay.modes, plan, before, after)
  for (const path of overlay.removed) {
    const sides = { base: before.get(path) ?? null, ours: null, theirs: after.get(path) ?? null }
    const decision = decide(sides, 'config')
    if (decision.action === 'conflict')
      plan.conflicts.push({ path, row: decision.row, kind: decision.conflict })
    // The vendor has taken it away since, and brings it again: nobody has said that it is to stay away.
    else if (decision.action === 'write' && sides.theirs?.kind !== 'directory')
      plan.conflicts.push({ path, row: '14', kind: 'delete/modify' })
    // A directory that stands there now is not what was taken away.
    else if (after.has(path) && after.get(path)?.kind !== 'directory') plan.removed.add(path)
  }
  return plan
}

/**
 * Rows M1 to M3 for what the team has set itself. The base is what the team changed, at every level: otherwise the bits would
 * depend on the levels between.
 */
function planModes(
  modes: ReadonlyMap<string, TeamMode>,
  { lay, modes: planned, bits }: OverlayPlan,
  before: Tree,
  after: Tree,
): void {
  for (const [path, { mode, vanilla }] of modes) {
    const theirs = after.get(path)
    const base = before.get(path)
    const met = theirs?.kind === 'file' && base?.kind === 'file'
    const changed = met ? { ...base, mode: vanilla ?? base.mode } : null
    const decided = met ? decideMode({ base: changed, ours: { ...base, mode }, theirs }, 'config').mode : mode
    bits.set(path, decided ?? mode)
    if (lay.has(path)) lay.set(path, decided ?? mode)
    else if (met) planned.set(path, decided ?? mode)
  }
}

/** A vendor's tree, with the directories that a pack does not list. */
interface VendorTree {
  tree: Tree
  isFolder: (path: string) => boolean
}

function vendorTree(tree: Tree): VendorTree {
  const implied = new Set([...tree.keys()].flatMap(parentsOf))
  return { tree, isFolder: path => tree.get(path)?.kind === 'directory' || implied.has(path) }
}

/** A file never takes the place of a whole directory, and is never written below a file or through a link. */
function isInTheWay(path: string, { tree, isFolder }: VendorTree): boolean {
  if (isFolder(path)) return true
  return parentsOf(path).some(parent => tree.has(parent) && !isFolder(parent))
}

/** Whether the vendor has changed nothing at a path and below it. */
function isAlikeBelow(path: string, before: Tree, after: Tree): boolean {
  const isBelow = (one: string): boolean => one === path || one.startsWith(`${path}/`)
  const count = (tree: Tree): number => [...tree.keys()].filter(isBelow).length
  if (before === after) return true
  return (
    count(before) === count(after) &&
    [...after].every(([one, entry]) => !isBelow(one) || same(before.get(one) ?? null, entry))
  )
}
