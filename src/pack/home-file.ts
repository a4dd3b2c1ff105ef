import { closeSync, openSync, readSync } from 'node:fs'
import type { Pace } from './pace.ts'

/** Bytes read at once; bigger buffers fall out of the processor's cache. */
const pieceSize = 256 * 1024

/**
 * Hands a file of a home piece by piece to `take` and gives its length in bytes. A piece is only good until `take` returns.
 */
export async function readHomeFile(path: string, pace: Pace, take: (piece: Buffer) => void): Promise<number> {
  const fd = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(pieceSize)
    let size = 0
    for (;;) {
      const count = readSync(fd, buffer, 0, buffer.length, null)
      if (count === 0) return size
      take(buffer.subarray(0, count))
      size += count
      await pace.advance(count)
    }
  } finally {
    closeSync(fd)
  }
}
