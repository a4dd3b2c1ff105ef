import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { exists, makeFolder, writeFileAtomically } from '../../src/kernel/files.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { formatBytes, formatElapsed, parseDuration, systemClock } from '../../src/kernel/time.ts'

describe('making a folder', () => {
  test('makes those above it, and is content with one that is there', async () => {
    await using work = await temporaryFolder(tmpdir())
    const folder = join(work.path, 'a/b/c')

    await makeFolder(folder)
    await makeFolder(folder)

    expect((await stat(folder)).isDirectory()).toBe(true)
  })

  test('takes a link to a folder for a folder', async () => {
    await using work = await temporaryFolder(tmpdir())
    await mkdir(join(work.path, 'real'))
    await symlink('real', join(work.path, 'link'))

    await makeFolder(join(work.path, 'link/below'))

    expect(await readdir(join(work.path, 'real'))).toEqual(['below'])
  })

  test.each([
    ['in the place of a file', 'file'],
    ['below a file', 'file/below'],
    ['far below a file', 'file/below/further'],
    ['in the place of a link that leads nowhere', 'dangling'],
    ['below a link that leads nowhere', 'dangling/below'],
  ])('%s is not writable, and the error names it', async (_, path) => {
    await using work = await temporaryFolder(tmpdir())
    await writeFile(join(work.path, 'file'), 'old')
    await symlink('nowhere', join(work.path, 'dangling'))

    await expect(makeFolder(join(work.path, path))).rejects.toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining(work.path),
    })

    expect((await readdir(work.path)).toSorted()).toEqual(['dangling', 'file'])
    expect(await readFile(join(work.path, 'file'), 'utf8')).toBe('old')
  })
})

describe('writing a file atomically', () => {
  test('replaces what was there and leaves nothing beside it', async () => {
    await using work = await temporaryFolder(tmpdir())
    const file = join(work.path, 'file')
    await writeFile(file, 'old')

    await writeFileAtomically(file, 'new')

    expect(await readFile(file, 'utf8')).toBe('new')
    expect(await readdir(work.path)).toEqual(['file'])
  })

  test('leaves what is there and nothing beside it when it cannot be replaced', async () => {
    await using work = await temporaryFolder(tmpdir())
    await mkdir(join(work.path, 'taken/by'), { recursive: true })

    await expect(writeFileAtomically(join(work.path, 'taken'), 'new')).rejects.toMatchObject({
      code: 'not-writable',
    })

    expect(await readdir(work.path)).toEqual(['taken'])
    expect(await readdir(join(work.path, 'taken'))).toEqual(['by'])
  })

  test.each(['file/below', 'missing/below'])('%s is not writable', async path => {
    await using work = await temporaryFolder(tmpdir())
    await writeFile(join(work.path, 'file'), 'old')

    await expect(writeFileAtomically(join(work.path, path), 'new')).rejects.toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining(path),
    })
  })
})

test.each([
  ['.', true],
  ['missing', false],
  ['file', true],
  ['file/below', false],
  ['dangling', false],
])('whether %s exists: %s', async (path, expected) => {
  await using work = await temporaryFolder(tmpdir())
  await writeFile(join(work.path, 'file'), '')
  await symlink('nowhere', join(work.path, 'dangling'))

  expect(await exists(join(work.path, path))).toBe(expected)
})

describe('time and sizes', () => {
  test.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['250ms', 250],
    [' 45s ', 45_000],
    ['0s', 0],
    ['', undefined],
    ['-1', undefined],
    ['1.5h', undefined],
    ['1 h', undefined],
    ['1w', undefined],
    ['2h30m', undefined],
  ])('the duration %j is %p ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  test.each([
    [8.4, '8 ms'],
    [400, '0.4 s'],
    [9_949, '9.9 s'],
    [9_950, '10 s'],
    [12_300, '12 s'],
    [59_499, '59 s'],
    [59_500, '1 min 0 s'],
    [185_000, '3 min 5 s'],
    [3_600_000, '60 min 0 s'],
  ])('%p ms are said as %s', (milliseconds, said) => {
    expect(formatElapsed(milliseconds)).toBe(said)
  })

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [4_249, '4.2 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [14_700_000, '14.7 MB'],
    [5e12, '5000.0 GB'],
  ])('%p bytes are said as %s', (bytes, said) => {
    expect(formatBytes(bytes)).toBe(said)
  })

  test('a sleep ends when it is called off', async () => {
    const called = new AbortController()
    const sleep = systemClock.sleep(600_000, called.signal)

    called.abort()

    await expect(sleep).rejects.toMatchObject({ name: 'AbortError' })
  })
})
