import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'

/** Bytes of a file that are looked at to tell text from binary. */
const sniffed = 64 * 1024

/** Whether a file begins as UTF-8 without NUL. */
export async function fileLooksLikeText(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffed + 1), 0, sniffed + 1, 0)
    return looksLikeText(buffer.subarray(0, bytesRead))
  } finally {
    await handle.close()
  }
}

/** The same for content: all of it, or more of its beginning than is looked at. */
export function looksLikeText(content: Buffer): boolean {
  const start = content.subarray(0, sniffed)
  // A character may be cut at the end of what was read.
  const cuts = content.length <= sniffed ? [0] : [0, 1, 2, 3]
  return !start.includes(0) && cuts.some(cut => isUtf8(start.subarray(0, start.length - cut)))
}
