import { describe, expect, test } from '@jest/globals'
import type { Decision } from '../../src/merge/decide.ts'
import { decideTree, type TreeDecisions } from '../../src/merge/decide-tree.ts'
import { type PathClass, pathClasses } from '../../src/merge/decision.ts'
import type { Tree, TreeEntry } from '../../src/pack/tree.ts'
import {
  bitsOf,
  bitsRow,
  kindOf,
  type Outcome,
  type Row,
  type State,
  sparing,
  tableOf,
} from '../helpers/merge-table.ts'

const files = ['x644', 'x755', 'x600', 'y644', 'y755', 'z644', 'z711']
const shipped: readonly State[] = ['-', ...files, '>a', '>b', '>c', '/755', '/700']
const onDisk: readonly State[] = [...shipped, '/755+', '/700+', 'fifo']

function entryOf(state: State): TreeEntry | undefined {
  const mode = bitsOf(state) ?? 0
  switch (kindOf(state)) {
    case 'absent':
      return undefined
    case 'special':
      return { kind: 'special' }
    case 'link':
      return { kind: 'link', target: state.slice(1) }
    case 'directory':
      return { kind: 'directory', mode }
    case 'file':
      return { kind: 'file', sha256: state.charAt(0).repeat(64), size: 1, mode }
  }
}

/** The path `p`; where it is a directory with a `+`, with `p/own` in it, and of the update's with `p/new`. */
function treeOf(state: State, inside?: string): Tree {
  const tree = new Map<string, TreeEntry>()
  const entry = entryOf(state)
  const file = entryOf('z644')
  if (entry !== undefined) tree.set('p', entry)
  if (entry?.kind === 'directory' && inside !== undefined && file !== undefined) tree.set(inside, file)
  return tree
}

interface Case {
  name: string
  pathClass: PathClass
  states: readonly [State, State, State]
  decisions: TreeDecisions
  decision: Decision
}

const cases: readonly Case[] = pathClasses.flatMap(pathClass =>
  shipped.flatMap(b => onDisk.flatMap(o => shipped.map(t => caseOf(pathClass, [b, o, t])))),
)

function caseOf(pathClass: PathClass, states: Case['states']): Case {
  const [b, o, t] = states
  const trees = {
    base: treeOf(b),
    ours: treeOf(o, o.endsWith('+') ? 'p/own' : undefined),
    theirs: treeOf(t, 'p/new'),
  }
  const decisions = decideTree(trees, () => pathClass)
  // Where no side has the path there is nothing to decide.
  const decision = decisions.get('p') ?? { row: 'none', action: 'nothing' }
  return { name: `${pathClass}: ${states.join(' | ')}`, pathClass, states, decisions, decision }
}

const decided = cases.filter(({ decision }) => decision.row !== 'none')

function rowsFor({ pathClass, states }: Case): Row[] {
  return tableOf(pathClass, states[1]).filter(({ holds }) => holds(...states))
}

function expected(one: Case): { row: string; outcome: Outcome } {
  const [row] = rowsFor(one)
  if (row === undefined) throw new Error(`no row for ${one.name}`)
  return one.pathClass === 'vendor' ? sparing(row, one.states[1]) : { row: row.row, outcome: row.config }
}

/** Bits are decided where content of the update's kind stays or comes; elsewhere only the row counts. */
function expectedBits(one: Case): ReturnType<typeof bitsRow> {
  const [, o, t] = one.states
  const { row, outcome } = expected(one)
  const same = kindOf(o) === kindOf(t)
  const byTable = one.pathClass === 'vendor' || one.pathClass === 'config'
  if (outcome.does === 'replace')
    return outcome.aside === true ? { row: null, bits: bitsOf(t) } : bitsRow(one.states, one.pathClass)
  if (outcome.does === 'nothing' && byTable && same && ['1', '5', '8', '9'].includes(row))
    return bitsRow(one.states, one.pathClass)
  return { row: null, bits: bitsOf(o) }
}

const verbs = { nothing: 'nothing', write: 'replace', delete: 'delete', conflict: 'conflict' } as const

/** What was decided, in the words of the table. */
function told(decision: Decision): Outcome & { row: string } {
  return {
    row: decision.row,
    does: verbs[decision.action],
    ...(decision.action === 'conflict' ? { conflict: decision.conflict } : {}),
    ...('replaces' in decision ? { aside: true as const } : {}),
  }
}

function failing(holds: (one: Case) => boolean): string[] {
  return decided.filter(one => !holds(one)).map(({ name }) => name)
}

