import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { writeError } from '../kernel/errors.ts'
import type { PackFile } from './pack-file.ts'

/** A temporary file that content is laid in, because a zip is read from its end. */
export interface Spool extends Disposable {
  take(piece: Buffer): void
  /** What was laid in it so far. */
  file(): PackFile
}

/** Writes `path` anew; it is gone at the end of the scope. Throws `disk-full` or `not-writable`, while it is written, too. */
export function openSpool(path: string): Spool {
  let size = 0
  const fd = telling(path, () => openSync(path, 'w+'))
  return {
    take: piece => {
      for (let done = 0; done < piece.length; )
        done += telling(path, () => writeSync(fd, piece, done, piece.length - done, size + done))
      size += piece.length
    },
    file: () => ({ path, fd, size }),
    [Symbol.dispose]: () => {
      closeSync(fd)
      rmSync(path, { force: true })
    },
  }
}

function telling<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw writeError(error, path)
  }
}
