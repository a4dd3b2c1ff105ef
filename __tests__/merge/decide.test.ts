import { describe, expect, test } from '@jest/globals'
import { type Decision, decide, type Sides, same } from '../../src/merge/decide.ts'
import { type PathClass, pathClasses } from '../../src/merge/decision.ts'
import type { FileEntry, TreeEntry } from '../../src/pack/tree.ts'

function file(content: string, mode = 0o644): FileEntry {
  return { kind: 'file', sha256: content.repeat(64), size: 1, mode }
}

const states: Record<string, TreeEntry | null> = {
  absent: null,
  x: file('a'),
  y: file('b'),
  z: file('c'),
  'link a': { kind: 'link', target: 'a' },
  'link b': { kind: 'link', target: 'b' },
  'link c': { kind: 'link', target: 'c' },
  directory: { kind: 'directory', mode: 0o755 },
  special: { kind: 'special' },
}

function state(name: string): TreeEntry | null {
  const entry = states[name]
  if (entry === undefined) throw new Error(`no state ${name}`)
  return entry
}

interface Case extends Sides {
  name: string
  pathClass: PathClass
}

/** Every base and theirs (a vendor ships no specials) with every ours, in every class. */
function allCases(): Case[] {
  const names = Object.keys(states)
  const shipped = names.filter(name => name !== 'special')
  return shipped.flatMap(base =>
    names.flatMap(ours =>
      shipped.flatMap(theirs =>
        pathClasses.map(pathClass => ({
          name: `${pathClass}: ${base} | ${ours} | ${theirs}`,
          pathClass,
          base: state(base),
          ours: state(ours),
          theirs: state(theirs),
        })),
      ),
    ),
  )
}

const cases = allCases()

/** What is on disk once a decision was carried out. */
function carriedOut({ ours, theirs }: Sides, decision: Decision): TreeEntry | null {
  if (decision.action === 'delete') return null
  const entry = decision.action === 'write' ? theirs : ours
  if (decision.mode === undefined || entry === null || entry.kind === 'link' || entry.kind === 'special')
    return entry
  return { ...entry, mode: decision.mode }
}

/** Names of the cases that break a rule. */
function breaking(rule: (one: Case, decision: Decision) => boolean): string[] {
  return cases.filter(one => !rule(one, decide(one, one.pathClass))).map(({ name }) => name)
}

describe('every combination of base, ours and theirs in every class', () => {
  test('has a decision with a row', () => {
    expect(cases).toHaveLength(8 * 9 * 8 * 5)
    expect(breaking((_, { row, action }) => row !== '' && action.length > 0)).toEqual([])
  })

  test('never loses what only the team has: it stays, or is said to be kept aside', () => {
    const broken = breaking(
      ({ base, ours }, decision) =>
        (decision.action !== 'write' && decision.action !== 'delete') ||
        ours === null ||
        same(base, ours) ||
        (decision.replaces === true && decision.notice !== undefined),
    )

    expect(broken).toEqual([])
  })

  test('writes only what the update has, and deletes only what it has not', () => {
    const broken = breaking(
      ({ ours, theirs }, { action }) =>
        (action !== 'write' || theirs !== null) &&
        (action !== 'delete' || (theirs === null && ours !== null)),
    )

    expect(broken).toEqual([])
  })

  test('takes every change of the vendor where the team changed nothing', () => {
    const broken = breaking(
      one =>
        !same(one.base, one.ours) ||
        (one.pathClass !== 'vendor' && one.pathClass !== 'config') ||
        same(carriedOut(one, decide(one, one.pathClass)), one.theirs),
    )

    expect(broken).toEqual([])
  })

  test('is a conflict in `config` wherever both sides changed the path differently', () => {
    const broken = breaking(one => {
      if (one.pathClass !== 'config') return true
      return (decide(one, 'config').action === 'conflict') === (meets(one) || metSpecial(one))
    })

    expect(broken).toEqual([])
  })

  test('takes the vendor’s own file wherever both sides changed it, but for kinds of ours that nobody could keep', () => {
    const broken = breaking((one, decision) => {
      if (one.pathClass !== 'vendor' || !meets(one)) return true
      if (one.base === null && one.ours?.kind !== one.theirs?.kind) return decision.action === 'conflict'
      return same(carriedOut(one, decision), one.theirs)
    })

    expect(broken).toEqual([])
  })

  test('replaces of the team’s only the vendor’s own files', () => {
    const broken = breaking(({ pathClass }, decision) => pathClass === 'vendor' || !('replaces' in decision))

    expect(broken).toEqual([])
  })

  test('is a conflict, in any class but the team’s own, where the update has a path that is a fifo or a device here', () => {
    const broken = breaking(
      (one, { action }) => isOurs(one.pathClass) || !metSpecial(one) || action === 'conflict',
    )

    expect(broken).toEqual([])
  })

  test('has nothing to do the second time', () => {
    const broken = breaking((one, decision) => {
      if (decision.action === 'conflict' || one.ours?.kind === 'special') return true
      const ours = carriedOut(one, decision)
      const again = decide({ base: one.theirs, ours, theirs: one.theirs }, one.pathClass)
      return again.action === 'nothing' && again.mode === undefined
    })

    expect(broken).toEqual([])
  })

  test('leaves everything alone in `state`, and everything of ours in `user`', () => {
    const broken = breaking(({ pathClass }, { action }) => !isOurs(pathClass) || action === 'nothing')

    expect(broken).toEqual([])
  })
})

