import { mkdir, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { comparePacks } from '../../src/pack/difference.ts'
import { lookInside } from '../../src/pack/inside.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import type { Difference } from '../../src/pack/tree.ts'
import { type TestEntry, unixFile, writeZipOf, zipOf } from '../helpers/zip.ts'

const jar = (...entries: TestEntry[]): Buffer => zipOf(entries)
const member = (name: string, content: string | Uint8Array, deflate = true): TestEntry => ({
  name,
  content,
  deflate,
})

async function differenceOf(before: readonly TestEntry[], after: readonly TestEntry[]): Promise<Difference> {
  await using folder = await temporaryFolder(tmpdir(), 'inside-')
  const laid = join(folder.path, 'laid')
  await mkdir(laid)
  const below = (entries: readonly TestEntry[]): TestEntry[] =>
    entries.map(entry => ({ ...entry, name: `p-1/${entry.name.toString()}` }))
  await using old = await openPack(await writeZipOf(folder.path, below(before), {}, 'before.zip'))
  await using now = await openPack(await writeZipOf(folder.path, below(after), {}, 'after.zip'))
  try {
    return await lookInside(old, now, comparePacks(old, now), { folder: laid })
  } finally {
    expect(await readdir(laid)).toEqual([])
  }
}

test('members of archives that differ are named behind them, in archives in archives as well', async () => {
  const inner = (value: string): Buffer => jar(member('x/y.class', value), member('same', 's'))
  const difference = await differenceOf(
    [
      member(
        'lib/a.jar',
        jar(member('m', '1'), member('gone', 'g'), member('moved', 'content'), member('k', 'k')),
      ),
      member(
        'web.war',
        jar(member('WEB-INF/lib/i.jar', inner('1'), false), member('WEB-INF/lib/d.jar', inner('1'))),
      ),
      member('same.jar', inner('1')),
    ],
    [
      member(
        'lib/a.jar',
        jar(member('m', '2'), member('new', 'n'), member('away', 'content'), member('k', 'k')),
      ),
      member(
        'web.war',
        jar(member('WEB-INF/lib/i.jar', inner('2'), false), member('WEB-INF/lib/d.jar', inner('3'))),
      ),
      member('same.jar', inner('1')),
    ],
  )

  expect(difference).toEqual({
    added: ['lib/a.jar!/new'],
    removed: ['lib/a.jar!/gone'],
    changed: [
      'lib/a.jar',
      'lib/a.jar!/m',
      'web.war',
      'web.war!/WEB-INF/lib/d.jar',
      'web.war!/WEB-INF/lib/d.jar!/x/y.class',
      'web.war!/WEB-INF/lib/i.jar',
      'web.war!/WEB-INF/lib/i.jar!/x/y.class',
    ],
    renamed: [{ from: 'lib/a.jar!/moved', to: 'lib/a.jar!/away' }],
    modeChanged: [],
  })
})

test('another version of an archive is looked into: each member is named in the one that has it', async () => {
  const difference = await differenceOf(
    [member('lib/x_1.0.jar', jar(member('m', '1'), member('gone', 'g')))],
    [member('lib/x_1.0.4.jar', jar(member('m', '2'), { ...member('new', 'n'), mode: unixFile | 0o755 }))],
  )

  expect(difference).toEqual({
    added: ['lib/x_1.0.4.jar!/new'],
    removed: ['lib/x_1.0.jar!/gone'],
    changed: ['lib/x_1.0.4.jar!/m'],
    renamed: [{ from: 'lib/x_1.0.jar', to: 'lib/x_1.0.4.jar' }],
    modeChanged: [],
  })
})

test('what is no archive, or is none any more, has no members', async () => {
  const broken = jar(member('m', '1')).subarray(0, -5)

  const { changed, added } = await differenceOf(
    [member('a.jar', jar(member('m', '1'))), member('t', 'PK'), member('b.jar', broken)],
    [
      member('a.jar', broken),
      member('t', 'PK2'),
      member('b.jar', jar(member('m', '2'))),
      member('n.jar', jar()),
    ],
  )

  expect([changed, added]).toEqual([['a.jar', 'b.jar', 't'], ['n.jar']])
})

/** Beyond what is read into memory whole. */
const big = (value: string): Buffer =>
  jar(member('big', Buffer.alloc(9_000_000, 'b'), false), member('lib/i.jar', jar(member('m', value))))

test('archives that are too big for the memory are looked into, and leave nothing behind', async () => {
  const difference = await differenceOf([member('a.war', big('1'))], [member('a.war', big('2'))])

  expect(difference.changed).toEqual(['a.war', 'a.war!/lib/i.jar', 'a.war!/lib/i.jar!/m'])
})

test('where one of two archives is damaged, it is named, and nothing of the other one stays', async () => {
  const damaged = { ...member('a.war', big('2')), crc32: 7 }

  const looking = differenceOf([member('a.war', big('1'))], [damaged])

  await expect(looking).rejects.toThrow('"p-1/a.war", the content does not match its CRC-32')
})