describe('every combination of what the three sides can hold, in every class', () => {
  test('is there, and belongs to exactly one row of the table', () => {
    expect(cases).toHaveLength(5 * 13 * 16 * 13)
    expect(decided).toHaveLength(cases.length - 5)
    expect(failing(one => rowsFor(one).length === 1)).toEqual([])
  })

  test('is decided as its row says', () => {
    const wrong = decided.flatMap(one => {
      const { row, outcome } = expected(one)
      const { says, ...rest } = outcome
      const found = told(one.decision)
      const wanted = { row, ...rest }
      return JSON.stringify(Object.entries(found).sort()) === JSON.stringify(Object.entries(wanted).sort())
        ? []
        : [`${one.name}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`]
    })

    expect(wrong).toEqual([])
  })

  test('is said where the table says so, and passes silently elsewhere', () => {
    const silent = failing(one => {
      const says = [expected(one).outcome.says, expectedBits(one).says]
      const { notice, warning } = one.decision
      return (
        says.includes('notice') === (notice !== undefined) &&
        says.includes('warning') === (warning !== undefined)
      )
    })

    expect(silent).toEqual([])
  })

  test('ends with the permission bits of rows M1 to M3', () => {
    const wrong = decided.flatMap(one => {
      const { outcome } = expected(one)
      if (outcome.does === 'delete' || outcome.does === 'conflict') return []
      const [, o, t] = one.states
      const bits = one.decision.mode ?? bitsOf(outcome.does === 'replace' ? t : o)
      const wanted = expectedBits(one).bits
      return bits === wanted ? [] : [`${one.name}: ${bits?.toString(8)}, not ${wanted?.toString(8)}`]
    })

    expect(wrong).toEqual([])
  })

  test('hits every row that states can show', () => {
    const rows = new Set(decided.flatMap(one => [expected(one).row, expectedBits(one).row ?? '']))
    // 12 and E1 take contents, R1 takes the update's word: below, and in `rows-end-to-end.test.ts`.
    const wanted = Array.from({ length: 24 }, (_, index) => String(index + 1)).filter(row => row !== '12')

    expect([...rows].filter(row => row !== '').sort()).toEqual(
      [...wanted, 'M1', 'M2', 'M3', 'seed', 'state', 'user'].sort(),
    )
  })
})

describe('what lies below', () => {
  test('of the team’s is never touched (rows 7, 20 and 21)', () => {
    const touched = failing(({ decisions }) => (decisions.get('p/own')?.action ?? 'nothing') === 'nothing')

    expect(touched).toEqual([])
  })

  test('of the update’s comes where a directory will be, and nowhere else (rows 4, 19, 22 and 24)', () => {
    const wrong = failing(one => {
      const below = one.decisions.get('p/new')
      if (below === undefined) return true
      return below.action === wantedBelow(one).action && below.row === wantedBelow(one).row
    })

    expect(wrong).toEqual([])
  })
})

function wantedBelow(one: Case): { action: Decision['action']; row: string } {
  const { pathClass, states } = one
  const { row, outcome } = expected(one)
  const stands = kindOf(states[1])
  if (pathClass === 'user' || pathClass === 'state') return { action: 'nothing', row: pathClass }
  if (outcome.does === 'conflict') return { action: 'nothing', row }
  if (outcome.does === 'replace' || stands === 'directory' || stands === 'absent')
    return { action: 'write', row: '4' }
  return { action: 'conflict', row: stands === 'link' ? '24' : '22' }
}

describe('row R1', () => {
  const renames = [{ from: 'p', to: 'q' }]
  const trees = {
    base: treeOf('x644'),
    ours: treeOf('y644'),
    theirs: new Map([['q', treeOf('z644').get('p')]]),
  }
  const theirs = new Map(
    [...trees.theirs].flatMap(([path, entry]) => (entry ? [[path, entry] as const] : [])),
  )

  test.each(pathClasses)('holds for a changed file of class %s that the update took elsewhere', pathClass => {
    const decision = decideTree({ ...trees, theirs }, () => pathClass, renames).get('p')

    const isTeams = !['config', 'vendor'].includes(pathClass)
    expect(decision?.row).toBe(isTeams ? pathClass : 'R1')
    if (pathClass === 'config') expect(decision).toMatchObject({ action: 'conflict', renamedTo: 'q' })
    if (pathClass === 'vendor') expect(decision).toMatchObject({ action: 'delete', replaces: true })
  })
})
