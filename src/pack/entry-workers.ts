import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { isErrorCode, TrainError } from '../kernel/errors.ts'
import { collectGarbage } from '../kernel/garbage.ts'
import { threadCount } from '../kernel/threads.ts'
import { headerOf } from './central-header.ts'
import {
  type Batch,
  type BatchEntry,
  type Failure,
  isReply,
  type Reply,
  workerMark,
  workerProgram,
} from './entry-worker.ts'
import type { Pack, PackEntry } from './open-pack.ts'
import type { Work } from './pace.ts'

/** More than two gain nothing measurable: memory and the disk are the limit. Figures in bench/results.md. */
const workers = 2

/** Bytes of content from which threads are worth their start, and their memory. */
const worthwhile = 64 * 1024 * 1024

/** Bytes of content, and entries, that a worker is given at once. */
const batchBytes = 4 * 1024 * 1024
const batchEntries = 100

/** A thread holds a few buffers, which lie outside of its heap: MB. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 }

/** Whether files are better read by several threads. */
export function areManyBytes(files: readonly PackEntry[]): boolean {
  return threadCount() > 1 && files.reduce((sum, { size }) => sum + size, 0) >= worthwhile
}

/**
 * Reads files of a pack in worker threads: unpacks them below `home`, whose folders must be there, or hashes them where it
 * is null. Gives path → SHA-256 of what was hashed. Throws what the first failure was; then no thread writes any more.
 */
export async function workOnFiles(
  pack: Pack,
  files: readonly PackEntry[],
  home: string | null,
  work: Work,
): Promise<Map<string, string>> {
  const { path, fd, size } = pack.archive
  const batches = batchesOf(files).values()
  const total = files.reduce((sum, entry) => sum + entry.size, 0)
  const digests = new Map<string, string>()
  let done = 0
  let filesDone = 0
  const threads = Array.from(
    { length: workers },
    () => new Worker(workerProgram, { workerData: workerMark, resourceLimits }),
  )
  try {
    // The first failure ends all.
    await Promise.all(
      threads.map(async thread => {
        for (const entries of batches) {
          const reply = await replyOf(
            thread,
            { file: { path, fd, size }, entries: entries.map(sent), home },
            work,
          )
          if (reply.kind === 'failed') throw errorOf(reply)
          for (const [index, digest] of reply.digests.entries())
            digests.set(entries[index]?.path ?? '', digest)
          done += entries.reduce((sum, entry) => sum + entry.size, 0)
          filesDone += entries.length
          work.progress?.(done, total, { done: filesDone, total: files.length })
        }
      }),
    )
  } catch (error) {
    // Else it would say only that waiting was given up.
    work.signal?.throwIfAborted()
    throw error
  } finally {
    await Promise.all(threads.map(thread => thread.terminate()))
    collectGarbage()
  }
  return digests
}

async function replyOf(thread: Worker, batch: Batch, { signal }: Work): Promise<Reply> {
  signal?.throwIfAborted()
  const replied = once(thread, 'message', signal === undefined ? {} : { signal })
  thread.postMessage(batch)
  const reply: unknown = (await replied).at(0)
  if (!isReply(reply)) throw new Error('A worker thread said something else.')
  return reply
}

/** Big files first, each its own batch, so that no thread is left with one at the end; then the others, as they lie. */
function batchesOf(files: readonly PackEntry[]): PackEntry[][] {
  const big = files.filter(({ size }) => size >= batchBytes).toSorted((one, other) => other.size - one.size)
  const batches = big.map(entry => [entry])
  let batch: PackEntry[] = []
  let bytes = 0
  for (const entry of files) {
    if (entry.size >= batchBytes) continue
    if (bytes >= batchBytes || batch.length >= batchEntries) {
      batches.push(batch)
      batch = []
      bytes = 0
    }
    batch.push(entry)
    bytes += entry.size
  }
  return batch.length === 0 ? batches : [...batches, batch]
}

/** A header is a part of the whole central directory, all of which would be sent with it. */
export function sent(entry: PackEntry): BatchEntry {
  return { ...entry, directory: Uint8Array.from(headerOf(entry)), headerStart: 0 }
}

/** What a thread said was thrown. */
export function errorOf({ error }: Failure): Error {
  const { code, message, hint } = error
  if (hint !== null && isErrorCode(code)) return new TrainError(code, message, { hint })
  return Object.assign(new Error(message), { code })
}
