import { closeSync, fstatSync, readSync } from 'node:fs'
import { threadCount } from '../kernel/threads.ts'
import { type Offer, openDeflateThread } from './deflate-thread.ts'
import type { Deflated } from './deflate-worker.ts'
import { openHomeFile } from './home-file.ts'
import { isCompressed } from './pinned-deflate.ts'

/** Bytes of files that are deflated before they are asked for: their deflated content is in memory until then. */
const aheadBytes = 16 * 1024 * 1024

/** Bytes of files from which a thread is worth its start, and of a file that is better streamed. */
const worthwhile = 1024 * 1024
const largest = 8 * 1024 * 1024

/** Bytes of a file from which it is worth a message to the thread, and an open file until it is asked for. */
const smallest = 16 * 1024

/** Files of a home that another thread deflates while others are written. */
export interface DeflateAhead extends AsyncDisposable {
  /** Null where the file has to be read and written as always. To be asked for in the order that was said. */
  take(path: string): Promise<Deflated | null>
}

interface Offered {
  fd: number
  size: number
  offer: Offer
}

/** Begins at once. `files`: absolute paths in the order in which they will be written, and bytes. */
export function deflateAhead(files: readonly { path: string; size: number }[]): DeflateAhead {
  const thread = openDeflateThread()
  const offered = new Map<string, Offered>()
  const fitting = files.filter(({ size }) => size >= smallest && size <= largest)
  const total = fitting.reduce((sum, { size }) => sum + size, 0)
  let next = threadCount() > 1 && total >= worthwhile ? 0 : fitting.length
  let ahead = 0
  const refill = (): void => {
    const found: { path: string; fd: number; size: number }[] = []
    for (; next < fitting.length && ahead < aheadBytes; next += 1) {
      const path = fitting[next]?.path ?? ''
      const opened = openDeflatable(path)
      if (opened === null) continue
      ahead += opened.size
      found.push({ path, ...opened })
    }
    // The thread begins with the biggest, and this one with the first.
    found.sort((one, other) => other.size - one.size)
    for (const file of found) offered.set(file.path, { ...file, offer: thread.offer(file) })
  }
  refill()
  return {
    take: async path => {
      const file = offered.get(path)
      if (file === undefined) return null
      const deflated = await file.offer.claim()
      const isAsItWas = fstatSync(file.fd).size === file.size
      closeSync(file.fd)
      offered.delete(path)
      ahead -= file.size
      refill()
      return isAsItWas ? deflated : null
    },
    [Symbol.asyncDispose]: async () => {
      await thread[Symbol.asyncDispose]()
      for (const { fd } of offered.values()) closeSync(fd)
    },
  }
}

/** Null for what is stored, streamed, not there any more, or cannot be read: whoever reads it then is told why. */
function openDeflatable(path: string): { fd: number; size: number } | null {
  let fd: number | undefined
  try {
    fd = openHomeFile(path)
    const stat = fstatSync(fd)
    const head = Buffer.alloc(8)
    if (stat.isFile() && stat.size > 0 && stat.size <= largest) {
      const count = readSync(fd, head, 0, head.length, 0)
      if (!isCompressed(head.subarray(0, count))) return { fd, size: stat.size }
    }
  } catch {
    // As above.
  }
  if (fd !== undefined) closeSync(fd)
  return null
}