/** Whether both sides changed a path, in different ways. */
function meets({ base, ours, theirs }: Sides): boolean {
  return ours?.kind !== 'special' && !same(base, ours) && !same(base, theirs) && !same(ours, theirs)
}

function metSpecial({ ours, theirs }: Sides): boolean {
  return ours?.kind === 'special' && theirs !== null
}

function isOurs(pathClass: PathClass): boolean {
  return pathClass === 'state' || pathClass === 'user'
}

describe('the rows of the decision table', () => {
  test.each([
    ['1', 'x', 'x', 'x', 'nothing'],
    ['2', 'x', 'x', 'y', 'write'],
    ['2', 'x', 'x', 'link a', 'write'],
    ['2', 'x', 'x', 'directory', 'write'],
    ['3', 'x', 'x', 'absent', 'delete'],
    ['4', 'absent', 'absent', 'y', 'write'],
    ['4', 'absent', 'absent', 'link a', 'write'],
    ['5', 'x', 'y', 'x', 'nothing'],
    ['6', 'x', 'absent', 'x', 'nothing'],
    ['7', 'absent', 'x', 'absent', 'nothing'],
    ['8', 'x', 'y', 'y', 'nothing'],
    ['9', 'absent', 'y', 'y', 'nothing'],
    ['10', 'x', 'absent', 'absent', 'nothing'],
    ['18', 'link a', 'link a', 'link b', 'write'],
    ['21', 'directory', 'directory', 'absent', 'delete'],
    ['23', 'x', 'special', 'absent', 'nothing'],
    ['24', 'directory', 'link a', 'directory', 'nothing'],
  ])('row %s: %s, %s, %s is %s', (row, base, ours, theirs, action) => {
    const sides = { base: state(base), ours: state(ours), theirs: state(theirs) }

    expect(decide(sides, 'config')).toMatchObject({ row, action })
    expect(decide(sides, 'vendor')).toMatchObject({ row, action })
  })

  test.each([
    ['11', 'x', 'y', 'z', 'modify/modify'],
    ['13', 'x', 'y', 'absent', 'modify/delete'],
    ['14', 'x', 'absent', 'y', 'delete/modify'],
    ['15', 'absent', 'x', 'y', 'add/add'],
    ['16', 'x', 'y', 'link a', 'kind'],
    ['16', 'link a', 'link b', 'x', 'kind'],
    ['19', 'x', 'y', 'directory', 'kind'],
    ['22', 'absent', 'x', 'directory', 'kind'],
    ['22', 'absent', 'x', 'link a', 'kind'],
    ['23', 'x', 'special', 'x', 'special'],
    ['23', 'absent', 'special', 'y', 'special'],
  ])('row %s: %s, %s, %s is the conflict %s', (row, base, ours, theirs, conflict) => {
    const sides = { base: state(base), ours: state(ours), theirs: state(theirs) }

    expect(decide(sides, 'config')).toEqual({ row, action: 'conflict', conflict })
  })

  test.each([
    ['11', 'x', 'y', 'z', 'write'],
    ['13', 'x', 'y', 'absent', 'delete'],
    ['15', 'absent', 'x', 'y', 'write'],
    ['16', 'x', 'y', 'link a', 'write'],
    ['16', 'link a', 'link b', 'x', 'write'],
    ['17', 'link b', 'link c', 'link a', 'write'],
    ['19', 'x', 'y', 'directory', 'write'],
  ])(
    'row %s: the vendor’s own %s, %s, %s becomes the update’s and ours is kept aside',
    (row, base, ours, theirs, action) => {
      const sides = { base: state(base), ours: state(ours), theirs: state(theirs) }

      expect(decide(sides, 'vendor')).toMatchObject({
        row,
        action,
        replaces: true,
        notice: expect.any(String),
      })
    },
  )

  test('row 14: a file of the vendor’s own that was deleted here comes back with a change, and that is said', () => {
    const decision = decide({ base: state('x'), ours: null, theirs: state('y') }, 'vendor')

    expect(decision).toEqual({ row: '14', action: 'write', notice: expect.any(String), mode: 0o644 })
  })

  test.each([
    ['22', 'absent', 'x', 'directory', 'kind'],
    ['22', 'absent', 'x', 'link a', 'kind'],
    ['23', 'x', 'special', 'x', 'special'],
  ])(
    'row %s: also among the vendor’s own files, %s, %s, %s is the conflict %s',
    (row, base, ours, theirs, conflict) => {
      const sides = { base: state(base), ours: state(ours), theirs: state(theirs) }

      expect(decide(sides, 'vendor')).toEqual({ row, action: 'conflict', conflict })
    },
  )

  test.each([
    ['5', 'y'],
    ['6', 'absent'],
  ])('row %s: drift of the vendor’s own file is a warning', (row, ours) => {
    const decision = decide({ base: state('x'), ours: state(ours), theirs: state('x') }, 'vendor')

    expect(decision).toEqual({ row, action: 'nothing', warning: expect.any(String) })
  })

  test('row 17: a link that both sides turned elsewhere is a conflict', () => {
    const turned: TreeEntry = { kind: 'link', target: 'elsewhere' }

    const decision = decide({ base: state('link a'), ours: turned, theirs: state('link b') }, 'config')

    expect(decision).toEqual({ row: '17', action: 'conflict', conflict: 'link' })
  })

  test.each([
    ['drift', 'x', 'y', 'x'],
    ['a deletion', 'x', 'absent', 'x'],
    ['a link for a directory', 'directory', 'link a', 'directory'],
  ])('%s is said', (_, base, ours, theirs) => {
    const decision = decide({ base: state(base), ours: state(ours), theirs: state(theirs) }, 'config')

    expect(decision.notice).toMatch(/kept|stays deleted/)
  })
})

