import { createHash, hash } from 'node:crypto'
import { readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { spareBuffer } from './spare-buffer.ts'

/** Milliseconds between two visits to the event loop. */
const stride = 20

/** Lower-case hex. */
export type Sha256 = string

export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** SHA-256 of bytes or of a text's UTF-8. */
export function sha256(data: string | Uint8Array): Sha256 {
  return hash('sha256', data, 'hex')
}

/** SHA-256 and length in bytes of a file, read in pieces. */
export async function sha256OfFile(
  path: string,
  signal?: AbortSignal,
): Promise<{ sha256: Sha256; size: number }> {
  const hasher = createHash('sha256')
  const file = await open(path)
  using spare = spareBuffer()
  try {
    let rested = performance.now()
    for (let size = 0; ; ) {
      // A trip to another thread for each piece takes as long as hashing it.
      const count = readSync(file.fd, spare.buffer, 0, spare.buffer.length, size)
      if (count === 0) return { sha256: hasher.digest('hex'), size }
      hasher.update(spare.buffer.subarray(0, count))
      size += count
      if (performance.now() - rested < stride) continue
      await new Promise(resolve => setImmediate(resolve))
      signal?.throwIfAborted()
      rested = performance.now()
    }
  } finally {
    await file.close()
  }
}
