import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { threadCount } from '../kernel/threads.ts'
import { errorOf, sent } from './entry-workers.ts'
import type { PackFile } from './pack-file.ts'
import type { PairOfFiles, PairPlan } from './plan-pair.ts'
import { isPlanReply, type PlanThreadData, planMark, planProgram, type SentPair } from './plan-worker.ts'

/** More would wait for the disk, and each takes memory. */
const most = 2

/** Bytes of changed files from which threads are worth their start. */
const worthwhile = 16 * 1024 * 1024

/** Whether changed files of so many bytes are better planned in other threads. */
export function areWorthThreads(bytes: number): boolean {
  return threadCount() > 1 && bytes >= worthwhile
}

/** Threads that plan pairs of files, the biggest first; none is started before it is needed. */
export interface PairThreads extends AsyncDisposable {
  /** Throws as `planPair`. Deltas can be read until the threads are disposed of. */
  plan(pair: PairOfFiles): Promise<PairPlan>
}

interface Waiting {
  bytes: number
  begin: (thread: Worker) => void
}

/** Below `folder`, which is temporary and there, each thread has its own. */
export function openPairThreads(folder: string, signal: AbortSignal | undefined): PairThreads {
  const threads: Worker[] = []
  const idle: Worker[] = []
  const waiting: Waiting[] = []
  const taken = async (bytes: number): Promise<Worker> => {
    const thread = idle.pop()
    if (thread !== undefined) return thread
    if (threads.length < most) {
      const started = startThread(join(folder, `${threads.length}`))
      threads.push(started)
      return started
    }
    return await new Promise(begin => {
      waiting.push({ bytes, begin })
      waiting.sort((one, other) => other.bytes - one.bytes)
    })
  }
  const free = (thread: Worker): void => {
    const next = waiting.shift()
    if (next === undefined) idle.push(thread)
    else next.begin(thread)
  }
  return {
    plan: async pair => {
      const thread = await taken(pair.after.entry.size)
      const replied = once(thread, 'message', signal === undefined ? {} : { signal })
      thread.postMessage(sentPair(pair))
      const reply: unknown = (await replied).at(0)
      free(thread)
      if (!isPlanReply(reply)) throw new Error('A worker thread said something else.')
      if (reply.kind === 'failed') throw errorOf(reply)
      return reply.plan
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(threads.map(thread => thread.terminate()))
    },
  }
}

function startThread(folder: string): Worker {
  mkdirSync(folder)
  const workerData: PlanThreadData = { mark: planMark, folder }
  return new Worker(planProgram, { workerData })
}

function sentPair({ before, after }: PairOfFiles): SentPair {
  return {
    before: { zip: fileOf(before.zip), entry: sent(before.entry) },
    after: { zip: fileOf(after.zip), entry: sent(after.entry) },
  }
}

/** An archive is more than its file, and cannot be sent. */
function fileOf({ path, fd, size, offset = 0 }: PackFile): PackFile {
  return { path, fd, size, offset }
}
