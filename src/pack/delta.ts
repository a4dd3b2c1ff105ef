import { createHash } from 'node:crypto'
import type { Sha256 } from '../kernel/sha256.ts'
import type { Pace } from './pace.ts'
import type { PackFile } from './pack-file.ts'
import type { Stretch } from './ranges.ts'
import { openWindow } from './window.ts'

/** Bytes are handed on in pieces of about this many. */
const pieceSize = 64 * 1024

/** Hands the delta of a new file to `take`, piece by piece; a piece is only good until `take` returns. */
export async function makeDelta(
  stretches: readonly Stretch[],
  before: PackFile,
  after: PackFile,
  pace: Pace,
  take: (piece: Buffer) => void,
): Promise<void> {
  const old = openWindow(before)
  const now = openWindow(after)
  // Stretches are short: what deflates or writes them is asked for many at once.
  const buffer = Buffer.allocUnsafe(pieceSize)
  let filled = 0
  let at = 0
  for (const { kind, from, length } of stretches) {
    for (let done = 0; kind !== 'copy' && done < length; ) {
      const piece = now.some(at + done, Math.min(length - done, pieceSize - filled))
      const size =
        kind === 'fresh'
          ? piece.copy(buffer, filled)
          : subtract(piece, old.some(from + done, piece.length), buffer, filled)
      filled += size
      done += size
      if (filled < pieceSize) continue
      take(buffer)
      filled = 0
    }
    at += length
    const rest = pace.advance(length)
    if (rest !== undefined) await rest
  }
  if (filled > 0) take(buffer.subarray(0, filled))
}

/** Writes by how much bytes are more than others, as far as there are both (modulo 256); gives how many. */
function subtract(bytes: Buffer, others: Buffer, into: Buffer, start: number): number {
  const size = Math.min(bytes.length, others.length)
  for (let at = 0; at < size; at += 1) into[start + at] = (bytes[at] ?? 0) - (others[at] ?? 0)
  return size
}

/**
 * Puts a new file together from an old one and its delta, which comes in pieces, and hands it to `take`. Gives its
 * SHA-256. The stretches were checked: they are within the old file, and the delta has as many bytes as they need.
 */
export async function applyDelta(
  stretches: readonly Stretch[],
  before: PackFile,
  delta: AsyncIterable<Buffer>,
  pace: Pace,
  take: (piece: Buffer) => void,
): Promise<Sha256> {
  const hasher = createHash('sha256')
  const old = openWindow(before)
  const source = delta[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  const buffer = Buffer.allocUnsafe(pieceSize)
  let filled = 0
  const flush = async (): Promise<void> => {
    const piece = buffer.subarray(0, filled)
    hasher.update(piece)
    take(piece)
    filled = 0
    await pace.advance(piece.length)
  }
  for (const { kind, from, length } of stretches)
    for (let done = 0; done < length; ) {
      if (kind !== 'copy' && rest.length === 0) {
        const next = await source.next()
        if (next.done === true) throw new Error('The delta ends too early.')
        rest = next.value
        continue
      }
      const room = Math.min(length - done, pieceSize - filled, kind === 'copy' ? length : rest.length)
      const piece = kind === 'fresh' ? rest.subarray(0, room) : old.some(from + done, room)
      piece.copy(buffer, filled)
      if (kind === 'add')
        for (let at = 0; at < piece.length; at += 1)
          buffer[filled + at] = (buffer[filled + at] ?? 0) + (rest[at] ?? 0)
      if (kind !== 'copy') rest = rest.subarray(piece.length)
      filled += piece.length
      done += piece.length
      if (filled === pieceSize) await flush()
    }
  await flush()
  // Where the delta is in a zip, its last checks are made at its end.
  while ((await source.next()).done !== true);
  return hasher.digest('hex')
}
