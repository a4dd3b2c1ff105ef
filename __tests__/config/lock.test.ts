import { readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import {
  emptyLock,
  formatLock,
  historyLimit,
  type Lock,
  type LockedCandidate,
  lockedTrack,
  parseLock,
  readLock,
  withCandidate,
  writeLock,
} from '../../src/config/lock.ts'
import { TrainError } from '../../src/kernel/errors.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'

const product = 'acme-gateway-1.0.0'

function candidate(level: number, firstPassed = '2026-03-01T09:30:00.000Z'): LockedCandidate {
  const digest = 'a'.repeat(64)
  return {
    tool: 'feed',
    channel: 'full',
    level,
    timestamp: 1_700_000_000_000 + level,
    vendorDigest: digest,
    vendorSha256: digest,
    contentDigest: digest,
    packSha256: digest,
    packSize: 10,
    baseSha256: digest,
    fileList: digest,
    updates: [`U-${level}`],
    hotfixes: [],
    overlayDigest: null,
    resolutionsDigest: null,
    answered: {},
    tests: { passed: 1, failed: 0 },
    tested: true,
    firstPassed,
  }
}

/** What a text is refused with. */
function refusal(text: string): TrainError {
  try {
    parseLock(text, 'the.lock')
  } catch (error) {
    if (error instanceof TrainError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('writing a lock', () => {
  test('gives what was written when it is read', async () => {
    await using work = await temporaryFolder(tmpdir())
    const file = join(work.path, 'lock.json')
    const lock = withCandidate(emptyLock, product, 'dev', candidate(2))

    await writeLock(file, lock)

    expect(await readLock(file)).toEqual(lock)
    expect(await readFile(file, 'utf8')).toMatch(/[^\n]\n$/)
  })

  test('gives equal bytes for equal identity, whatever the order of the keys', () => {
    const one = withCandidate(
      withCandidate(emptyLock, product, 'dev', candidate(2)),
      'b-1',
      'x',
      candidate(3),
    )
    const reversed: LockedCandidate = {
      ...candidate(0),
      ...Object.fromEntries(Object.entries(candidate(2)).toReversed()),
    }
    const other = withCandidate(withCandidate(emptyLock, 'b-1', 'x', candidate(3)), product, 'dev', reversed)

    expect(formatLock(other)).toBe(formatLock(one))
  })

  test('the same candidate again, at a later time, changes no byte', () => {
    const lock = withCandidate(emptyLock, product, 'dev', candidate(2))

    const again = withCandidate(lock, product, 'dev', candidate(2, '2026-04-01T00:00:00.000Z'))

    expect(formatLock(again)).toBe(formatLock(lock))
  })
})

describe('the history of a track', () => {
  test('holds former candidates, newest first, and no more than its limit', () => {
    let lock: Lock = emptyLock

    for (let level = 0; level <= historyLimit + 5; level += 1)
      lock = withCandidate(lock, product, 'dev', candidate(level))

    const levels = lockedTrack(lock, product, 'dev')?.history.map(({ level }) => level) ?? []
    expect(levels).toHaveLength(historyLimit)
    expect(levels.slice(0, 2)).toEqual([historyLimit + 4, historyLimit + 3])
    expect(parseLock(formatLock(lock), 'the.lock')).toEqual(lock)
  })

  test('is of one track only; the others stay as they are', () => {
    const lock = withCandidate(emptyLock, product, 'production', candidate(1))

    const next = withCandidate(lock, product, 'dev', candidate(2))

    expect(lockedTrack(next, product, 'production')).toEqual(lockedTrack(lock, product, 'production'))
    expect(lockedTrack(next, product, 'dev')?.history).toEqual([])
  })
})

describe('reading a lock', () => {
  test('a file that is not there is an empty lock, and stays away', async () => {
    await using work = await temporaryFolder(tmpdir())
    const file = join(work.path, 'lock.json')

    const lock = await readLock(file)

    expect(lock).toEqual(emptyLock)
    expect(await readdir(work.path)).toEqual([])
  })

  test.each([
    ['constructor', 'dev'],
    [product, 'constructor'],
  ])('no candidate is found for %s on %s where none was locked', (name, trackName) => {
    const lock = withCandidate(emptyLock, product, 'dev', candidate(2))

    expect(lockedTrack(lock, name, trackName)).toBeNull()
  })

  test('a file below a file is an error that names it', async () => {
    await using work = await temporaryFolder(tmpdir())
    await writeFile(join(work.path, 'file'), '')

    await expect(readLock(join(work.path, 'file/lock.json'))).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('file/lock.json'),
    })
  })

  test('a folder in its place is an error that names it', async () => {
    await using work = await temporaryFolder(tmpdir())

    await expect(readLock(work.path)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining(work.path),
    })
  })

  test('all nonsense is reported at once, each with its line and reason', () => {
    const text = formatLock(withCandidate(emptyLock, product, 'dev', candidate(2)))
      .replace('"level": 2', '"level": -2')
      .replace('"packSize": 10', '"packSize": "big"')
      .replace(/"packSha256": "a+"/, '"packSha256": "AA"')
    const lineOf = (key: string) => text.split('\n').findIndex(line => line.includes(`"${key}"`)) + 1

    const { code, problems } = refusal(text)

    expect(code).toBe('config')
    expect(problems).toHaveLength(3)
    expect(problems).toEqual(
      expect.arrayContaining([
        {
          message: expect.stringMatching(/level` must be 0 or more/),
          file: 'the.lock',
          line: lineOf('level'),
        },
        { message: expect.stringMatching(/packSize` must be/), file: 'the.lock', line: lineOf('packSize') },
        { message: expect.stringMatching(/64 lower-case/), file: 'the.lock', line: lineOf('packSha256') },
      ]),
    )
  })

  test.each([
    ['cut off', '{\n  "version": 1,\n  "products": {'],
    ['a merge in progress', '<<<<<<< ours\n{"version": 1}\n=======\n{}\n>>>>>>> theirs\n'],
    ['empty', ''],
    ['a newer version', '{"version": 2, "products": {}}'],
    ['an unknown key', '{"version": 1, "products": {}, "extra": 1}'],
    ['YAML instead of JSON', 'version: 1\nproducts: {}\n'],
  ])('a lock that is %s is refused, with at least one reason', (_, text) => {
    expect(refusal(text).problems.length).toBeGreaterThan(0)
  })

  test('a mark of the byte order before it changes nothing', () => {
    const lock = withCandidate(emptyLock, product, 'dev', candidate(1))

    expect(parseLock(`\ufeff${formatLock(lock)}`, 'the.lock')).toEqual(lock)
  })

  test.each(['', '{"version": 1, "products": {},}', 'version: 1\nproducts: {}\n'])(
    '%j is said to be no JSON, and nothing else',
    text => {
      expect(refusal(text).problems).toEqual([
        { message: expect.stringMatching(/^it is no JSON \(.+\): take it as/), file: 'the.lock' },
      ])
    },
  )

  test('a file of another encoding is refused', async () => {
    await using work = await temporaryFolder(tmpdir())
    const file = join(work.path, 'lock.json')
    await writeFile(file, Buffer.from([0xff, 0xfe, 0x7b, 0x00]))

    await expect(readLock(file)).rejects.toMatchObject({ code: 'config' })
  })
})
