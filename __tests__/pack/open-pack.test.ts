import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import type { PackLimits } from '../../src/pack/limits.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import {
  type TestEntry,
  unicodePath,
  unixDirectory,
  unixFile,
  unixLink,
  type ZipFrame,
  zipOf,
} from '../helpers/zip.ts'

/** Opens a pack of these bytes and tells what it holds, in the order of the zip. */
async function open(bytes: Uint8Array, limits?: Partial<PackLimits>) {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  const path = join(folder.path, 'pack.zip')
  await writeFile(path, bytes)
  await using pack = await openPack(path, { limits })
  return { root: pack.root, entries: [...pack.entries.values()] }
}

const good: TestEntry = { name: 'p-1/bin/run.sh', content: 'echo run\n', deflate: true }

function openEntries(entries: readonly TestEntry[], frame?: ZipFrame) {
  return open(zipOf(entries, frame))
}

test('a pack tells its root folder, and its entries below it in the order of the zip', async () => {
  const { root, entries } = await openEntries([
    { name: 'p-1/', mode: unixDirectory | 0o755 },
    { name: 'p-1/lib/z.jar', content: 'zz', mode: unixFile | 0o4777 },
    { name: 'p-1/bin/run.sh', content: 'echo run\n', deflate: true, mode: unixFile | 0o755 },
    { name: 'p-1/now', content: 'lib', mode: unixLink | 0o777 },
    { name: 'p-1/tmp/', mode: unixDirectory | 0o700 },
    { name: 'p-1/from-dos.txt', content: 'x' },
    { name: '__MACOSX/p-1/._run.sh', content: 'fork' },
  ])

  expect(root).toBe('p-1')
  expect(entries.map(({ path, kind, mode, size }) => [path, kind, mode.toString(8), size])).toEqual([
    ['lib/z.jar', 'file', '777', 2],
    ['bin/run.sh', 'file', '755', 9],
    ['now', 'link', '777', 3],
    ['tmp', 'directory', '700', 0],
    ['from-dos.txt', 'file', '644', 1],
  ])
})

test('bytes before the first entry and a comment behind the last do no harm', async () => {
  const { root } = await openEntries([good], {
    prefix: Buffer.from('#!/bin/sh\n'),
    comment: 'PK\u0005\u0006 ok',
  })

  expect(root).toBe('p-1')
})

