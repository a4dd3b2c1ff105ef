import type { PathClass } from '../../src/merge/decision.ts'

/** What lies at a path: `-` nothing, `x644` a file, `>a` a link, `/755` a directory, `/755+` one with something of the team's inside, `fifo`. */
export type State = string

/** Content without permission bits. */
function contentOf(state: State): string {
  return state.replace(/\d+\+?$/, '')
}

export function kindOf(state: State): 'absent' | 'link' | 'directory' | 'special' | 'file' {
  if (state === '-') return 'absent'
  if (state === 'fifo') return 'special'
  if (state.startsWith('>')) return 'link'
  return state.startsWith('/') ? 'directory' : 'file'
}

export function bitsOf(state: State): number | undefined {
  const digits = /(\d+)\+?$/.exec(state)?.[1]
  return digits === undefined ? undefined : Number.parseInt(digits, 8)
}

/** What the table says of a path. */
export interface Outcome {
  does: 'nothing' | 'replace' | 'delete' | 'conflict'
  conflict?: string
  /** Kept aside before it goes. */
  aside?: true
  says?: 'notice' | 'warning'
}

/** A row as the table has it: when it holds for the contents of the three sides, and its two columns. */
export interface Row {
  row: string
  holds: (base: State, ours: State, theirs: State) => boolean
  config: Outcome
  vendor: Outcome
}

const nothing: Outcome = { does: 'nothing' }
const replace: Outcome = { does: 'replace' }
const aside: Outcome = { does: 'replace', aside: true, says: 'notice' }

function conflict(kind: string): Outcome {
  return { does: 'conflict', conflict: kind }
}

function both(outcome: Outcome): Pick<Row, 'config' | 'vendor'> {
  return { config: outcome, vendor: outcome }
}

const is = (one: State, other: State): boolean => contentOf(one) === contentOf(other)
const isThere = (...states: State[]): boolean => states.every(state => kindOf(state) !== 'absent')
const areAll = (kind: string, ...states: State[]): boolean => states.every(state => kindOf(state) === kind)
const areDifferent = (b: State, o: State, t: State): boolean => !is(b, o) && !is(b, t) && !is(o, t)
/** The directory would go, or become something else, with what is the team's. */
const wouldLose = (o: State, t: State): boolean => o.endsWith('+') && isThere(t) && !areAll('directory', t)

/**
 * The decision table, row by row and word for word; nothing here knows the code that decides. Rows that need more than one
 * path (20, 21, and what is below 19, 22 and 24) show as the states with `+`; rows 12 and E1 are told from 11 by contents.
 */
const table: readonly Row[] = [
  { row: '1', holds: (b, o, t) => isThere(b, o, t) && is(b, o) && is(o, t), ...both(nothing) },
  {
    row: '2',
    holds: (b, o, t) =>
      isThere(b, o, t) && is(b, o) && !is(o, t) && !areAll('link', o, t) && !wouldLose(o, t),
    ...both(replace),
  },
  {
    row: '3',
    holds: (b, o, t) => isThere(b, o) && is(b, o) && !isThere(t) && !areAll('directory', o),
    ...both({ does: 'delete' }),
  },
  { row: '4', holds: (b, o, t) => !isThere(b) && !isThere(o) && isThere(t), ...both(replace) },
  {
    row: '5',
    holds: (b, o, t) =>
      isThere(b, o, t) && is(b, t) && !is(b, o) && !(areAll('directory', b, t) && areAll('link', o)),
    config: { does: 'nothing', says: 'notice' },
    vendor: { does: 'nothing', says: 'warning' },
  },
  {
    row: '6',
    holds: (b, o, t) => isThere(b, t) && !isThere(o) && is(b, t),
    config: { does: 'nothing', says: 'notice' },
    vendor: { does: 'nothing', says: 'warning' },
  },
  { row: '7', holds: (b, o, t) => !isThere(b) && isThere(o) && !isThere(t), ...both(nothing) },
  {
    row: '8',
    holds: (b, o, t) => isThere(b, o, t) && is(o, t) && !is(b, o),
    ...both({ does: 'nothing', says: 'notice' }),
  },
  { row: '9', holds: (b, o, t) => !isThere(b) && isThere(o, t) && is(o, t), ...both(nothing) },
  { row: '10', holds: (b, o, t) => isThere(b) && !isThere(o) && !isThere(t), ...both(nothing) },
  {
    row: '11',
    holds: (b, o, t) => isThere(b) && areDifferent(b, o, t) && areAll('file', o, t),
    config: conflict('modify/modify'),
    vendor: aside,
  },
  {
    row: '13',
    holds: (b, o, t) => isThere(b, o) && !isThere(t) && !is(b, o),
    config: conflict('modify/delete'),
    vendor: { does: 'delete', aside: true, says: 'notice' },
  },
  {
    row: '14',
    holds: (b, o, t) => isThere(b, t) && !isThere(o) && !is(b, t),
    config: conflict('delete/modify'),
    vendor: { does: 'replace', says: 'notice' },
  },
  {
    row: '15',
    holds: (b, o, t) => !isThere(b) && isThere(o, t) && !is(o, t) && kindOf(o) === kindOf(t),
    config: conflict('add/add'),
    vendor: aside,
  },
  {
    row: '16',
    holds: (b, o, t) =>
      isThere(b, o, t) && areDifferent(b, o, t) && kindOf(o) !== kindOf(t) && !areAll('directory', t),
    config: conflict('kind'),
    vendor: aside,
  },
  {
    row: '17',
    holds: (b, o, t) => isThere(b) && areDifferent(b, o, t) && areAll('link', o, t),
    config: conflict('link'),
    vendor: aside,
  },
  { row: '18', holds: (b, o, t) => areAll('link', b, o, t) && is(b, o) && !is(o, t), ...both(replace) },
  {
    row: '19',
    holds: (b, o, t) => isThere(b, o) && areDifferent(b, o, t) && areAll('directory', t),
    config: conflict('kind'),
    vendor: aside,
  },
  {
    row: '20',
    holds: (b, o, t) => areAll('directory', b) && is(b, o) && wouldLose(o, t),
    ...both(conflict('kind')),
  },
  {
    row: '21',
    holds: (b, o, t) => areAll('directory', b, o) && !isThere(t) && !o.endsWith('+'),
    ...both({ does: 'delete' }),
  },
  {
    row: '21',
    holds: (b, o, t) => areAll('directory', b, o) && !isThere(t) && o.endsWith('+'),
    ...both({ does: 'delete', says: 'notice' }),
  },
  {
    row: '22',
    holds: (b, o, t) => !isThere(b) && isThere(o, t) && kindOf(o) !== kindOf(t),
    ...both(conflict('kind')),
  },
  {
    row: '24',
    holds: (b, o, t) => areAll('directory', b, t) && areAll('link', o),
    ...both({ does: 'nothing', says: 'notice' }),
  },
]

