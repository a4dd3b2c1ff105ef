import { createHash, hash } from 'node:crypto'
import { createReadStream } from 'node:fs'

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
  let size = 0
  const options = { highWaterMark: 1024 * 1024, ...(signal === undefined ? {} : { signal }) }
  for await (const chunk of createReadStream(path, options)) {
    if (!(chunk instanceof Uint8Array)) continue
    hasher.update(chunk)
    size += chunk.length
  }
  return { sha256: hasher.digest('hex'), size }
}
