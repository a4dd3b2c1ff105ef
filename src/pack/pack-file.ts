import { readSync } from 'node:fs'
import { damaged } from './pack-error.ts'

/** An open zip file, or one that is stored in another. */
export interface PackFile {
  readonly path: string
  readonly fd: number
  /** Bytes. */
  readonly size: number
  /** Where it begins in what `fd` is open on; 0 where it is not said. */
  readonly offset?: number
}

/** Reads exactly `length` bytes at `position` into a buffer of its own. Throws `pack-damaged` where the file ends before. */
export function readAt(file: PackFile, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length)
  readInto(file, buffer, position)
  return buffer
}

/** Fills `buffer` from `position` on. Throws `pack-damaged` where the file ends before. */
export function readInto(file: PackFile, buffer: Buffer, position: number): void {
  const start = (file.offset ?? 0) + position
  let done = 0
  while (done < buffer.length) {
    const count = readSync(file.fd, buffer, done, buffer.length - done, start + done)
    if (count === 0)
      throw damaged(file.path, `it ends at byte ${position + done}, in the middle of its content`)
    done += count
  }
}
