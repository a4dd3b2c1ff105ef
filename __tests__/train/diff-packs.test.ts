import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { World } from '../../src/kernel/world.ts'
import { comparePacks } from '../../src/pack/difference.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { diffBetween, diffOf } from '../../src/train/diff-packs.ts'
import { measurePack } from '../../src/train/update-pack.ts'
import { manifestOf } from '../helpers/diff-of.ts'
import { noise as noiseOf } from '../helpers/noise.ts'
import { testWorld } from '../helpers/world.ts'
import { type TestEntry, writeZipOf } from '../helpers/zip.ts'

const file = (path: string, content: Buffer | string, deflate = true): TestEntry => ({
  name: `p-1/${path}`,
  content,
  deflate,
})

/** One that is streamed, one that several places have, one of another version, one that is stored, and a text. */
const entriesOf = (kind: 'old' | 'new'): TestEntry[] => {
  const big = (seed: number, bytes: number): Buffer =>
    Buffer.concat([noiseOf(seed, bytes), Buffer.from(kind), noiseOf(seed + 1, 1000)])
  return [
    file('lib/streamed.bin', big(1, 12_000_000)),
    file('lib/a.bin', big(3, 3_000_000)),
    file('lib/b.bin', big(3, 3_000_000)),
    file(`lib/x_${kind === 'old' ? '1.0.0' : '1.0.4'}.jar`, big(5, 3_000_000)),
    file('lib/stored.bin', big(7, 2_000_000), false),
    file('lib/same.bin', noiseOf(9, 2_000_000)),
    file('conf/a.txt', `port = ${kind}\n`.repeat(999)),
  ]
}

async function packsIn(world: World, after = entriesOf('new')): Promise<[before: string, after: string]> {
  return [
    await writeZipOf(world.cwd, entriesOf('old'), {}, 'before.zip'),
    await writeZipOf(world.cwd, after, {}, 'after.zip'),
  ]
}

async function diffUnread(before: string, after: string, staging: string, world: World): Promise<string> {
  await using old = await openPack(before)
  await using updated = await openPack(after)
  await mkdir(staging)
  const packs = { old, updated, difference: comparePacks(old, updated) }
  return (await diffOf(packs, 0, staging, world)).file
}

test('the diff zip of packs that nobody has read is the one of packs that were', async () => {
  await using world = await testWorld()
  const [before, after] = await packsIn(world)
  const [one, other] = [await measurePack(before, world), await measurePack(after, world)]
  const read = join(world.cwd, 'read')
  await mkdir(read)

  const unread = await diffUnread(before, after, join(world.cwd, 'unread'), world)

  const { file: known } = await diffBetween(one, other, 0, read, world)
  expect((await readFile(unread)).equals(await readFile(known))).toBe(true)
  const { changes, contentDigest } = await manifestOf(unread)
  expect(contentDigest).toEqual({ before: one.contentDigest, after: other.contentDigest })
  expect(changes.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
    'whole conf/a.txt',
    'ranges lib/a.bin',
    'same lib/b.bin',
    'ranges lib/stored.bin',
    'ranges lib/streamed.bin',
    'ranges lib/x_1.0.4.jar',
  ])
}, 60_000)

test('of a changed file that is damaged no diff zip is made, and nothing stays', async () => {
  await using world = await testWorld()
  const damaged = entriesOf('new').map(entry =>
    entry.name === 'p-1/lib/a.bin' ? { ...entry, crc32: 7 } : entry,
  )
  const [before, after] = await packsIn(world, damaged)
  const staging = join(world.cwd, 'staging')

  const making = diffUnread(before, after, staging, world)

  await expect(making).rejects.toMatchObject({ code: 'pack-damaged' })
  await expect(making).rejects.toThrow('"p-1/lib/a.bin", the content does not match its CRC-32')
  expect(await readdir(staging)).toEqual([])
}, 60_000)

test('a file of the same size and CRC-32 but other bytes is in the diff zip', async () => {
  await using world = await testWorld()
  // Two words of one CRC-32, 0x4ddb0c25; what follows both keeps it so.
  const words = ['plumless', 'buckeroo'].map(word => file('lib/a.bin', word + 'the same'.repeat(9000)))
  const [before = '', after = ''] = await Promise.all(
    words.map((entry, index) => writeZipOf(world.cwd, [entry], {}, `${index}.zip`)),
  )

  const { changes } = await manifestOf(await diffUnread(before, after, join(world.cwd, 'out'), world))

  expect(changes.map(({ path }) => path)).toEqual(['lib/a.bin'])
})
