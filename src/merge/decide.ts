import type { Mode, TreeEntry } from '../pack/tree.ts'
import type { ConflictKind, PathClass } from './decision.ts'

/** One path in the three states: at the installed level, on disk, at the target level. Null where it is not there. */
export interface Sides {
  base: TreeEntry | null
  ours: TreeEntry | null
  theirs: TreeEntry | null
}

/**
 * What happens to one path. `mode` is set where the path must end with other permission bits than it has; `notice` and
 * `warning` are for the report.
 */
export type Decision = { row: string; notice?: string; warning?: string; mode?: Mode } & (
  | { action: 'nothing' }
  /** `replaces`: what goes is the team's, and is kept aside. */
  | { action: 'write' | 'delete'; replaces?: true }
  | { action: 'conflict'; conflict: ConflictKind; renamedTo?: string }
)

/** Same kind and same content; permission bits are decided apart. */
export function same(one: TreeEntry | null, other: TreeEntry | null): boolean {
  if (one === null || other === null) return one === other
  if (one.kind === 'file') return other.kind === 'file' && one.sha256 === other.sha256
  if (one.kind === 'link') return other.kind === 'link' && one.target === other.target
  return one.kind === other.kind
}

/**
 * The table of `docs/reference.md`, *Decisions*, for one path: total, and without a look at the disk.
 * A path that both sides changed is a conflict (merging comes later), but for the vendor's own files: those become the update's.
 * Use `decideTree` for whole trees: it also sees what a path's parents and children mean for it.
 */
export function decide(sides: Sides, pathClass: PathClass): Decision {
  const decision = decideAlike(sides, pathClass)
  return pathClass === 'vendor' ? decideVendors(sides, decision) : decision
}

/** Rows that only the update may change: the vendor's column of rows 11 to 17 and 19. */
const vendorsRows: readonly string[] = ['11', '13', '14', '15', '16', '17', '19']

const aside = 'yours is in the folder replaced'

function decideVendors({ ours, theirs }: Sides, decision: Decision): Decision {
  if (decision.action === 'nothing' && (decision.row === '5' || decision.row === '6')) {
    const { notice, ...rest } = decision
    if (notice === undefined) return decision
    return { ...rest, warning: joined(rest.warning, notice) }
  }
  if (decision.action !== 'conflict' || !vendorsRows.includes(decision.row)) return decision
  const { row } = decision
  if (theirs === null)
    return {
      row,
      action: 'delete',
      replaces: true,
      notice: `was changed here and is gone from the product; ${aside}`,
    }
  if (ours === null)
    return { row, action: 'write', notice: 'was deleted here and is back', ...modeOf(theirs) }
  return {
    row,
    action: 'write',
    replaces: true,
    notice: `was changed here and is the update’s now; ${aside}`,
    ...modeOf(theirs),
  }
}

function decideAlike(sides: Sides, pathClass: PathClass): Decision {
  const { base, ours, theirs } = sides
  if (pathClass === 'state') return { row: 'state', action: 'nothing' }
  if (pathClass === 'user') return decideUser(sides)
  if (ours?.kind === 'special') return decideSpecial(theirs)
  if (pathClass === 'seed' && (base !== null || ours !== null)) return { row: 'seed', action: 'nothing' }
  if (ours === null) return decideAbsent(base, theirs)
  if (theirs === null) return decideDropped(base, ours)
  if (same(ours, theirs)) return withMode(sides, decideConverged(sides), pathClass)
  if (same(base, ours))
    return withMode(sides, { row: rowOfReplaced(base, theirs), action: 'write' }, pathClass)
  if (base === null) return decideBothAdded(ours, theirs)
  if (same(base, theirs)) return decideDrift(sides, ours, theirs, pathClass)
  return decideBothChanged(ours, theirs)
}

function decideSpecial(theirs: TreeEntry | null): Decision {
  if (theirs === null) return { row: '23', action: 'nothing' }
  return { row: '23', action: 'conflict', conflict: 'special' }
}

function decideUser({ base, theirs }: Sides): Decision {
  const decision: Decision = { row: 'user', action: 'nothing' }
  if (theirs !== null && !same(base, theirs))
    decision.notice = 'the update has a version of its own; ours is kept'
  return decision
}

/** Rows 4, 6, 10 and 14: nothing on disk. */
function decideAbsent(base: TreeEntry | null, theirs: TreeEntry | null): Decision {
  if (theirs === null) return { row: '10', action: 'nothing' }
  if (base === null) return { row: '4', action: 'write', ...modeOf(theirs) }
  if (same(base, theirs)) return { row: '6', action: 'nothing', notice: 'was deleted here and stays deleted' }
  return { row: '14', action: 'conflict', conflict: 'delete/modify' }
}

