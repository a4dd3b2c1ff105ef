import { closeSync, constants, openSync, readSync } from 'node:fs'
import { spareBuffer } from '../kernel/spare-buffer.ts'
import type { Pace } from './pace.ts'

/** Whatever took the place of a file since it was listed: a link is not followed, a fifo is not waited for. */
const asListed = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** Opens a file of a home for reading. */
export function openHomeFile(path: string): number {
  return openSync(path, asListed)
}

/**
 * Hands a file of a home piece by piece to `take` and gives its length in bytes. A piece is only good until `take` returns.
 * Where it is said how many bytes matter, the end of the file is not looked for.
 */
export async function readHomeFile(
  path: string,
  pace: Pace,
  take: (piece: Buffer) => void,
  most = Number.POSITIVE_INFINITY,
): Promise<number> {
  const fd = openHomeFile(path)
  try {
    using spare = spareBuffer()
    const { buffer } = spare
    let size = 0
    while (size < most) {
      const count = readSync(fd, buffer, 0, buffer.length, null)
      if (count === 0) break
      take(buffer.subarray(0, count))
      size += count
      const pause = pace.advance(count)
      if (pause !== undefined) await pause
    }
    return size
  } finally {
    closeSync(fd)
  }
}
