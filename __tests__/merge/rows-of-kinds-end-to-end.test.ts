import { expect, test } from '@jest/globals'
import { meet } from '../helpers/meeting.ts'
import { notice, outcomeOf, type RowCase, wantedOf } from '../helpers/row-cases.ts'

const vendor = { '**': 'vendor' } as const
const to = (target: string): { link: string } => ({ link: target })
const kinds: readonly RowCase[] = [
  {
    row: '16',
    name: 'a changed file that becomes a link',
    base: { a: 'x', k: '' },
    ours: { a: 'u', k: '' },
    theirs: { a: to('k'), k: '' },
    home: { a: '644 u', k: '644 ' },
    conflicts: [{ path: 'a', row: '16', kind: 'kind' }],
  },
  {
    row: '16',
    name: 'of the vendor’s own becomes the link',
    base: { a: 'x', k: '' },
    ours: { a: 'u', k: '' },
    theirs: { a: to('k'), k: '' },
    classes: vendor,
    home: { a: '-> k', k: '644 ' },
    notices: [{ path: 'a', row: '16', ...notice }],
    replaced: { a: '644 u' },
  },
  {
    row: '17',
    name: 'a link that both turned elsewhere',
    base: { a: to('k'), k: '' },
    ours: { a: to('u'), k: '' },
    theirs: { a: to('l'), k: '' },
    home: { a: '-> u', k: '644 ' },
    conflicts: [{ path: 'a', row: '17', kind: 'link' }],
  },
  {
    row: '17',
    name: 'of the vendor’s own leads where the update says',
    base: { a: to('k'), k: '' },
    ours: { a: to('u'), k: '' },
    theirs: { a: to('l'), k: '' },
    classes: vendor,
    home: { a: '-> l', k: '644 ' },
    notices: [{ path: 'a', row: '17', ...notice }],
    replaced: { a: '644 u' },
  },
  {
    row: '18',
    name: 'the link itself is replaced, what it led to stays',
    base: { a: to('k'), k: 'k', l: 'l' },
    ours: { a: to('k'), k: 'k', l: 'l' },
    theirs: { a: to('l'), k: 'k', l: 'l' },
    home: { a: '-> l', k: '644 k', l: '644 l' },
  },
  {
    row: '19',
    name: 'a changed file that becomes a directory, and nothing below it comes',
    base: { a: 'x' },
    ours: { a: 'u' },
    theirs: { 'a/b': 'y' },
    home: { a: '644 u' },
    conflicts: [{ path: 'a', row: '19', kind: 'kind' }],
  },
  {
    row: '19',
    name: 'of the vendor’s own becomes the directory',
    base: { a: 'x' },
    ours: { a: 'u' },
    theirs: { 'a/b': 'y' },
    classes: vendor,
    home: { 'a/b': '644 y' },
    notices: [{ path: 'a', row: '19', ...notice }],
    replaced: { a: '644 u' },
  },
  ...(['config', 'vendor'] as const).flatMap((pathClass): RowCase[] => [
    {
      row: '20',
      name: `a directory with a file of ours that becomes a file (${pathClass})`,
      base: { 'a/b': 'x' },
      ours: { 'a/b': 'x', 'a/own': 'u' },
      theirs: { a: 'y' },
      classes: { '**': pathClass },
      home: { 'a/b': '644 x', 'a/own': '644 u' },
      conflicts: [{ path: 'a', row: '20', kind: 'kind' }],
    },
    {
      row: '20',
      name: `with \`on-conflict: ours\` stays as it is, all of it (${pathClass})`,
      base: { 'a/b': 'x', k: '' },
      ours: { 'a/b': 'x', 'a/own': 'u', k: '' },
      theirs: { a: 'y', k: '1' },
      classes: { '**': pathClass },
      merging: { onConflict: 'ours' },
      home: { 'a/b': '644 x', 'a/own': '644 u', k: '644 1' },
      notices: [{ path: 'a', row: '20', ...notice }],
    },
    {
      row: '21',
      name: `a dropped directory with a file of ours (${pathClass})`,
      base: { 'a/b': 'x', k: '' },
      ours: { 'a/b': 'x', 'a/own': 'u', k: '' },
      theirs: { k: '' },
      classes: { '**': pathClass },
      home: { 'a/own': '644 u', k: '644 ' },
      notices: [{ path: 'a', row: '21', ...notice }],
    },
    {
      row: '22',
      name: `a file of ours where a directory comes (${pathClass})`,
      base: { k: '' },
      ours: { a: 'u', k: '' },
      theirs: { 'a/x': 'y', k: '' },
      classes: { '**': pathClass },
      home: { a: '644 u', k: '644 ' },
      conflicts: [{ path: 'a', row: '22', kind: 'kind' }],
    },
    {
      row: '23',
      name: `a fifo of ours where the update has a file (${pathClass})`,
      base: { a: 'x', k: '' },
      ours: { k: '' },
      fifos: ['a'],
      theirs: { a: 'y', k: '' },
      classes: { '**': pathClass },
      home: { a: 'special', k: '644 ' },
      conflicts: [{ path: 'a', row: '23', kind: 'special' }],
    },
    {
      row: '23',
      name: `a fifo of ours that the update knows nothing of (${pathClass})`,
      base: { k: '' },
      ours: { k: '' },
      fifos: ['own'],
      theirs: { k: '1' },
      classes: { '**': pathClass },
      home: { k: '644 1', own: 'special' },
    },
    {
      row: '24',
      name: `a link for a directory is not written through (${pathClass})`,
      base: { 'data/a': 'x', 'there/a': 'x' },
      ours: { data: to('there'), 'there/a': 'x' },
      theirs: { 'data/a': 'y', 'there/a': 'x' },
      classes: { '**': pathClass },
      home: { data: '-> there', 'there/a': '644 x' },
      conflicts: [{ path: 'data/a', row: '24', kind: 'escape' }],
    },
    {
      row: '24',
      name: `a link for a directory is kept where nothing changed below (${pathClass})`,
      base: { 'data/a': 'x', k: '' },
      ours: { data: to('there'), 'there/a': 'u', k: '' },
      theirs: { 'data/a': 'x', k: '1' },
      classes: { '**': pathClass },
      home: { data: '-> there', 'there/a': '644 u', k: '644 1' },
      notices: [{ path: 'data', row: '24', ...notice }],
    },
  ]),
]

