import { TrainError } from '../../kernel/errors.ts'
import type { World } from '../../kernel/world.ts'
import type { Notice } from '../../merge/decision.ts'
import type { Tree } from '../../pack/tree.ts'
import type { Vendors } from './audited.ts'
import { someOf } from './customised.ts'
import { hidesConflicts } from './hidden-conflicts.ts'
import { findSideFiles, type SideNames } from './side-files.ts'

/** A tool that has ended as if all were well, and the home around it. */
export interface Ended {
  /** What it was to do, for messages. */
  what: string
  home: string
  before: Tree
  after: Tree
  /** How it lays conflicts out; null for one that merges nothing. */
  sides: SideNames | null
  vendors: Vendors
  /** Paths whose conflicts were answered. */
  answered: ReadonlyMap<string, unknown>
  /** There is no vanilla pack: any file may be the team's. */
  withoutBase: boolean
}

/**
 * Throws `verification` for what the tool has provably not done, whatever it ended with: files of the update that are not in the
 * home, and conflicts that it left; those may be hidden where that was asked for. Gives what is only in doubt.
 */
export function assertDone(ended: Ended, world: Pick<World, 'env'>): Notice[] {
  const { what, answered, vendors } = ended
  const isOpen = (path: string): boolean => !answered.has(path)
  const notTaken = (vendors.notTaken ?? []).filter(isOpen)
  if (notTaken.length > 0)
    throw new TrainError(
      'verification',
      `${what}: it ended as if all were well, but ${someOf(notTaken)} ${notTaken.length === 1 ? 'is' : 'are'} not as it had downloaded ${notTaken.length === 1 ? 'it' : 'them'}.`,
      {
        hint: 'Nothing was published. Run again; if it stays so, ask WSO2’s support.',
      },
    )
  const { proved, doubts } = leftSides(ended)
  const left = [...new Set([...proved, ...(vendors.hidden ?? []).filter(isOpen)])]
  if (left.length > 0 && !hidesConflicts(world))
    throw new TrainError(
      'verification',
      `${what}: it ended as if all were well, but has left conflicts in ${someOf(left)}.`,
      {
        hint: 'Nothing was published. Give the vanilla pack as `base` (--base), so that your files are merged here and not by the tool.',
      },
    )
  return [...(vendors.doubts ?? []).filter(({ path }) => isOpen(path)), ...doubts]
}

/**
 * What lies beside a file is a conflict, but for the vendor's own files that are named so. A single one beside a file that the
 * tool has left alone is none either; where nothing is known of the vendor's side, that is in doubt, but for a pack without a
 * vanilla one: there it may be the team's that was left.
 */
function leftSides({ home, before, after, sides, vendors, withoutBase }: Ended): {
  proved: string[]
  doubts: Notice[]
} {
  if (sides === null) return { proved: [], doubts: [] }
  const doubtful = new Map([...after].filter(([path]) => vendors.isVendors?.(path) !== true))
  const found = findSideFiles(home, before, doubtful, sides)
  const isSingle = (one: (typeof found)[number]): boolean =>
    (one.base === null || one.theirs === null) &&
    vendors.isUntouched?.(one.path) === true &&
    !(withoutBase && vendors.isBlind === true)
  const doubts = found.filter(one => vendors.isBlind === true && isSingle(one))
  return {
    proved: found.filter(one => !isSingle(one)).map(({ path }) => path),
    doubts: doubts.map(({ path, base }) => ({
      ...{ path, row: 'audit', severity: 'warning' },
      message: `has a new file beside it that is named like a side of a conflict (${base === null ? sides.theirs : sides.base}), and the update tool speaks of none: look whether it is the vendor’s own`,
    })),
  }
}
