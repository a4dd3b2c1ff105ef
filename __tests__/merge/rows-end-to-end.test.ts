import { expect, test } from '@jest/globals'
import { meet } from '../helpers/meeting.ts'
import { notice, outcomeOf, type RowCase, wantedOf, warning } from '../helpers/row-cases.ts'

const vendor = { '**': 'vendor' } as const
const text = 'host = a\nport = 1\nname = v\nmode = x\nlog = off\n'
const hostOurs = text.replace('host = a', 'host = ours')
const logTheirs = text.replace('log = off', 'log = on')

/** Config first, then the vendor's own where its column says something else. A path `k` stays, so that no side is empty. */
const rows: readonly RowCase[] = [
  { row: '1', name: 'nothing', base: { a: 'x' }, ours: { a: 'x' }, theirs: { a: 'x' }, home: { a: '644 x' } },
  { row: '2', name: 'replace', base: { a: 'x' }, ours: { a: 'x' }, theirs: { a: 'y' }, home: { a: '644 y' } },
  {
    row: '3',
    name: 'delete',
    base: { a: 'x', k: '' },
    ours: { a: 'x', k: '' },
    theirs: { k: '' },
    home: { k: '644 ' },
  },
  {
    row: '4',
    name: 'add',
    base: { k: '' },
    ours: { k: '' },
    theirs: { 'a/b': 'y', k: '' },
    home: { 'a/b': '644 y', k: '644 ' },
  },
  {
    row: '5',
    name: 'ours is kept and listed',
    base: { a: 'x' },
    ours: { a: 'u' },
    theirs: { a: 'x' },
    home: { a: '644 u' },
    notices: [{ path: 'a', row: '5', ...notice }],
  },
  {
    row: '5',
    name: 'ours of the vendor’s own is kept with a warning',
    base: { a: 'x' },
    ours: { a: 'u' },
    theirs: { a: 'x' },
    classes: vendor,
    home: { a: '644 u' },
    notices: [{ path: 'a', row: '5', ...warning }],
  },
  {
    row: '6',
    name: 'stays deleted',
    base: { a: 'x', k: '' },
    ours: { k: '' },
    theirs: { a: 'x', k: '' },
    home: { k: '644 ' },
    notices: [{ path: 'a', row: '6', ...notice }],
  },
  {
    row: '6',
    name: 'of the vendor’s own stays deleted with a warning',
    base: { a: 'x', k: '' },
    ours: { k: '' },
    theirs: { a: 'x', k: '' },
    classes: vendor,
    home: { k: '644 ' },
    notices: [{ path: 'a', row: '6', ...warning }],
  },
  {
    row: '7',
    name: 'a file of ours stays',
    base: { k: '' },
    ours: { a: 'u', k: '' },
    theirs: { k: '1' },
    home: { a: '644 u', k: '644 1' },
  },
  {
    row: '8',
    name: 'converged, said',
    base: { a: 'x' },
    ours: { a: 'y' },
    theirs: { a: 'y' },
    home: { a: '644 y' },
    notices: [{ path: 'a', row: '8', ...notice }],
  },
  {
    row: '8',
    name: 'converged, said once: the level after it says nothing',
    base: { a: 'x', k: '' },
    ours: { a: 'y', k: '' },
    theirs: { a: 'y', k: '' },
    later: [{ a: 'y', k: '2' }],
    home: { a: '644 y', k: '644 2' },
  },
  {
    row: '9',
    name: 'the file is the vendor’s from here',
    base: { k: '' },
    ours: { a: 'y', k: '' },
    theirs: { a: 'y', k: '' },
    later: [{ k: '' }],
    home: { k: '644 ' },
  },
  {
    row: '10',
    name: 'converged',
    base: { a: 'x', k: '' },
    ours: { k: '' },
    theirs: { k: '' },
    home: { k: '644 ' },
  },
  {
    row: '11',
    name: 'changes in different places are merged',
    base: { a: text },
    ours: { a: hostOurs },
    theirs: { a: logTheirs },
    home: { a: `644 ${hostOurs.replace('log = off', 'log = on')}` },
    notices: [{ path: 'a', row: '11', ...notice }],
  },
  {
    row: '11',
    name: 'changes in one place are a conflict',
    base: { a: 'x\n' },
    ours: { a: 'u\n' },
    theirs: { a: 'y\n' },
    home: { a: '644 u\n' },
    conflicts: [{ path: 'a', row: '11', kind: 'modify/modify', merged: 'a.merged' }],
  },
  {
    row: '11',
    name: 'the vendor’s own becomes the update’s',
    base: { a: 'x' },
    ours: { a: 'u' },
    theirs: { a: 'y' },
    classes: vendor,
    home: { a: '644 y' },
    notices: [{ path: 'a', row: '11', ...notice }],
    replaced: { a: '644 u' },
  },
  {
    row: '12',
    name: 'a binary is a conflict without marks',
    base: { a: '\0x' },
    ours: { a: '\0u' },
    theirs: { a: '\0y' },
    classes: { '**': 'config' },
    home: { a: '644 \0u' },
    conflicts: [{ path: 'a', row: '12', kind: 'binary', merged: null }],
  },
  {
    row: '12',
    name: 'a binary of the vendor’s own becomes the update’s',
    base: { a: '\0x' },
    ours: { a: '\0u' },
    theirs: { a: '\0y' },
    home: { a: '644 \0y' },
    notices: [{ path: 'a', ...notice }],
    replaced: { a: '644 \0u' },
  },
  {
    row: '13',
    name: 'changed here, gone there',
    base: { a: 'x', k: '' },
    ours: { a: 'u', k: '' },
    theirs: { k: '' },
    home: { a: '644 u', k: '644 ' },
    conflicts: [{ path: 'a', row: '13', kind: 'modify/delete', theirs: null }],
  },
  {
    row: '13',
    name: 'the vendor’s own goes, ours is kept aside',
    base: { a: 'x', k: '' },
    ours: { a: 'u', k: '' },
    theirs: { k: '' },
    classes: vendor,
    home: { k: '644 ' },
    notices: [{ path: 'a', row: '13', ...notice }],
    replaced: { a: '644 u' },
  },
  {
    row: '14',
    name: 'deleted here, changed there',
    base: { a: 'x', k: '' },
    ours: { k: '' },
    theirs: { a: 'y', k: '' },
    home: { k: '644 ' },
    conflicts: [{ path: 'a', row: '14', kind: 'delete/modify', ours: null }],
  },
  {
    row: '14',
    name: 'the vendor’s own comes back',
    base: { a: 'x', k: '' },
    ours: { k: '' },
    theirs: { a: 'y', k: '' },
    classes: vendor,
    home: { a: '644 y', k: '644 ' },
    notices: [{ path: 'a', row: '14', ...notice }],
  },
  {
    row: '15',
    name: 'both added',
    base: { k: '' },
    ours: { a: 'u\n', k: '' },
    theirs: { a: 'y\n', k: '' },
    home: { a: '644 u\n', k: '644 ' },
    conflicts: [{ path: 'a', row: '15', kind: 'add/add', base: null }],
  },
  {
    row: '15',
    name: 'both added, with different keys, merges on an empty base',
    base: { k: '' },
    ours: { 'a.properties': 'ours=1\n', k: '' },
    theirs: { 'a.properties': 'theirs=2\n', k: '' },
    home: {
      'a.properties': expect.stringMatching(/^644 (ours=1\ntheirs=2\n|theirs=2\nours=1\n)$/),
      k: '644 ',
    },
    notices: [{ path: 'a.properties', row: '15', ...notice }],
  },
  {
    row: '15',
    name: 'both added, the vendor’s own is the update’s',
    base: { k: '' },
    ours: { a: 'u', k: '' },
    theirs: { a: 'y', k: '' },
    classes: vendor,
    home: { a: '644 y', k: '644 ' },
    notices: [{ path: 'a', row: '15', ...notice }],
    replaced: { a: '644 u' },
  },
]

test.each(rows)('row $row: $name', async one => {
  const met = await meet(one)

  expect(outcomeOf(met)).toEqual(wantedOf(one))
})

test('rows 1 to 15 are all here', () => {
  const wanted = Array.from({ length: 15 }, (_, index) => String(index + 1))

  expect([...new Set(rows.map(({ row }) => row))]).toEqual(wanted)
})
