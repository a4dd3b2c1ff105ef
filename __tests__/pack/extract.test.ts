import { lstat, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { extractPack } from '../../src/pack/extract.ts'
import { packTree } from '../../src/pack/inventory.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { readTree } from '../helpers/tree.ts'
import {
  extendedTimestamp,
  type TestEntry,
  unicodePath,
  unixDirectory,
  unixFile,
  unixLink,
  writeZipOf,
} from '../helpers/zip.ts'

/** Unpacks these entries and reads what is there then. */
async function unpack(entries: readonly TestEntry[]) {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  await using pack = await openPack(await writeZipOf(folder.path, entries))
  const home = join(folder.path, 'home')
  await extractPack(pack, home)
  const dates = await Promise.all([...pack.entries.keys()].map(path => lstat(join(home, path))))
  return { tree: await readTree(home), dates: dates.map(stat => stat.mtimeMs) }
}

test('content, permission bits, links and empty folders are unpacked', async () => {
  const { tree } = await unpack([
    { name: 'p-1/now', content: 'bin/run.sh', mode: unixLink | 0o777 },
    { name: 'p-1/bin/run.sh', content: 'echo\n', deflate: true, descriptor: true, mode: unixFile | 0o6755 },
    { name: 'p-1/lib/deep/down/a b.txt', content: 'a b' },
    { name: 'p-1/lib/none', mode: unixFile | 0o600 },
    { name: 'p-1/lib/up', content: '../bin/run.sh', mode: unixLink | 0o777 },
    { name: 'p-1/tmp/', mode: unixDirectory | 0o750 },
  ])

  expect(tree).toEqual({
    now: '-> bin/run.sh',
    'bin/run.sh': '755 echo\n',
    'lib/deep/down/a b.txt': '644 a b',
    'lib/none': '600 ',
    'lib/up': '-> ../bin/run.sh',
    tmp: '750 /',
  })
})

test('names are read as their flag says, from the Unicode path, as UTF-8, else in code page 437', async () => {
  const cp437 = Buffer.from('702d312f6b818472', 'hex')

  const { tree } = await unpack([
    { name: 'p-1/größe', flags: 0x800 },
    { name: cp437, extra: unicodePath(cp437, 'p-1/łódź') },
    { name: 'p-1/日本' },
    { name: Buffer.from('702d312f6d8184', 'hex') },
    { name: 'p-1/stale', extra: unicodePath(Buffer.from('p-1/other'), 'p-1/wrong') },
  ])

  expect(Object.keys(tree).sort()).toEqual(['größe', 'müä', 'stale', 'łódź', '日本'].sort())
})

test('dates come from the extended timestamp, else from MS-DOS time taken as UTC', async () => {
  const { dates } = await unpack([
    { name: 'p-1/a', extra: extendedTimestamp(1_700_000_001) },
    { name: 'p-1/b' },
  ])

  expect(dates).toEqual([1_700_000_001_000, Date.UTC(2024, 1, 3, 4, 5, 6)])
})

const link = (target: string): TestEntry => ({ name: 'p-1/lib/x', content: target, mode: unixLink | 0o777 })
const bomb = Buffer.alloc(6 * 1024 * 1024, 'boom ')
const refusals: [string, TestEntry, string, string][] = [
  ['an absolute link', link('/etc/passwd'), 'pack-unsafe', 'is a link to the absolute path /etc/passwd'],
  ['a link out of the root', link('../../x'), 'pack-unsafe', 'is a link out of the root folder, to ../../x'],
  ['a link that turns back', link('a/../../x'), 'pack-unsafe', 'is a link that turns back on its way'],
  ['a link to nothing', link(''), 'pack-unsafe', 'is a link to nothing'],
  [
    'a wrong CRC-32',
    { name: 'p-1/lib/x', content: 'abc', crc32: 7 },
    'pack-damaged',
    'does not match its CRC-32',
  ],
  ['a big wrong CRC-32', { name: 'p-1/lib/x', content: bomb, crc32: 7 }, 'pack-damaged', 'match its CRC-32'],
  [
    'a bomb',
    { name: 'p-1/lib/x', content: bomb, deflate: true, size: 99 },
    'pack-damaged',
    'more than the 99 bytes',
  ],
  [
    'a big bomb',
    { name: 'p-1/lib/x', content: bomb, deflate: true, size: 5 * 1024 * 1024 },
    'pack-damaged',
    'more than the 5242880 bytes',
  ],
  [
    'too little',
    { name: 'p-1/lib/x', content: 'abc', deflate: true, size: 4 },
    'pack-damaged',
    'less than the 4',
  ],
  ['no deflate', { name: 'p-1/lib/x', content: '\xff\xff', method: 8 }, 'pack-damaged', 'invalid'],
  [
    'another local name',
    { name: 'p-1/lib/x', localName: 'p-1/lib/y' },
    'pack-damaged',
    'is not the one listed',
  ],
]

test.each(refusals)('%s is refused with the entry, and nothing stays', async (_what, entry, code, reason) => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  await using pack = await openPack(await writeZipOf(folder.path, [{ name: 'p-1/a', content: 'a' }, entry]))
  const home = join(folder.path, 'home')

  const error = await extractPack(pack, home).catch((failure: unknown) => failure)

  expect(error).toMatchObject({ code, message: expect.stringContaining('"p-1/lib/x"') })
  expect(error).toMatchObject({ message: expect.stringContaining(reason) })
  expect(await readdir(home).catch(() => [])).toEqual([])
  await expect(packTree(pack)).rejects.toMatchObject({ code })
})

test('an abort is seen', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  const entries = Array.from({ length: 20 }, (_, index) => ({ name: `p-1/${index}`, content: 'x' }))
  await using pack = await openPack(await writeZipOf(folder.path, entries))

  const extracting = extractPack(pack, join(folder.path, 'home'), {
    signal: AbortSignal.abort(new Error('stop')),
  })

  await expect(extracting).rejects.toThrow('stop')
})

test('a folder that is not empty is not touched', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  await using pack = await openPack(await writeZipOf(folder.path, [{ name: 'p-1/a' }]))

  await expect(extractPack(pack, folder.path)).rejects.toMatchObject({ code: 'not-writable' })

  expect(await readdir(folder.path)).toEqual(['pack.zip'])
})
