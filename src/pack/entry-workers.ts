import { collectGarbage } from '../kernel/garbage.ts'
import { threadCount } from '../kernel/threads.ts'
import type { Pack, PackEntry } from './open-pack.ts'
import type { Work } from './pace.ts'
import { openQuestions, saidOther } from './pack-threads.ts'
import type { Batch } from './pack-worker.ts'
import { sent, sentFile } from './thread-message.ts'

/** Bytes of content from which threads are worth their start, and their memory. */
const worthwhile = 64 * 1024 * 1024

/** Bytes of content, and entries, that a thread is given at once. */
const batchBytes = 4 * 1024 * 1024
const batchEntries = 100

/** Whether files are better read by several threads. */
export function areManyBytes(files: readonly PackEntry[]): boolean {
  return threadCount() > 1 && bytesOf(files) >= worthwhile
}

/**
 * Reads files of a pack in worker threads: unpacks them below `home`, whose folders must be there, or hashes them where it
 * is null. Gives path → SHA-256 of what was hashed. Throws what the first failure was; then no thread writes any more.
 */
export async function workOnFiles(
  { archive }: Pack,
  files: readonly PackEntry[],
  home: string | null,
  work: Work,
): Promise<Map<string, string>> {
  const file = sentFile(archive)
  const total = bytesOf(files)
  const digests = new Map<string, string>()
  let done = 0
  let filesDone = 0
  await using questions = openQuestions(work.signal)
  const asked = batchesOf(files).map(async entries => {
    const bytes = bytesOf(entries)
    const request = (): Batch => ({ kind: 'batch', file, entries: entries.map(sent), home })
    const reply = await questions.ask({ request, bytes: bytes < batchBytes ? 0 : bytes })
    if (reply.kind !== 'batch') throw new Error(saidOther)
    for (const [index, digest] of reply.digests.entries()) digests.set(entries[index]?.path ?? '', digest)
    done += bytes
    filesDone += entries.length
    work.progress?.(done, total, { done: filesDone, total: files.length })
  })
  try {
    await Promise.all(asked)
  } finally {
    collectGarbage()
  }
  return digests
}

function bytesOf(files: readonly PackEntry[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
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