/** Rows 3, 7, 13 and 21: nothing at the target level. */
function decideDropped(base: TreeEntry | null, ours: TreeEntry): Decision {
  if (base === null) return { row: '7', action: 'nothing' }
  if (same(base, ours)) return { row: ours.kind === 'directory' ? '21' : '3', action: 'delete' }
  return { row: '13', action: 'conflict', conflict: 'modify/delete' }
}

/** Rows 5 and 24: changed here only. */
function decideDrift(sides: Sides, ours: TreeEntry, theirs: TreeEntry, pathClass: PathClass): Decision {
  if (ours.kind === 'link' && theirs.kind === 'directory')
    return { row: '24', action: 'nothing', notice: 'a link stands in for the directory and is kept' }
  const kept: Decision = { row: '5', action: 'nothing', notice: 'was changed here and is kept' }
  return ours.kind === theirs.kind ? withMode(sides, kept, pathClass) : kept
}

/** Rows 15 and 22: added here and by the update. */
function decideBothAdded(ours: TreeEntry, theirs: TreeEntry): Decision {
  const conflict = kindOf(ours, theirs, 'add/add')
  return { row: conflict === 'kind' ? '22' : '15', action: 'conflict', conflict }
}

/** Rows 11 to 13, 16, 17 and 19: changed here and by the update, in different ways. */
function decideBothChanged(ours: TreeEntry, theirs: TreeEntry): Decision {
  if (ours.kind === 'link' && theirs.kind === 'link')
    return { row: '17', action: 'conflict', conflict: 'link' }
  const conflict = kindOf(ours, theirs, 'modify/modify')
  const rowOfKind = theirs.kind === 'directory' ? '19' : '16'
  return { row: conflict === 'kind' ? rowOfKind : '11', action: 'conflict', conflict }
}

function kindOf(ours: TreeEntry, theirs: TreeEntry, otherwise: ConflictKind): ConflictKind {
  return ours.kind === theirs.kind ? otherwise : 'kind'
}

/** Rows 1, 8 and 9: ours is the update's already. Row 8 is said; the next run finds row 1. */
function decideConverged({ base, theirs }: Sides): Decision {
  if (base === null) return { row: '9', action: 'nothing' }
  if (same(base, theirs)) return { row: '1', action: 'nothing' }
  return { row: '8', action: 'nothing', notice: 'was changed here to what the update now brings' }
}

function rowOfReplaced(base: TreeEntry | null, theirs: TreeEntry): string {
  return base?.kind === 'link' && theirs.kind === 'link' ? '18' : '2'
}

function modeOf(entry: TreeEntry | null): { mode?: Mode } {
  return entry?.kind === 'file' || entry?.kind === 'directory' ? { mode: entry.mode } : {}
}

const executable = 0o111

/**
 * Rows M1 to M3, for a path that is there on both sides: who changed the bits has the word, and an x bit of the vendor's is
 * never lost. `mode` is undefined where the path ends as a link. Bits of another kind of thing say nothing about this one.
 */
export function decideMode(
  { base, ours, theirs }: Sides,
  pathClass: PathClass,
): { mode: Mode | undefined; notice?: string; warning?: string } {
  const vendors = modeOf(theirs).mode
  const before = base?.kind === theirs?.kind ? modeOf(base).mode : undefined
  const mine = ours?.kind === theirs?.kind ? modeOf(ours).mode : undefined
  if (vendors === undefined || before === undefined || mine === undefined) return { mode: vendors }
  if (mine === before || mine === vendors) return { mode: vendors }
  if (pathClass === 'vendor' && (vendors & executable & ~mine) !== 0)
    return { mode: vendors, warning: 'had lost its x bit and gets the permission bits of the vendor' }
  if (before === vendors) return { mode: mine }
  if (pathClass === 'vendor') return { mode: vendors }
  return { mode: mine | (vendors & executable), notice: 'permission bits changed on both sides' }
}

function withMode(sides: Sides, decision: Decision, pathClass: PathClass): Decision {
  const { mode, notice, warning } = decideMode(sides, pathClass)
  const said: Decision = { ...decision }
  if (notice !== undefined) said.notice = joined(decision.notice, notice)
  if (warning !== undefined) said.warning = warning
  const isThere = decision.action === 'nothing' && mode === modeOf(sides.ours).mode
  if (mode !== undefined && !isThere) said.mode = mode
  return said
}

function joined(one: string | undefined, other: string): string {
  return one === undefined ? other : `${one}; ${other}`
}
