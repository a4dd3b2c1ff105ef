import { lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { TrainError } from '../../src/kernel/errors.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { extractPack } from '../../src/pack/extract.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { randomSource } from '../helpers/random-source.ts'
import {
  extendedTimestamp,
  type TestEntry,
  unicodePath,
  unixDirectory,
  unixFile,
  unixLink,
  zipOf,
} from '../helpers/zip.ts'

/** Milliseconds that damaged zips are made and opened for. */
const duration = 8000
/** Milliseconds that one of them may take on a busy machine. */
const patience = 5000

const text = 'all that is said twice is said twice. '.repeat(40)
const cp437 = Buffer.from('702d312f6b818472', 'hex')
const entries: TestEntry[] = [
  { name: 'p-1/', mode: unixDirectory | 0o755 },
  { name: 'p-1/bin/run.sh', content: text, deflate: true, mode: unixFile | 0o755 },
  { name: 'p-1/lib/a.jar', content: zipOf([{ name: 'a/B.class', content: text, deflate: true }]) },
  { name: 'p-1/conf/a.toml', content: 'port = 1\n', deflate: true, descriptor: true },
  { name: cp437, content: 'x', extra: unicodePath(cp437, 'p-1/łódź') },
  { name: 'p-1/now', content: 'bin/run.sh', mode: unixLink | 0o777 },
  { name: 'p-1/lib/up', content: '../conf', mode: unixLink | 0o777, extra: extendedTimestamp(1_700_000_001) },
  { name: 'p-1/tmp/', mode: unixDirectory | 0o700 },
  { name: 'p-1/none' },
]
const seeds = [
  zipOf(entries),
  zipOf(entries.toReversed(), { comment: 'made by acme', prefix: Buffer.from('#!/bin/sh\n') }),
  // With zip64's end record.
  zipOf(Array.from({ length: 66_000 }, (_, index) => ({ name: `p-1/${index}` }))),
]

test('a damaged pack is refused with a word, or is what its entries say; nothing is written beside its home', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'fuzz-')
  const random = randomSource(20_261_126)
  const outcomes = { refused: 0, unpacked: 0 }
  const end = performance.now() + duration
  for (let round = 0; performance.now() < end; round += 1) {
    // The big one is slow; its end is what is worth damaging.
    const seed = round % 50 === 0 ? 2 : round % 2
    const bytes = damage(seeds[seed] ?? Buffer.alloc(0), seeds[random(2)] ?? Buffer.alloc(0), random)
    const start = performance.now()
    const outcome = await outcomeOf(folder.path, bytes, seed !== 2)
    outcomes[outcome] += 1
    if (performance.now() - start > patience) throw new Error(`Round ${round} took too long.`)
  }

  expect(outcomes.refused).toBeGreaterThan(50)
  expect(outcomes.unpacked).toBeGreaterThan(5)
}, 60_000)

/** Throws where a damaged pack does what it must not. */
async function outcomeOf(folder: string, bytes: Buffer, all: boolean): Promise<'refused' | 'unpacked'> {
  const [file, home] = [join(folder, 'pack.zip'), join(folder, 'home')]
  await writeFile(file, bytes)
  try {
    await using pack = await openPack(file)
    if (!all) return 'unpacked'
    await extractPack(pack, home)
    for (const [path, entry] of pack.entries) {
      const stat = await lstat(join(home, path))
      const content = stat.isFile() ? await readFile(join(home, path)) : undefined
      if (entry.kind === 'file' && (content === undefined || crc32(content) !== entry.crc32))
        throw new Error(`${path} is not what its entry says.`)
    }
    return 'unpacked'
  } catch (error) {
    if (!(error instanceof TrainError) || !/^pack-(damaged|unsafe)$/.test(error.code)) throw error
    const left = await readdir(home).catch(() => [])
    if (left.length > 0) throw new Error('A refused pack left files.', { cause: error })
    return 'refused'
  } finally {
    await rm(home, { recursive: true, force: true })
    expect(await readdir(folder)).toEqual(['pack.zip'])
  }
}

/** One to four of: other bits, other bytes, a cut, a hole, something of another zip over or between it. */
function damage(seed: Buffer, other: Buffer, random: (below: number) => number): Buffer {
  let bytes = Buffer.from(seed)
  for (let count = 1 + random(4); count > 0 && bytes.length > 0; count -= 1) {
    const at = placeIn(bytes, random)
    const length = 1 + random(random(2) === 0 ? 8 : 200)
    const from = random(other.length)
    const piece = other.subarray(from, from + length)
    switch (random(6)) {
      case 0:
      case 1:
        bytes.writeUInt8((bytes.readUInt8(at) ^ (1 << random(8))) & 0xff, at)
        break
      case 2:
        bytes.fill([0, 0xff, 0x2f, 0x2e][random(4)] ?? 0, at, Math.min(bytes.length, at + 1 + (length % 8)))
        break
      case 3:
        bytes = random(2) === 0 ? bytes.subarray(0, at) : Buffer.concat([bytes, piece])
        break
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)])
        break
      default:
        piece.copy(bytes, at)
    }
  }
  return bytes
}

/** Anywhere, but half of the times in a header: they are what decisions hang on. */
function placeIn(bytes: Buffer, random: (below: number) => number): number {
  const anywhere = random(bytes.length)
  if (random(2) === 0) return anywhere
  const header = bytes.indexOf('PK', anywhere, 'latin1')
  return header === -1 ? anywhere : Math.min(bytes.length - 1, header + random(60))
}