describe('classes that are the team’s', () => {
  test('`seed` is added once, and afterwards ours stays whatever the update has', () => {
    const first = decide({ base: null, ours: null, theirs: file('a') }, 'seed')
    const later = decide({ base: file('a'), ours: file('b'), theirs: file('c') }, 'seed')
    const deleted = decide({ base: file('a'), ours: null, theirs: file('c') }, 'seed')

    expect(first).toMatchObject({ row: '4', action: 'write' })
    expect([later, deleted]).toEqual([
      { row: 'seed', action: 'nothing' },
      { row: 'seed', action: 'nothing' },
    ])
  })

  test('`user` keeps ours and says so where the update brings a version of its own', () => {
    const changed = decide({ base: file('a'), ours: file('b'), theirs: file('c') }, 'user')
    const quiet = decide({ base: file('a'), ours: file('b'), theirs: file('a') }, 'user')

    expect(changed).toMatchObject({ row: 'user', action: 'nothing', notice: expect.any(String) })
    expect(quiet).toEqual({ row: 'user', action: 'nothing' })
  })

  test('a fifo at a path of class `user` is left alone', () => {
    const decision = decide({ base: file('a'), ours: { kind: 'special' }, theirs: file('b') }, 'user')

    expect(decision.action).toBe('nothing')
  })
})

describe('permission bits', () => {
  const modes = (base: number, ours: number, theirs: number, pathClass: PathClass = 'config', next = 'a') =>
    decide({ base: file('a', base), ours: file('a', ours), theirs: file(next, theirs) }, pathClass)

  test('M1: bits that only the team changed stay', () => {
    expect(modes(0o755, 0o700, 0o755)).toEqual({ row: '1', action: 'nothing' })
  })

  test('M1: bits that only the team changed stay on new content', () => {
    expect(modes(0o755, 0o700, 0o755, 'config', 'b')).toMatchObject({ action: 'write', mode: 0o700 })
  })

  test('M1: a lost x bit of the vendor’s own file comes back, and that is said', () => {
    const decision = modes(0o755, 0o644, 0o755, 'vendor')

    expect(decision).toMatchObject({ row: '1', action: 'nothing', mode: 0o755, warning: expect.any(String) })
  })

  test('M2: bits that only the update changed are set', () => {
    expect(modes(0o644, 0o644, 0o755)).toEqual({ row: '1', action: 'nothing', mode: 0o755 })
  })

  test('M3: bits that both changed are the team’s, with every x of the vendor’s, and that is said', () => {
    const decision = modes(0o644, 0o600, 0o755)

    expect(decision).toMatchObject({ action: 'nothing', mode: 0o711, notice: expect.any(String) })
  })

  test('M3: bits of the vendor’s own file that both changed are the vendor’s', () => {
    expect(modes(0o644, 0o777, 0o600, 'vendor')).toMatchObject({ action: 'nothing', mode: 0o600 })
  })

  test('a second decision after any bits asks for nothing', () => {
    const bits = [0o644, 0o755, 0o700, 0o600, 0o744]
    const restless = pathClasses.flatMap(pathClass =>
      bits.flatMap(base =>
        bits.flatMap(ours =>
          bits.filter(theirs => {
            const mode = modes(base, ours, theirs, pathClass).mode ?? ours
            return modes(theirs, mode, theirs, pathClass).mode !== undefined
          }),
        ),
      ),
    )

    expect(restless).toEqual([])
  })
})
