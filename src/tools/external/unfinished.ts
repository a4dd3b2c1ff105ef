import { TrainError } from '../../kernel/errors.ts'
import type { SideNames } from './side-files.ts'

/** What lies beside files of a pack, and is named as a tool names the sides of a conflict. */
export interface LaidSides {
  /** Paths with both sides beside: an update was not finished. */
  open: string[]
  /** Single sides: the files themselves. They may be left over, or be called so. */
  single: string[]
}

/** Finds them by their names. @param isKnown whether a path is known to be no side of a conflict's */
export function sidesIn(
  paths: Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>,
  { base, theirs }: Pick<SideNames, 'base' | 'theirs'>,
  isKnown: (path: string) => boolean = () => false,
): LaidSides {
  const laid: LaidSides = { open: [], single: [] }
  for (const path of paths.keys()) {
    const found = [path + base, path + theirs].filter(side => paths.has(side) && !isKnown(side))
    if (found.length === 2) laid.open.push(path)
    else laid.single.push(...found)
  }
  return laid
}

/** For what has one side beside it only, which is no error. */
export const mayBeLeft =
  'is named as an update tool names a side of a conflict: if an update that was not finished has left it, take it out of the pack'

/** The error for a pack with both sides of a conflict in it. `what` says what cannot go on, `why` why it is not taken back. */
export function unfinished(
  what: string,
  why: string,
  open: readonly string[],
  { base }: Pick<SideNames, 'base'>,
): TrainError {
  return new TrainError('pack-damaged', `${what}: the pack is in the middle of an update, and ${why}`, {
    hint: `Finish that update where it was begun, or take it back there with --revert, which needs the backup of that machine; then zip the pack again. If ${open.join(', ')} and what lies beside are files of yours, rename those that end in ${base}.`,
  })
}
