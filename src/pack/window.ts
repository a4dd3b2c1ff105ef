import { damaged } from './pack-error.ts'
import { type PackFile, readInto } from './pack-file.ts'

/** Bytes of a file that are in memory at once. */
const windowSize = 256 * 1024

/** A file that is read mostly forwards, in many small steps. */
export interface Window {
  readonly size: number
  /** At most `length` bytes from `position` on, at least one; good until the next call. Throws `pack-damaged` at the end. */
  some(position: number, length: number): Buffer
  /** Exactly `length` bytes, at most `windowSize`; good until the next call. Throws `pack-damaged`. */
  all(position: number, length: number): Buffer
}

export function openWindow(file: PackFile): Window {
  const { bytes } = file
  if (bytes !== undefined) return windowOn(file, bytes)
  const buffer = Buffer.allocUnsafe(Math.min(windowSize, Math.max(1, file.size)))
  let start = 0
  let end = 0
  const moveTo = (position: number, least: number): void => {
    start = position
    end = position + Math.max(least, Math.min(buffer.length, file.size - position))
    readInto(file, buffer.subarray(0, end - start), start)
  }
  return {
    size: file.size,
    some: (position, length) => {
      if (position < start || position >= end) moveTo(position, 1)
      return buffer.subarray(position - start, Math.min(position + length, end) - start)
    },
    all: (position, length) => {
      if (position + length > file.size) throw damaged(file.path, `it ends before byte ${position + length}`)
      if (position < start || position + length > end) moveTo(position, length)
      return buffer.subarray(position - start, position - start + length)
    },
  }
}

function windowOn({ path, size }: PackFile, bytes: Buffer): Window {
  return {
    size,
    some: (position, length) => {
      if (position >= size) throw damaged(path, `it ends before byte ${position + 1}`)
      return bytes.subarray(position, position + length)
    },
    all: (position, length) => {
      if (position + length > size) throw damaged(path, `it ends before byte ${position + length}`)
      return bytes.subarray(position, position + length)
    },
  }
}

/** Whether `length` bytes are the same in both. */
export function areEqual(
  one: Window,
  oneStart: number,
  other: Window,
  otherStart: number,
  length: number,
): boolean {
  for (let done = 0; done < length; ) {
    const left = one.some(oneStart + done, length - done)
    const right = other.some(otherStart + done, length - done)
    const size = Math.min(left.length, right.length)
    if (left.compare(right, 0, size, 0, size) !== 0) return false
    done += size
  }
  return true
}
