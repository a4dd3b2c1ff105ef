import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { threadCount } from '../kernel/threads.ts'
import type { PackFile } from './pack-file.ts'
import { openQuestions } from './pack-threads.ts'
import type { SentPair } from './pack-worker.ts'
import type { PairOfFiles, PairPlan } from './plan-pair.ts'
import { openSpool } from './spool.ts'
import { sent, sentFile } from './thread-message.ts'

/** Bytes of changed files from which threads are worth their start. */
const worthwhile = 16 * 1024 * 1024

/** Whether changed files of so many bytes are better planned in other threads. */
export function areWorthThreads(bytes: number): boolean {
  return threadCount() > 1 && bytes >= worthwhile
}

/** Plans pairs of files in other threads, the biggest first. */
export interface PairThreads extends AsyncDisposable {
  /** Throws as `planPair`. Deltas can be read until the end of the scope. */
  plan(pair: PairOfFiles): Promise<PairPlan>
}

/** What one thread at a time works in: a folder, and what it has laid. */
interface Lane {
  folder: string
  deltas: PackFile
}

/** `folder` is temporary and there. */
export function openPairThreads(folder: string, signal: AbortSignal | undefined): PairThreads {
  const free: Lane[] = []
  const spools = new DisposableStack()
  const questions = openQuestions(signal)
  let lanes = 0
  const openLane = (): Lane => {
    const own = join(folder, `${lanes}`)
    lanes += 1
    mkdirSync(own)
    return { folder: own, deltas: spools.use(openSpool(join(own, 'deltas'))).file() }
  }
  return {
    plan: async pair => {
      let lane: Lane | undefined
      const request = (): SentPair => {
        lane = free.pop() ?? openLane()
        return { kind: 'pair', ...sentPair(pair), ...lane }
      }
      const reply = await questions.ask({ request, bytes: pair.after.entry.size })
      if (reply.kind !== 'pair' || lane === undefined) throw new Error('A worker thread said something else.')
      free.push({ ...lane, deltas: reply.deltas })
      return reply.plan
    },
    [Symbol.asyncDispose]: async () => {
      await questions[Symbol.asyncDispose]()
      spools.dispose()
    },
  }
}

function sentPair({ before, after }: PairOfFiles): Pick<SentPair, 'before' | 'after'> {
  return {
    before: { zip: sentFile(before.zip), entry: sent(before.entry) },
    after: { zip: sentFile(after.zip), entry: sent(after.entry) },
  }
}
