import type { Sha256 } from '../kernel/sha256.ts'
import type { OpenHunk } from './text/merge-lines.ts'

/** Who owns a path (`docs/reference.md`, *Classes*): the feed's manifest says it, the user's globs overrule it. */
export const pathClasses = ['vendor', 'config', 'seed', 'user', 'state'] as const
export type PathClass = (typeof pathClasses)[number]

export type ConflictKind =
  | 'modify/modify'
  | 'modify/delete'
  | 'delete/modify'
  | 'add/add'
  | 'binary'
  | 'kind'
  | 'link'
  | 'special'
  | 'escape'

/**
 * Whether something else than the path itself has a part in a conflict: what lies below, above, or where a link leads. No
 * answer is recorded for such a one; `sides` are words as `nameOf` gives them.
 */
export function isByHand(
  { row, kind }: { row: string; kind: string },
  sides: { base: string; ours: string; theirs: string },
): boolean {
  return row === '22' || kind === 'escape' || Object.values(sides).some(side => !isPlain(side))
}

function isPlain(side: string): boolean {
  return side === 'absent' || side === 'deleted' || side.startsWith('file ') || side.startsWith('link ')
}

/**
 * Why a file of an overlay is asked for again. `edited`: it was changed since; base is what it was, `theirs` the answer. In
 * all other cases `theirs` is the vendor's installed file. `lost`: the record of the answer is gone. `returned`: it left the
 * overlay, and came back as it was before updates that it never met. `doubtful`: answers contradict each other.
 */
export type MetAgain = 'edited' | 'lost' | 'returned' | 'doubtful'

/** A path that the team and the update both changed; nothing is written until a person has answered it. */
export interface Conflict {
  path: string
  /** Row of the decision table. */
  row: string
  kind: ConflictKind
  /** Row R1: where the update took the file to. */
  renamedTo?: string
  /** The team's file meets no update, but what was merged or answered for it before. */
  again?: MetAgain
}

/** What became of a file of the team's, said in the report. */
export interface Notice {
  path: string
  row: string
  severity: 'notice' | 'warning'
  /** The team's file and the vendor's go different ways from here. */
  drift?: boolean
  message: string
}

/** Open hunks that a conflict carries for the report; the files have all of them. */
export const shownHunks = 5

/** A conflict laid out for a person: file names below the folder of conflicts, null where a side has no file. */
export interface ShownConflict extends Conflict {
  base: string | null
  ours: string | null
  theirs: string | null
  /** Both sides in one text: with markers where `open` says so, else whole and ready to be taken. */
  merged: string | null
  /** What a recorded answer to nearly the same conflict comes to here: to be looked at, never applied by itself. */
  proposal: string | null
  /** Places that both sides changed in different ways; at most `shownHunks` of them, shortened. */
  open: OpenHunk[]
  /** SHA-256 over the path and what the three sides hold. */
  key: Sha256
  /** What the three sides hold: `absent`, `file <SHA-256>`, `link <target>`, … */
  sides: { base: string; ours: string; theirs: string }
}
