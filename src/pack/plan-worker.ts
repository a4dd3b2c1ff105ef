import { join } from 'node:path'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { type BatchEntry, type Failure, failureOf, received } from './entry-worker.ts'
import { startPace } from './pace.ts'
import type { PackFile } from './pack-file.ts'
import { type PairPlan, planPair } from './plan-pair.ts'
import { openSpool } from './spool.ts'

/** This module is also the program of a worker thread: it is started with this in its data. */
export const planMark = 'update-train: pairs of files'

export const planProgram = new URL(import.meta.url)

/** What such a thread is started with. */
export interface PlanThreadData {
  mark: typeof planMark
  /** Its own; temporary, and there. */
  folder: string
}

/** A pair of files with their own headers alone; the zips are read through descriptors that all threads share. */
export interface SentPair {
  before: { zip: PackFile; entry: BatchEntry }
  after: { zip: PackFile; entry: BatchEntry }
}

export type PlanReply = { kind: 'planned'; plan: PairPlan } | Failure

export function isPlanReply(value: unknown): value is PlanReply {
  return typeof value === 'object' && value !== null && 'kind' in value
}

function isOurs(data: unknown): data is PlanThreadData {
  return typeof data === 'object' && data !== null && 'mark' in data && data.mark === planMark
}

const data: unknown = workerData
if (!isMainThread && isOurs(data)) {
  const { folder } = data
  // Until the thread ends: what lies in it is read by the one that writes the diff zip.
  const deltas = openSpool(join(folder, 'deltas'))
  const pace = startPace({}, 0)
  parentPort?.on('message', ({ before, after }: SentPair) => {
    const pair = {
      before: { zip: before.zip, entry: received(before.entry) },
      after: { zip: after.zip, entry: received(after.entry) },
    }
    void planPair(pair, folder, deltas, pace).then(
      plan => parentPort?.postMessage({ kind: 'planned', plan }),
      (error: unknown) => parentPort?.postMessage(failureOf(error)),
    )
  })
}