const seed: readonly Row[] = [
  { row: '4', holds: (b, o, t) => !isThere(b) && !isThere(o) && isThere(t), ...both(replace) },
  { row: 'seed', holds: (b, o) => isThere(b) || isThere(o), ...both(nothing) },
]

/** Ours always; said where the update brings something of its own. */
const user: readonly Row[] = [
  { row: 'user', holds: (b, _o, t) => !isThere(t) || is(b, t), ...both(nothing) },
  {
    row: 'user',
    holds: (b, _o, t) => isThere(t) && !is(b, t),
    ...both({ does: 'nothing', says: 'notice' }),
  },
]

const state: readonly Row[] = [{ row: 'state', holds: () => true, ...both(nothing) }]

/** Row 23, whatever the class: what is neither file nor link nor directory is never opened. */
const special: readonly Row[] = [
  { row: '23', holds: (_b, _o, t) => isThere(t), ...both(conflict('special')) },
  { row: '23', holds: (_b, _o, t) => !isThere(t), ...both(nothing) },
]

/** The rows that could hold for a path of a class. */
export function tableOf(pathClass: PathClass, ours: State): readonly Row[] {
  if (pathClass === 'user') return user
  if (pathClass === 'state') return state
  if (areAll('special', ours)) return special
  return pathClass === 'seed' ? seed : table
}

/** Row 20's "a file of the team's is never deleted", for the rows by which the vendor's own paths give way. */
export function sparing({ row, vendor }: Row, ours: State): { row: string; outcome: Outcome } {
  if (ours.endsWith('+') && vendor.does === 'replace') return { row: '20', outcome: conflict('kind') }
  if (ours.endsWith('+') && vendor.does === 'delete')
    return { row: '21', outcome: { does: 'delete', says: 'notice' } }
  return { row, outcome: vendor }
}

/** Which rows of M hold for the bits of a path that stays, and the bits it ends with. */
export function bitsRow(
  [b, o, t]: readonly [State, State, State],
  pathClass: PathClass,
): { row: 'M1' | 'M2' | 'M3' | null; bits: number | undefined; says?: 'notice' | 'warning' } {
  const [base, ours, theirs] = [b, o, t].map(state =>
    kindOf(state) === kindOf(t) ? bitsOf(state) : undefined,
  )
  if (theirs === undefined || base === undefined || ours === undefined || ours === theirs)
    return { row: null, bits: theirs }
  const isVendors = pathClass === 'vendor'
  const lostX = (theirs & 0o111 & ~ours) !== 0
  if (base === ours) return { row: 'M2', bits: theirs }
  if (base === theirs && !(isVendors && lostX)) return { row: 'M1', bits: ours }
  if (base === theirs) return { row: 'M1', bits: theirs, says: 'warning' }
  if (isVendors) return { row: 'M3', bits: theirs, ...(lostX ? { says: 'warning' } : {}) }
  return { row: 'M3', bits: ours | (theirs & 0o111), says: 'notice' }
}
