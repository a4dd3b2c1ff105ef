import { Worker } from 'node:worker_threads'
import { type Deflated, deflateMark, deflateProgram, isAnswer, type Job, takeJob } from './deflate-worker.ts'
import type { PackFile } from './pack-file.ts'

/** It holds tables and one piece, which lie outside of its heap: MB. */
const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 64 }

/**
 * A second thread that deflates files as `pinnedDeflate` does, in the order they are offered, while this one writes: what it
 * has not taken when it is claimed, this one does itself, and all of it where the thread ends early. It is started with the
 * first offer, and needs a tenth of a second until it can begin.
 */
export interface DeflateThread extends AsyncDisposable {
  /** The file must stay open until it was claimed, or the thread is disposed of. */
  offer(file: PackFile): Offer
}

export interface Offer {
  /** Null where it was not begun, and so never will be, where it would not be smaller, and where it was not done. */
  claim(): Promise<Deflated | null>
}

/**
 * Offers lie with the thread from the start, and both sides take from memory they share: a thread that had to ask this one
 * for the next would wait until this one looks up from its writing.
 */
export function openDeflateThread(program: URL = deflateProgram): DeflateThread {
  let thread: Worker | undefined
  let offers = 0
  const open = new Map<number, (deflated: Deflated | null) => void>()
  const start = (): Worker => {
    const started = new Worker(program, { workerData: deflateMark, resourceLimits })
    started.on('message', (reply: unknown) => {
      if (!isAnswer(reply)) return
      open.get(reply.id)?.(reply.deflated)
      open.delete(reply.id)
    })
    // An error that nobody listens to would end the process; the exit follows.
    started.on('error', () => undefined)
    started.once('exit', () => {
      for (const answer of open.values()) answer(null)
    })
    return started
  }
  return {
    offer: ({ path, fd, size, offset = 0 }) => {
      const job: Job = { id: offers, file: { path, fd, size, offset }, taken: new SharedArrayBuffer(4) }
      offers += 1
      const { promise, resolve } = Promise.withResolvers<Deflated | null>()
      open.set(job.id, resolve)
      thread ??= start()
      thread.postMessage(job)
      return {
        claim: async () => {
          if (!takeJob(job)) return await promise
          open.delete(job.id)
          return null
        },
      }
    },
    [Symbol.asyncDispose]: async () => {
      await thread?.terminate()
    },
  }
}
