import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Sha256 } from '../kernel/sha256.ts'
import type { ZipEntry } from './central-header.ts'
import { contentFile } from './content-file.ts'
import { makeDelta } from './delta.ts'
import type { Change } from './diff-manifest.ts'
import { readWhole } from './entry-content.ts'
import { findRanges } from './find-ranges.ts'
import type { Pace } from './pace.ts'
import type { PackFile } from './pack-file.ts'
import { pinnedDeflate } from './pinned-deflate.ts'
import { encodeRanges, type Stretch } from './ranges.ts'
import type { Spool } from './spool.ts'
import { largestUndo, type Undo, undoOf } from './text-undo.ts'
import { openWindow } from './window.ts'
import type { ReadyContent } from './zip-output.ts'

/** A file that both packs have, or that took another's place: entries of two open zips. */
export interface PairOfFiles {
  before: { zip: PackFile; entry: ZipEntry }
  after: { zip: PackFile; entry: ZipEntry }
}

/** What travels instead of a file: content that lies ready in `file`, from `at` on. */
export interface ReadyDelta {
  facts: ReadyContent
  file: PackFile
  at: number
}

/** How the new file travels. */
export type PairPlan =
  | { kind: 'whole'; undo?: Undo }
  | { kind: 'ranges'; ranges: NonNullable<Change['ranges']>; delta: ReadyDelta }

/** Bytes in a zip below which a file is not worth ranges. */
const smallest = 4096

/** Where deltas are laid, one behind the other. */
type Deltas = Pick<Spool, 'take' | 'file'>

/** `folder` is temporary and nobody else's. */
export async function planPair(
  pair: PairOfFiles,
  folder: string,
  deltas: Deltas,
  pace: Pace,
): Promise<PairPlan> {
  const undo = undoBetween(pair)
  if (undo !== null) return { kind: 'whole', undo }
  if (!isWorthRanges(pair)) return { kind: 'whole' }
  using files = await filesOf(pair, folder, pace)
  return await planFiles(pair, files, deltas, pace)
}

/** A plan, and what was read for it. */
export interface ReadPair {
  plan: PairPlan
  sha256: { before: Sha256; after: Sha256 }
}

/** The same for two deflated files that are no texts to be merged, with the SHA-256 of their contents. */
export async function readPair(
  pair: PairOfFiles,
  folder: string,
  deltas: Deltas,
  pace: Pace,
): Promise<ReadPair> {
  using files = await filesOf(pair, folder, pace)
  const sha256 = { before: digestOf(files.before), after: digestOf(files.after) }
  const plan = isWorthRanges(pair) ? await planFiles(pair, files, deltas, pace) : ({ kind: 'whole' } as const)
  return { plan, sha256 }
}

function isWorthRanges({ before, after }: PairOfFiles): boolean {
  return after.entry.compressedSize >= smallest && before.entry.size > 0
}

/** The contents of a pair. */
interface Files {
  before: PackFile
  after: PackFile
}

async function filesOf(
  { before, after }: PairOfFiles,
  folder: string,
  pace: Pace,
): Promise<Files & Disposable> {
  using scope = new DisposableStack()
  const old = scope.use(await contentFile(before.zip, before.entry, join(folder, 'old'), pace))
  const now = scope.use(await contentFile(after.zip, after.entry, join(folder, 'new'), pace))
  const held = scope.move()
  return { before: old.file, after: now.file, [Symbol.dispose]: () => held.dispose() }
}

async function planFiles(
  { after }: PairOfFiles,
  files: Files,
  deltas: Deltas,
  pace: Pace,
): Promise<PairPlan> {
  const stretches = findRanges(files.before, files.after)
  const ranges = encodeRanges(stretches)
  if (costOf(stretches, ranges) >= after.entry.compressedSize) return { kind: 'whole' }
  const read = (take: (piece: Buffer) => void): Promise<void> =>
    makeDelta(stretches, files.before, files.after, pace, take)
  return { kind: 'ranges', ranges, delta: await laidDelta(read, deltas) }
}

function digestOf(file: PackFile): Sha256 {
  const hasher = createHash('sha256')
  const window = openWindow(file)
  for (let at = 0; at < file.size; ) {
    const piece = window.some(at, file.size - at)
    hasher.update(piece)
    at += piece.length
  }
  return hasher.digest('hex')
}

/** Lays a delta as a zip holds it: deflated wherever that pays, else it is made again. */
async function laidDelta(
  read: (take: (piece: Buffer) => void) => Promise<void>,
  deltas: Pick<Spool, 'take' | 'file'>,
): Promise<ReadyDelta> {
  const at = deltas.file().size
  let crc = 0
  let size = 0
  using deflate = pinnedDeflate(deltas.take)
  await read(piece => {
    crc = crc32(piece, crc)
    size += piece.length
    deflate.push(piece)
  })
  if (size > 0) deflate.end()
  const deflated = deltas.file().size - at
  const isSmaller = deflated < size
  const start = isSmaller ? at : at + deflated
  if (!isSmaller) await read(deltas.take)
  const facts: ReadyContent = {
    method: isSmaller ? 'deflated' : 'stored',
    crc32: crc,
    size,
    compressedSize: isSmaller ? deflated : size,
  }
  return { facts, file: deltas.file(), at: start }
}

/** Texts are small and travel whole, so that they can be merged where they were changed on a machine as well. */
function undoBetween({ before, after }: PairOfFiles): Undo | null {
  if (Math.max(before.entry.size, after.entry.size) > largestUndo) return null
  return undoOf(readWhole(before.zip, before.entry), readWhole(after.zip, after.entry))
}

/** About what ranges take in a zip, in bytes: differences are zeros for the most part, and numbers are digits. */
function costOf(stretches: readonly Stretch[], ranges: unknown): number {
  let cost = JSON.stringify(ranges).length / 3
  for (const { kind, length } of stretches)
    cost += kind === 'fresh' ? length : kind === 'add' ? length / 8 : 0
  return cost
}