const theirs = { onConflict: 'theirs' } as const
/** With `on-conflict: theirs`: the whole subtree becomes the update's, and what was ours is kept aside. */
const taken: readonly RowCase[] = [
  {
    row: '16',
    name: 'a changed file becomes the link',
    base: { a: 'x', k: '' },
    ours: { a: 'u', k: '' },
    theirs: { a: to('k'), k: '' },
    home: { a: '-> k', k: '644 ' },
    notices: [{ path: 'a', row: '16', ...notice }],
    replaced: { a: '644 u' },
  },
  {
    row: '19',
    name: 'a changed file becomes the directory',
    base: { a: 'x' },
    ours: { a: 'u' },
    theirs: { 'a/b/c': 'y', 'a/d': 'z' },
    home: { 'a/b/c': '644 y', 'a/d': '644 z' },
    notices: [{ path: 'a', row: '19', ...notice }],
    replaced: { a: '644 u' },
  },
  {
    row: '20',
    name: 'a directory with a file of ours becomes the file',
    base: { 'a/b': 'x', 'a/c/d': 'x' },
    ours: { 'a/b': 'x', 'a/c/d': 'v', 'a/c/own': 'u' },
    theirs: { a: 'y' },
    home: { a: '644 y' },
    notices: [{ path: 'a', row: '20', ...notice }],
    replaced: { 'a/c/d': '644 v', 'a/c/own': '644 u' },
  },
  {
    row: '22',
    name: 'a file of ours gives way to a directory that is new',
    base: { k: '' },
    ours: { a: 'u', k: '' },
    theirs: { 'a/x': 'y', k: '' },
    home: { 'a/x': '644 y', k: '644 ' },
    notices: [{ path: 'a', row: '22', ...notice }],
    replaced: { a: '644 u' },
  },
  {
    row: '22',
    name: 'a file of ours in the place of a directory that changed below',
    base: { 'a/x': 'x', 'a/z': 'x' },
    ours: { a: 'u' },
    theirs: { 'a/x': 'y', 'a/z': 'x' },
    home: { 'a/x': '644 y', 'a/z': '644 x' },
    notices: [{ path: 'a', row: '22', ...notice }],
    replaced: { a: '644 u' },
  },
  {
    row: '24',
    name: 'a link for a directory gives way to it, and what it led to is not touched',
    base: { 'data/a': 'x', 'there/a': 'x' },
    ours: { data: to('there'), 'there/a': 'x' },
    theirs: { 'data/a': 'y', 'there/a': 'x' },
    home: { 'data/a': '644 y', 'there/a': '644 x' },
    notices: [{ path: 'data', row: '24', ...notice }],
    replaced: { data: '644 there' },
  },
  {
    row: '23',
    name: 'a fifo of ours cannot be kept aside, and stays a conflict',
    base: { a: 'x', k: '' },
    ours: { k: '' },
    fifos: ['a'],
    theirs: { a: 'y', k: '' },
    home: { a: 'special', k: '644 ' },
    conflicts: [{ path: 'a', row: '23', kind: 'special' }],
  },
  {
    row: '20',
    name: 'a directory with a file that no update may touch stays a conflict',
    base: { 'a/b': 'x' },
    ours: { 'a/b': 'x', 'a/own': 'u' },
    theirs: { a: 'y' },
    merging: { classOf: path => (path === 'a/own' ? 'user' : null) },
    home: { 'a/b': '644 x', 'a/own': '644 u' },
    conflicts: [{ path: 'a', row: '20', kind: 'kind' }],
  },
]

test.each(taken)('with `on-conflict: theirs` row $row: $name', async one => {
  const met = await meet({ ...one, merging: { ...one.merging, ...theirs } })

  expect(outcomeOf(met)).toEqual(wantedOf(one))
})

test.each(kinds)('row $row: $name', async one => {
  const met = await meet(one)

  expect(outcomeOf(met)).toEqual(wantedOf(one))
})

test('rows 16 to 24 are all here', () => {
  const wanted = Array.from({ length: 9 }, (_, index) => String(index + 16))

  expect([...new Set(kinds.map(({ row }) => row))]).toEqual(wanted)
})
