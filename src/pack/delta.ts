import { createHash } from 'node:crypto'
import type { Sha256 } from '../kernel/sha256.ts'
import type { Pace } from './pace.ts'
import type { PackFile } from './pack-file.ts'
import type { Stretch } from './ranges.ts'
import { eachPair, openWindow } from './window.ts'

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
  let at = 0
  for (const { kind, from, length } of stretches) {
    if (kind === 'fresh')
      for (let done = 0; done < length; ) {
        const piece = now.some(at + done, length - done)
        take(piece)
        done += piece.length
      }
    if (kind === 'add')
      eachPair(old, from, now, at, length, (one, other) => {
        take(Buffer.from(other.map((byte, index) => byte - (one[index] ?? 0))))
        return true
      })
    at += length
    await pace.advance(length)
  }
}

/** Bytes of a file that is put together are handed on in pieces of about this many. */
const pieceSize = 64 * 1024

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