describe('an entry is refused and named', () => {
  const file = (name: string | Uint8Array): TestEntry => ({ name, content: 'x' })
  const refused: [string, TestEntry[], string, string][] = [
    ['that leads out', [file('p-1/../../etc/passwd')], 'p-1/../../etc/passwd', 'leads out of the folder'],
    ['that ends in ..', [file('p-1/lib/..')], 'p-1/lib/..', 'leads out of the folder'],
    ['that begins with ..', [file('../x')], '../x', 'leads out of the folder'],
    ['with an absolute name', [file('/etc/passwd')], '/etc/passwd', 'is absolute'],
    ['with a network name', [file('//host/share')], '//host/share', 'is absolute'],
    ['with a backslash', [file('p-1\\..\\x')], 'p-1\\\\..\\\\x', 'backslash'],
    ['on a drive', [file('C:/x')], 'C:/x', 'names a drive'],
    ['on a drive below the root', [file('p-1/d:x')], 'p-1/d:x', 'names a drive'],
    ['with NUL in its name', [file('p-1/a\0.txt')], 'p-1/a\\u0000.txt', 'control character'],
    ['with an escape sequence', [file('p-1/\u001b[2J')], 'p-1/\\u001b[2J', 'control character'],
    ['with a control character of two bytes', [file('p-1/a\u009b2J')], 'p-1/a\u009b2J', 'control character'],
    ['with a network name of Windows', [file('\\\\host\\share')], '\\\\\\\\host\\\\share', 'backslash'],
    [
      'that climbs in its Unicode path',
      [{ name: 'p-1/a', extra: unicodePath(Buffer.from('p-1/a'), '../a') }],
      '../a',
      'leads out',
    ],
    [
      'that climbs behind its Unicode path',
      [{ name: '../a', extra: unicodePath(Buffer.from('../a'), 'p-1/a') }],
      'p-1/a',
      'leads out',
    ],
    [
      'with a long segment',
      [file(`p-1/${'ü'.repeat(128)}`)],
      `p-1/${'ü'.repeat(128)}`,
      'has a segment of 256 bytes in its name; the limit is 255',
    ],
    ['with the segment .', [file('p-1/./x')], 'p-1/./x', 'has the segment "."'],
    ['with an empty segment', [file('p-1//x')], 'p-1//x', 'empty segment'],
    ['without a name', [file('')], '', 'has no name'],
    ['that is there twice', [file('p-1/a'), file('p-1/a')], 'p-1/a', 'is there twice'],
    ['that is a file and a folder', [file('p-1/a'), { name: 'p-1/a/' }], 'p-1/a', 'is there twice'],
    [
      'with a twin by case',
      [file('p-1/Read'), file('p-1/READ')],
      'p-1/READ',
      'case or Unicode form from p-1/Read',
    ],
    ['in a twin of a folder', [file('p-1/Lib/a'), file('p-1/lib/b')], 'p-1/lib', 'case or Unicode form'],
    ['with a twin by form', [file('p-1/é'), file('p-1/e\u0301')], 'p-1/e\u0301', 'case or Unicode form'],
    ['below a file', [file('p-1/a/b'), file('p-1/a')], 'p-1/a/b', 'lies below the file p-1/a'],
    [
      'below a link',
      [{ name: 'p-1/a', content: '/etc', mode: unixLink | 0o777 }, file('p-1/a/b/c')],
      'p-1/a/b/c',
      'lies below the link p-1/a',
    ],
    ['that is encrypted', [{ ...file('p-1/a'), flags: 1 }], 'p-1/a', 'is encrypted'],
    ['that is strongly encrypted', [{ ...file('p-1/a'), flags: 0x41 }], 'p-1/a', 'is encrypted'],
    [
      'of an unknown method',
      [{ ...file('p-1/a'), method: 14 }],
      'p-1/a',
      'method 14; only stored and deflated',
    ],
    ['that is a device', [{ ...file('p-1/a'), mode: 0o020644 }], 'p-1/a', 'neither a file nor a link'],
    [
      'that is a link and a folder',
      [{ name: 'p-1/a/', mode: unixLink | 0o777 }],
      'p-1/a/',
      'name of a directory',
    ],
    [
      'that is a folder without a slash',
      [{ name: 'p-1/a', mode: unixDirectory }],
      'p-1/a',
      'without a final slash',
    ],
    [
      'whose UTF-8 is none',
      [{ name: Buffer.from('702d312fff', 'hex'), content: 'x', flags: 0x800 }],
      'p-1/\ufffd',
      'says that its name is UTF-8, but it is not',
    ],
    [
      'that is a link to 5000 bytes',
      [{ name: 'p-1/a', content: 'x'.repeat(5000), mode: unixLink | 0o777 }],
      'p-1/a',
      'link with a target of 5000 bytes',
    ],
  ]

  test.each(refused)('%s', async (_what, entries, name, reason) => {
    const opening = openEntries([good, ...entries])

    await expect(opening).rejects.toMatchObject({ code: 'pack-unsafe' })
    await expect(opening).rejects.toThrow(`"${name}", which `)
    await expect(opening).rejects.toThrow(reason)
  })
})

describe('a pack must have one root folder', () => {
  test('two are refused and both named', async () => {
    const opening = openEntries([good, { name: 'q-2/x', content: 'x' }])

    await expect(opening).rejects.toMatchObject({ code: 'pack-unsafe' })
    await expect(opening).rejects.toThrow('exactly one root folder, but it has 2: p-1, q-2')
  })

  test('a file beside it is refused and named', async () => {
    const opening = openEntries([good, { name: 'README', content: 'x' }])

    await expect(opening).rejects.toMatchObject({ code: 'pack-unsafe' })
    await expect(opening).rejects.toThrow('the file README is not in one')
  })

  test('an empty zip has none', async () => {
    await expect(openEntries([])).rejects.toMatchObject({ code: 'pack-damaged' })
  })
})

