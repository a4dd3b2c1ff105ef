import { closeSync, openSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { applyDelta, makeDelta } from '../../src/pack/delta.ts'
import { findRanges } from '../../src/pack/find-ranges.ts'
import { startPace } from '../../src/pack/pace.ts'
import type { PackFile } from '../../src/pack/pack-file.ts'
import { decodeRanges, encodeRanges, sizesOf } from '../../src/pack/ranges.ts'
import { noise } from '../helpers/noise.ts'
import { extendedTimestamp, type TestEntry, zipOf } from '../helpers/zip.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ranges-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function opened(name: string, content: Buffer): PackFile & Disposable {
  const path = join(folder, name)
  writeFileSync(path, content)
  const fd = openSync(path, 'r')
  return { path, fd, size: statSync(path).size, [Symbol.dispose]: () => closeSync(fd) }
}

/** Takes a file apart and puts it together again; gives how much of it is copied, added and fresh, in bytes. */
async function trip(before: Buffer, after: Buffer): Promise<Record<'copy' | 'add' | 'fresh', number>> {
  using old = opened('old', before)
  using now = opened('new', after)
  const stretches = decodeRanges(encodeRanges(findRanges(old, now)))
  const pieces: Buffer[] = []
  const delta: Buffer[] = []
  const pace = startPace({}, 0)
  await makeDelta(stretches, old, now, pace, piece => delta.push(Buffer.from(piece)))
  // In small pieces, so that they end anywhere.
  const all = Buffer.concat(delta)
  async function* source(): AsyncGenerator<Buffer> {
    for (let at = 0; at < all.length; at += 1000) yield await Promise.resolve(all.subarray(at, at + 1000))
  }
  await applyDelta(stretches, old, source(), pace, piece => pieces.push(Buffer.from(piece)))
  expect(Buffer.concat(pieces).equals(after)).toBe(true)
  expect(sizesOf(stretches)).toEqual({ file: after.length, delta: all.length })
  const sums = { copy: 0, add: 0, fresh: 0 }
  for (const { kind, length } of stretches) sums[kind] += length
  return sums
}

const members = (changed: number, more: Partial<TestEntry> = {}): TestEntry[] =>
  Array.from({ length: 40 }, (_, index) => ({
    name: `org/acme/Class${index}.class`,
    content: noise(index === 7 ? 100 + changed : index, 4000 + (index === 7 ? changed : 0)),
    deflate: true,
    descriptor: index % 2 === 0,
    ...more,
  }))

test('of a changed member, only its bytes are fresh; headers are told by their difference', async () => {
  const { fresh, add } = await trip(zipOf(members(0)), zipOf(members(3)))

  expect(fresh).toBeGreaterThan(3900)
  expect(fresh).toBeLessThan(4200)
  expect(add).toBeLessThan(45 * 100)
})

test('an archive whose dates all changed is copied but for its headers', async () => {
  const at = (seconds: number): TestEntry[] => members(0, { extra: extendedTimestamp(seconds) })

  expect((await trip(zipOf(at(1)), zipOf(at(2)))).fresh).toBe(0)
})

test('members that moved, went, came or were renamed are found', async () => {
  const before = members(0)
  const [first, second, third, ...rest] = before
  if (first === undefined || second === undefined || third === undefined) throw new Error('40 members')
  const after = [
    ...rest,
    { ...second, name: 'moved/away.class' },
    third,
    { name: 'new', content: noise(999, 500) },
  ]

  const { fresh } = await trip(zipOf(before), zipOf(after, { comment: 'changed' }))

  expect(fresh).toBeLessThan(500 + 400)
})

test('members of archives stored in archives are found, as deep as three', async () => {
  const nest = (changed: number): Buffer => {
    let inner = zipOf(members(changed))
    for (const name of ['lib/a.jar', 'web/b.war', 'c.ear'])
      inner = zipOf([
        { name: 'before.txt', content: noise(changed, 50 + changed) },
        { name, content: inner },
      ])
    return inner
  }

  const { fresh } = await trip(nest(0), nest(5))

  expect(fresh).toBeLessThan(4100 + 3 * 200)
})

test('what is no archive is told by blocks that are the same, wherever they lie', async () => {
  const bytes = noise(1, 300_000)
  const parts = [
    bytes.subarray(200_010),
    bytes.subarray(0, 100_001),
    noise(2, 1000),
    bytes.subarray(100_000, 200_000),
  ]

  expect((await trip(bytes, Buffer.concat(parts))).fresh).toBe(1000)
})

test('what is very big, and no archive, is told by its beginning and end', async () => {
  const text = Buffer.alloc(20 * 1024 * 1024, noise(1, 300_000))
  const edited = Buffer.concat([text.subarray(0, 200_001), Buffer.from('new'), text.subarray(200_010)])

  expect(await trip(text, edited)).toEqual({ copy: text.length - 9, add: 0, fresh: 3 })
})

test('a file with one edit, one that was cut short, and one with nothing in common are told', async () => {
  const text = noise(1, 300_000)
  const edited = Buffer.concat([text.subarray(0, 200_001), Buffer.from('new'), text.subarray(200_010)])

  expect(await trip(text, edited)).toEqual({ copy: 200_001 + 99_990, add: 0, fresh: 3 })
  expect((await trip(text, text.subarray(0, 1000))).fresh).toBe(0)
  expect(await trip(Buffer.from('a'), noise(5, 400_000))).toMatchObject({ copy: 0 })
})

test('an empty archive, and one that is damaged, are taken apart, too', async () => {
  const whole = zipOf(members(0))

  await trip(whole, zipOf([]))
  await trip(zipOf([]), whole)
  await trip(whole, whole.subarray(0, -30))
  await trip(Buffer.concat([noise(1, 10), whole]), whole)
})
