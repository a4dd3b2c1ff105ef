import { expect, test } from '@jest/globals'
import { meet } from '../helpers/meeting.ts'
import { notice, outcomeOf, type RowCase, wantedOf, warning } from '../helpers/row-cases.ts'

const vendor = { '**': 'vendor' } as const
const run = (mode: number, content = 'run') => ({ 'bin/run': { content, mode } })

const bits: readonly RowCase[] = [
  {
    row: 'M1',
    name: 'bits of ours stay, on new content, too',
    base: run(0o755),
    ours: run(0o700),
    theirs: run(0o755, 'new'),
    home: { 'bin/run': '700 new' },
  },
  {
    row: 'M1',
    name: 'bits of ours stay on what is merged',
    base: run(0o755, 'a\nb\nc\n'),
    ours: run(0o600, 'ours\nb\nc\n'),
    theirs: run(0o755, 'a\nb\ntheirs\n'),
    home: { 'bin/run': '600 ours\nb\ntheirs\n' },
    notices: [{ row: '11', ...notice }],
  },
  {
    row: 'M1',
    name: 'a lost x bit of the vendor’s own comes back with a warning',
    base: run(0o755),
    ours: run(0o644),
    theirs: run(0o755),
    classes: vendor,
    home: { 'bin/run': '755 run' },
    notices: [{ path: 'bin/run', ...warning }],
  },
  {
    row: 'M2',
    name: 'bits of the update are set',
    base: run(0o644),
    ours: run(0o644),
    theirs: run(0o755),
    home: { 'bin/run': '755 run' },
  },
  {
    row: 'M3',
    name: 'ours with every x of the vendor’s, said',
    base: run(0o644),
    ours: run(0o600),
    theirs: run(0o755),
    home: { 'bin/run': '711 run' },
    notices: [{ path: 'bin/run', message: expect.stringContaining('permission bits'), ...notice }],
  },
  {
    row: 'M3',
    name: 'on what is merged is said, too',
    base: run(0o644, 'a\nb\nc\n'),
    ours: run(0o600, 'ours\nb\nc\n'),
    theirs: run(0o755, 'a\nb\ntheirs\n'),
    home: { 'bin/run': '711 ours\nb\ntheirs\n' },
    notices: [{ message: expect.stringContaining('permission bits'), ...notice }],
  },
  {
    row: 'M3',
    name: 'the vendor’s on the vendor’s own',
    base: run(0o644),
    ours: run(0o777),
    theirs: run(0o600),
    classes: vendor,
    home: { 'bin/run': '600 run' },
  },
]

const others: readonly RowCase[] = [
  {
    row: 'R1',
    name: 'a changed file that the update took elsewhere',
    base: { 'a.jar': 'x' },
    ours: { 'a.jar': 'u' },
    theirs: { 'b.jar': 'y' },
    renames: [{ from: 'a.jar', to: 'b.jar' }],
    home: { 'a.jar': '644 u' },
    conflicts: [{ path: 'a.jar', row: 'R1', kind: 'modify/delete', renamedTo: 'b.jar' }],
  },
  {
    row: 'R1',
    name: 'of the vendor’s own goes, and the notice points there',
    base: { 'a.jar': 'x' },
    ours: { 'a.jar': 'u' },
    theirs: { 'b.jar': 'y' },
    renames: [{ from: 'a.jar', to: 'b.jar' }],
    classes: vendor,
    home: { 'b.jar': '644 y' },
    notices: [{ path: 'a.jar', row: 'R1', message: expect.stringContaining('b.jar'), ...notice }],
    replaced: { 'a.jar': '644 u' },
  },
  ...['a.txt', 'a.properties', 'a.toml', 'a.conf'].map((path): RowCase => {
    const quoted = path.endsWith('.toml') ? '"' : ''
    const lines = (value: string, end: string): string =>
      ['one = 1', `two = ${quoted}${value}${quoted}`, 'three = 3', ''].join(end)
    return {
      row: 'E1',
      name: `only line ends differ here: the update’s change comes with ours (${path})`,
      base: { [path]: lines('old', '\n') },
      ours: { [path]: lines('old', '\r\n') },
      theirs: { [path]: lines('new', '\n') },
      home: { [path]: `644 ${lines('new', '\r\n')}` },
      notices: [{ path, ...notice }],
    }
  }),
  {
    row: 'E1',
    name: 'line ends and a line of ours: both changes, with our ends',
    base: { a: 'one\ntwo\nthree\n' },
    ours: { a: 'ours\r\ntwo\r\nthree\r\n' },
    theirs: { a: 'one\ntwo\nnew\n' },
    home: { a: '644 ours\r\ntwo\r\nnew\r\n' },
    notices: [{ path: 'a', ...notice }],
  },
]

const rows = [...bits, ...others]

test.each(rows)('row $row: $name', async one => {
  const met = await meet(one)

  expect(outcomeOf(met)).toEqual(wantedOf(one))
})

test('rows M1 to M3, R1 and E1 are all here', () => {
  expect([...new Set(rows.map(({ row }) => row))]).toEqual(['M1', 'M2', 'M3', 'R1', 'E1'])
})
