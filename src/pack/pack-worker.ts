import { join } from 'node:path'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { hashFileEntry, writeFileEntry } from './file-entry.ts'
import { type Pace, startPace } from './pace.ts'
import type { PackFile } from './pack-file.ts'
import type { PairPlan, ReadPair } from './plan-pair.ts'
import { continuedSpool } from './spool.ts'
import { type Failure, failureOf, received, type SentEntry } from './thread-message.ts'

/** This module is also the program of a worker thread: it is started with this as its data. */
export const workerMark = 'update-train: packs'

export const workerProgram = new URL(import.meta.url)

/** Files of one pack, read through the descriptor that all threads of a process share. */
export interface Batch {
  kind: 'batch'
  file: PackFile
  entries: readonly SentEntry[]
  /** Where they are unpacked to; null where they are only hashed. */
  home: string | null
}

/** Two files of which one is to be described by the other. */
export interface SentPair {
  kind: 'pair'
  before: { zip: PackFile; entry: SentEntry }
  after: { zip: PackFile; entry: SentEntry }
  /** Temporary, and nobody else's meanwhile. */
  folder: string
  /** Where the delta is laid, behind others. */
  deltas: PackFile
  /** Whether their SHA-256 are asked for as well. */
  isUnread: boolean
}

export type Request = Batch | SentPair

export type Reply =
  /** SHA-256 of every file where they were to be hashed, in their order. */
  | { kind: 'batch'; digests: string[] }
  | { kind: 'pair'; read: ReadPair | { plan: PairPlan; sha256: null }; deltas: PackFile }

export function isReply(value: unknown): value is Reply | Failure {
  return typeof value === 'object' && value !== null && 'kind' in value
}

if (!isMainThread && workerData === workerMark) {
  const pace = startPace({}, 0)
  parentPort?.on('message', (request: Request) => {
    const replied = request.kind === 'batch' ? workOnBatch(request, pace) : planSentPair(request, pace)
    void replied.catch(failureOf).then(reply => parentPort?.postMessage(reply))
  })
}

async function workOnBatch({ file, entries, home }: Batch, pace: Pace): Promise<Reply> {
  const digests: string[] = []
  for (const sent of entries) {
    const entry = received(sent)
    if (home === null) digests.push(await hashFileEntry(file, entry, pace))
    else await writeFileEntry(file, entry, join(home, entry.path), pace)
  }
  return { kind: 'batch', digests }
}

async function planSentPair(sentPair: SentPair, pace: Pace): Promise<Reply> {
  const { planPair, readPair } = await import('./plan-pair.ts')
  const { before, after, folder, isUnread } = sentPair
  const pair = {
    before: { zip: before.zip, entry: received(before.entry) },
    after: { zip: after.zip, entry: received(after.entry) },
  }
  const deltas = continuedSpool(sentPair.deltas)
  const read = isUnread
    ? await readPair(pair, folder, deltas, pace)
    : { plan: await planPair(pair, folder, deltas, pace), sha256: null }
  return { kind: 'pair', read, deltas: deltas.file() }
}
