import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { threadCount } from '../kernel/threads.ts'
import type { PackFile } from './pack-file.ts'
import { openQuestions, saidOther } from './pack-threads.ts'
import type { Reply, SentPair } from './pack-worker.ts'
import type { PairOfFiles, PairPlan, ReadPair } from './plan-pair.ts'
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
  /** Throws as `readPair`. */
  read(pair: PairOfFiles): Promise<ReadPair>
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
  const ask = async (pair: PairOfFiles, isUnread: boolean): Promise<(Reply & { kind: 'pair' })['read']> => {
    let lane: Lane | undefined
    const request = (): SentPair => {
      lane = free.pop() ?? openLane()
      return { kind: 'pair', ...sentPair(pair), ...lane, isUnread }
    }
    const reply = await questions.ask({ request, bytes: pair.after.entry.size })
    if (reply.kind !== 'pair' || lane === undefined) throw new Error(saidOther)
    free.push({ ...lane, deltas: reply.deltas })
    return reply.read
  }
  return {
    plan: async pair => (await ask(pair, false)).plan,
    read: async pair => {
      const { plan, sha256 } = await ask(pair, true)
      if (sha256 === null) throw new Error(saidOther)
      return { plan, sha256 }
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
