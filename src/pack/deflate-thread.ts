import { Worker } from 'node:worker_threads'
import { type Deflated, deflateMark, deflateProgram, isDeflated } from './deflate-worker.ts'
import type { PackFile } from './pack-file.ts'

/** It holds tables and one piece, which lie outside of its heap: MB. */
const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 64 }

/**
 * A second thread that deflates files as `pinnedDeflate` does, the biggest first, while this one writes: what its turn has
 * not come for when it is claimed, this one does itself, and all of it where the thread ends early. It is started with the first
 * offer.
 */
export interface DeflateThread extends AsyncDisposable {
  /** The file must stay open until it was claimed, or the thread is disposed of. */
  offer(file: PackFile): Offer
}

export interface Offer {
  /** Null where it was not begun, and so never will be, where it would not be smaller, and where it was not done. */
  claim(): Promise<Deflated | null>
}

interface Waiting {
  file: PackFile
  /** Null until its turn has come. */
  result: Promise<Deflated | null> | null
}

export function openDeflateThread(program: URL = deflateProgram): DeflateThread {
  let thread: Worker | undefined
  let isReady = false
  let answer: (deflated: Deflated | null) => void = () => undefined
  const waiting = new Set<Waiting>()
  const goOn = (thread: Worker): void => {
    const next = biggestOf(waiting)
    if (!isReady || next === undefined) return
    waiting.delete(next)
    isReady = false
    next.result = new Promise(resolve => {
      answer = resolve
    })
    const { path, fd, size, offset = 0 } = next.file
    thread.postMessage({ path, fd, size, offset })
  }
  /** It takes a tenth of a second until it can begin: what is claimed before is not waited for. */
  const start = (): Worker => {
    const started = new Worker(program, { workerData: deflateMark, resourceLimits })
    // The first message says that it is ready, all others are answers.
    started.on('message', (reply: unknown) => {
      answer(isDeflated(reply) ? reply : null)
      isReady = true
      goOn(started)
    })
    // An error that nobody listens to would end the process; the exit follows.
    started.on('error', () => undefined)
    started.once('exit', () => {
      isReady = false
      answer(null)
    })
    return started
  }
  return {
    offer: file => {
      const offered: Waiting = { file, result: null }
      waiting.add(offered)
      thread ??= start()
      goOn(thread)
      return {
        claim: async () => {
          waiting.delete(offered)
          return await offered.result
        },
      }
    },
    [Symbol.asyncDispose]: async () => {
      waiting.clear()
      await thread?.terminate()
    },
  }
}

function biggestOf(waiting: ReadonlySet<Waiting>): Waiting | undefined {
  let biggest: Waiting | undefined
  for (const one of waiting) if (biggest === undefined || one.file.size > biggest.file.size) biggest = one
  return biggest
}
