import { join } from 'node:path'
import { crc32 } from 'node:zlib'
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

/** `folder` is temporary and nobody else's; deltas are laid in `deltas`, one behind the other. */
export async function planPair(
  { before, after }: PairOfFiles,
  folder: string,
  deltas: Pick<Spool, 'take' | 'file'>,
  pace: Pace,
): Promise<PairPlan> {
  const [old, entry] = [before.entry, after.entry]
  const undo = undoBetween({ before, after })
  if (undo !== null) return { kind: 'whole', undo }
  if (entry.compressedSize < smallest || old.size === 0) return { kind: 'whole' }

  using oldFile = await contentFile(before.zip, old, join(folder, 'old'), pace)
  using newFile = await contentFile(after.zip, entry, join(folder, 'new'), pace)
  const stretches = findRanges(oldFile.file, newFile.file)
  const ranges = encodeRanges(stretches)
  if (costOf(stretches, ranges) >= entry.compressedSize) return { kind: 'whole' }
  const read = (take: (piece: Buffer) => void): Promise<void> =>
    makeDelta(stretches, oldFile.file, newFile.file, pace, take)
  return { kind: 'ranges', ranges, delta: await laidDelta(read, deltas) }
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
