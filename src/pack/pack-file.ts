import { readSync } from 'node:fs'
import { damaged } from './pack-error.ts'

/** An open zip file, or one that lies in another. */
export interface PackFile {
  readonly path: string
  readonly fd: number
  /** Bytes. */
  readonly size: number
  /** Where it begins in what `fd` is open on; 0 where it is not said. */
  readonly offset?: number
  /** All of it, where it is in memory: then `fd` is not read. */
  readonly bytes?: Buffer
}

/** A part of a file as one of its own: what is stored in a zip. */
export function partOf({ path, fd, offset = 0, bytes }: PackFile, start: number, size: number): PackFile {
  return bytes === undefined
    ? { path, fd, size, offset: offset + start }
    : { path, fd, size, bytes: bytes.subarray(start, start + size) }
}

/** Exactly `length` bytes at `position`, to be read only. Throws `pack-damaged` where the file ends before. */
export function readAt(file: PackFile, position: number, length: number): Buffer {
  const { bytes } = file
  if (bytes !== undefined && position + length <= bytes.length)
    return bytes.subarray(position, position + length)
  const buffer = Buffer.allocUnsafe(length)
  readInto(file, buffer, position)
  return buffer
}

/** Fills `buffer` from `position` on. Throws `pack-damaged` where the file ends before. */
export function readInto(file: PackFile, buffer: Buffer, position: number): void {
  let done = 0
  while (done < buffer.length) {
    const count = readSome(file, buffer.subarray(done), position + done)
    if (count === 0)
      throw damaged(file.path, `it ends at byte ${position + done}, in the middle of its content`)
    done += count
  }
}

function readSome({ fd, offset = 0, bytes }: PackFile, buffer: Buffer, position: number): number {
  return bytes === undefined
    ? readSync(fd, buffer, 0, buffer.length, offset + position)
    : bytes.copy(buffer, 0, position)
}
