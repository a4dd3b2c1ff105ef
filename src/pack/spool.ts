import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { writeError } from '../kernel/errors.ts'
import { spareBuffer } from '../kernel/spare-buffer.ts'
import { type PackFile, readInto } from './pack-file.ts'

/** A temporary file that content is laid in, because a zip is read from its end. */
export interface Spool extends Disposable {
  /** Throws `disk-full` or `not-writable`. */
  take: (piece: Uint8Array) => void
  /** What was laid in it so far; the file is there from then on. */
  file(): { path: string; fd: number; size: number }
  /** What was laid in it from `start` on, to be read until the end of the scope. */
  slice(start: number): { size: number; read: (take: (piece: Buffer) => void) => Promise<void> }
}

/** Writes `path` anew, from the first piece on; it is gone at the end of the scope. */
export function openSpool(path: string): Spool {
  return spoolOf({ path, fd: -1, size: 0 })
}

/** Goes on where another thread is; the spool is disposed of there. */
export function continuedSpool(file: PackFile): Pick<Spool, 'take' | 'file'> {
  return spoolOf(file)
}

function spoolOf({ path, fd, size }: { path: string; fd: number; size: number }): Spool {
  const begin = (): void => {
    if (fd === -1) fd = openSync(path, 'w+')
  }
  return {
    take: piece => {
      try {
        begin()
        for (let done = 0; done < piece.length; )
          done += writeSync(fd, piece, done, piece.length - done, size + done)
      } catch (error) {
        throw writeError(error, path)
      }
      size += piece.length
    },
    file: () => {
      begin()
      return { path, fd, size }
    },
    slice: start => {
      const end = size
      const read = async (take: (piece: Buffer) => void): Promise<void> => {
        using spare = spareBuffer()
        for (let at = start; at < end; ) {
          const piece = spare.buffer.subarray(0, Math.min(spare.buffer.length, end - at))
          readInto({ path, fd, size }, piece, at)
          take(piece)
          at += piece.length
          await new Promise(resolve => setImmediate(resolve))
        }
      }
      return { size: end - start, read }
    },
    [Symbol.dispose]: () => {
      if (fd === -1) return
      closeSync(fd)
      rmSync(path, { force: true })
    },
  }
}