describe('a damaged pack is refused', () => {
  const whole = zipOf([good, { name: 'p-1/lib/a.jar', content: 'jar jar', descriptor: true }], {
    comment: 'bye',
  })
  const directory = whole.indexOf(Buffer.from('504b0102', 'hex'))
  const cuts: [string, number][] = [
    ['to nothing', 0],
    ['in the first header', 12],
    ['in the first content', 46],
    ['before the central directory', directory],
    ['in the central directory', directory + 60],
    ['in the end record', whole.length - 10],
    ['in the comment', whole.length - 1],
  ]

  test.each(cuts)('when it was cut %s', async (_where, length) => {
    const opening = open(whole.subarray(0, length))

    await expect(opening).rejects.toMatchObject({ code: 'pack-damaged' })
    await expect(opening).rejects.toThrow(/pack\.zip is damaged: it (has no end record|ends at byte)/)
  })

  test('when bytes of its middle are missing', async () => {
    const holed = Buffer.concat([whole.subarray(0, 40), whole.subarray(50)])

    await expect(open(holed)).rejects.toThrow('its central directory is not where its end record says')
  })

  test('when something lies behind it', async () => {
    await expect(openEntries([good], { suffix: 'trailing' })).rejects.toThrow(
      '8 bytes lie behind its end record',
    )
  })

  test('when it is no zip', async () => {
    const opening = open(Buffer.from('<!doctype html><title>Sign in</title>'.repeat(10)))

    await expect(opening).rejects.toMatchObject({ code: 'pack-damaged' })
    await expect(opening).rejects.toThrow('it is not a zip or was cut short')
  })

  test.each([
    [1, 'holds more than its entries'],
    [3, 'its central directory is not whole'],
  ])('when its end record says %i entries and there are 2', async (count, reason) => {
    await expect(openEntries([good, { name: 'p-1/b', extra: Buffer.alloc(60) }], { count })).rejects.toThrow(
      reason,
    )
  })

  const lies: [string, TestEntry, string][] = [
    ['a stored size', { name: 'p-1/a', content: 'abc', size: 4 }, '4 bytes cannot come from 3'],
    ['a deflated size', { name: 'p-1/a', content: 'abc', deflate: true, size: 1e9 }, 'cannot come from 5'],
    ['a folder with content', { name: 'p-1/a/', content: 'abc' }, 'a directory holds content'],
    [
      'content that is too long',
      { name: 'p-1/a', compressedSize: 99, size: 99 },
      'runs into the central directory',
    ],
    ['a start in another entry', { name: 'p-1/a', content: 'abc', startOff: -20 }, 'runs into "p-1/a"'],
  ]

  test.each(lies)('for %s, with the entry', async (_what, entry, reason) => {
    const opening = openEntries([good, entry])

    await expect(opening).rejects.toMatchObject({ code: 'pack-damaged' })
    await expect(opening).rejects.toThrow(/in its entry "p-1\//)
    await expect(opening).rejects.toThrow(reason)
  })
})

test('a pack that is not there is missing', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  const path = join(folder.path, 'none.zip')

  await expect(openPack(path)).rejects.toMatchObject({ code: 'pack-missing' })
  await expect(openPack(path)).rejects.toThrow(path)
  await expect(openPack(folder.path)).rejects.toMatchObject({ code: 'pack-missing' })
})

test.each([
  [{ entries: 1 }, '2 entries; the limit is 1'],
  [{ directoryBytes: 100 }, 'bytes of names; the limit is 100'],
  [{ contentBytes: 10 }, 'of content; the limit is'],
  [{ ratio: 0.01, bombBytes: 10 }, 'B; the limit is 0.01 bytes of content for each of the zip'],
  [{ nameBytes: 12 }, '"p-1/bin/run.sh", which has a name of 14 bytes; the limit is 12'],
  [{ folders: 1 }, '"p-1/bin/run.sh", which makes more than 1 folders'],
])('a pack that asks for more than %o is refused', async (limits, reason) => {
  const opening = open(zipOf([good, { name: 'p-1/b', content: 'bcd' }]), limits)

  await expect(opening).rejects.toMatchObject({ code: 'pack-unsafe' })
  await expect(opening).rejects.toThrow(reason)
})

test('one entry is read up to a maximum, or in pieces', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  const path = join(folder.path, 'pack.zip')
  const big = Buffer.alloc(9 * 1024 * 1024, 'so long, ')
  await writeFile(path, zipOf([good, { name: 'p-1/big', content: big, deflate: true }]))
  await using pack = await openPack(path)

  const small = await pack.read('bin/run.sh', 9)
  const pieces = await Array.fromAsync(pack.stream('big'), piece => Buffer.from(piece))

  expect(small.toString()).toBe('echo run\n')
  expect(pieces.length).toBeGreaterThan(1)
  expect(Buffer.concat(pieces).equals(big)).toBe(true)
  await expect(pack.read('bin/run.sh', 8)).rejects.toThrow('bin/run.sh has 9 bytes, at most 8 are expected')
  await expect(pack.read('bin/none.sh', 8)).rejects.toThrow('it holds no bin/none.sh')
  expect((await readFile(path)).length).toBe(pack.size)
})
