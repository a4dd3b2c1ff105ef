/** Who owns a path (`docs/reference.md`, *Classes*): the feed's manifest says it, the user's globs overrule it. */
export const pathClasses = ['vendor', 'config', 'seed', 'user', 'state'] as const
export type PathClass = (typeof pathClasses)[number]

export type ConflictKind =
  | 'modify/modify'
  | 'modify/delete'
  | 'delete/modify'
  | 'add/add'
  | 'kind'
  | 'link'
  | 'special'
  | 'escape'

/** A path that the team and the update both changed; nothing is written until a person has answered it. */
export interface Conflict {
  path: string
  /** Row of the decision table. */
  row: string
  kind: ConflictKind
}
