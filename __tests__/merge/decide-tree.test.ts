import { describe, expect, test } from '@jest/globals'
import { conflictsOf, decideTree, noticesOf, type Trees } from '../../src/merge/decide-tree.ts'
import type { Tree, TreeEntry } from '../../src/pack/tree.ts'

const directory: TreeEntry = { kind: 'directory', mode: 0o755 }
const link: TreeEntry = { kind: 'link', target: 'data' }

function file(content: string): TreeEntry {
  return { kind: 'file', sha256: content.repeat(64), size: 1, mode: 0o644 }
}

function trees(base: Record<string, TreeEntry>, ours: typeof base, theirs: typeof base): Trees {
  const tree = (entries: typeof base): Tree => new Map(Object.entries(entries))
  return { base: tree(base), ours: tree(ours), theirs: tree(theirs) }
}

const config = () => 'config' as const

test('row 19: a changed file that becomes a directory is one conflict, and nothing below it is applied', () => {
  const decisions = decideTree(
    trees({ a: file('1') }, { a: file('2') }, { a: directory, 'a/b': file('3') }),
    config,
  )

  expect(conflictsOf(decisions)).toEqual([{ path: 'a', row: '19', kind: 'kind' }])
  expect(decisions.get('a/b')).toMatchObject({ action: 'nothing' })
})

test('an unchanged file that becomes a directory is replaced with all below it', () => {
  const decisions = decideTree(
    trees({ a: file('1') }, { a: file('1') }, { a: directory, 'a/b': file('3') }),
    config,
  )

  expect([...decisions].map(([path, { action }]) => [path, action])).toEqual([
    ['a', 'write'],
    ['a/b', 'write'],
  ])
})

test.each([
  ['file', file('9')],
  ['empty directory', directory],
])('row 20: a directory with a %s of the team’s inside does not become a file', (_, own) => {
  const before = { a: directory, 'a/b': file('1') }

  const decisions = decideTree(trees(before, { ...before, 'a/own': own }, { a: file('2') }), config)

  expect(conflictsOf(decisions)).toEqual([{ path: 'a', row: '20', kind: 'kind' }])
})

test('a directory that holds the vendor’s files only becomes a file', () => {
  const before = { a: directory, 'a/b': file('1') }

  const decisions = decideTree(trees(before, before, { a: file('2') }), config)

  expect(decisions.get('a')).toMatchObject({ action: 'write' })
  expect(decisions.get('a/b')).toMatchObject({ action: 'delete' })
})

test('row 21: of a dropped directory the vendor’s files go and the team’s stay', () => {
  const before = { a: directory, 'a/b': file('1') }

  const decisions = decideTree(trees(before, { ...before, 'a/own': file('9') }, {}), config)

  expect(decisions.get('a/b')).toEqual({ row: '3', action: 'delete' })
  expect(decisions.get('a/own')).toEqual({ row: '7', action: 'nothing' })
  expect(conflictsOf(decisions)).toEqual([])
})

test('row 22: a file of the team’s where the update adds a directory is a conflict', () => {
  const decisions = decideTree(trees({}, { a: file('9') }, { a: directory, 'a/b': file('1') }), config)

  expect(conflictsOf(decisions)).toEqual([{ path: 'a', row: '22', kind: 'kind' }])
})

test('row 24: nothing is written through a link that stands in for a directory', () => {
  const decisions = decideTree(
    trees(
      { a: directory, 'a/b': file('1'), 'a/c': file('1') },
      { a: link },
      { a: directory, 'a/b': file('2'), 'a/c': file('1') },
    ),
    config,
  )

  expect(conflictsOf(decisions)).toEqual([{ path: 'a/b', row: '24', kind: 'escape' }])
  expect(decisions.get('a')).toMatchObject({ row: '24', action: 'nothing' })
})

test.each(['state', 'user'] as const)('a changed file of class %s below a link is no conflict', pathClass => {
  const decisions = decideTree(
    trees({ a: directory, 'a/b': file('1') }, { a: link }, { a: directory, 'a/b': file('2') }),
    path => (path === 'a/b' ? pathClass : 'config'),
  )

  expect(conflictsOf(decisions)).toEqual([])
})

describe('row R1: a file that was changed here is gone, and the update says what took its place', () => {
  const moved = trees({ 'a.jar': file('1') }, { 'a.jar': file('2') }, { 'b.jar': file('3') })
  const renames = [{ from: 'a.jar', to: 'b.jar' }]

  test('is a conflict that points there', () => {
    expect(conflictsOf(decideTree(moved, config, renames))).toEqual([
      { path: 'a.jar', row: 'R1', kind: 'modify/delete', renamedTo: 'b.jar' },
    ])
  })

  test('of the vendor’s own, goes with a notice that points there', () => {
    const decisions = decideTree(moved, () => 'vendor', renames)

    expect(decisions.get('a.jar')).toMatchObject({ action: 'delete', replaces: true })
    expect(noticesOf(decisions)).toEqual([
      { path: 'a.jar', row: 'R1', severity: 'notice', message: expect.stringContaining('b.jar') },
    ])
  })

  test('says nothing where the file was not changed', () => {
    const unchanged = trees({ 'a.jar': file('1') }, { 'a.jar': file('1') }, { 'b.jar': file('3') })

    expect(decideTree(unchanged, config, renames).get('a.jar')).toEqual({ row: '3', action: 'delete' })
  })
})
