import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { messageOf } from '../kernel/errors.ts'
import { isReply, type Reply, type Request, workerMark, workerProgram } from './pack-worker.ts'
import { errorOf } from './thread-message.ts'

/** More than two gain nothing measurable: memory and the disk are the limit. Figures in bench/results.md. */
const most = 2

/** Milliseconds after which a thread that nobody asks ends: the next stage of a run finds it, a later one does not. */
const patience = 500

/** A thread's young objects are few, as buffers lie outside of its heap: MB. */
const resourceLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 512 }

/** Of a reply that nobody asked for. */
export const saidOther = 'A worker thread said something else.'

/** What a thread is to do. */
export interface Question {
  /** Called when a thread is free. */
  request: () => Request
  /** Of big ones the biggest goes first; all that say 0 follow, as they come. */
  bytes: number
}

/** Questions that belong together: at the end of the scope no thread works on any of them. */
export interface Questions extends AsyncDisposable {
  /** Answers when a thread has; throws what that threw, or the signal's reason where it was aborted. */
  ask(question: Question): Promise<Reply>
}

interface Waiting {
  bytes: number
  begin: (thread: Worker) => void
}

/** The threads are the process's: whoever asks next finds them. */
const threads = new Set<Worker>()
const idle: Worker[] = []
const waiting: Waiting[] = []
let leaving: NodeJS.Timeout | undefined

export function openQuestions(signal: AbortSignal | undefined): Questions {
  const over = new AbortController()
  const either = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal])
  const asked = new Set<Promise<unknown>>()
  return {
    ask: question => {
      const answer = ask(question, either)
      asked.add(answer)
      const forget = (): unknown => asked.delete(answer)
      answer.then(forget, forget)
      return answer
    },
    [Symbol.asyncDispose]: async () => {
      over.abort()
      await Promise.allSettled(asked)
    },
  }
}

async function ask({ request, bytes }: Question, signal: AbortSignal): Promise<Reply> {
  signal.throwIfAborted()
  const thread = await freeThread(bytes, signal)
  try {
    const message = request()
    const replied = once(thread, 'message', { signal })
    thread.postMessage(message)
    const reply: unknown = (await replied.catch((error: unknown) => ended(thread, error, signal))).at(0)
    if (!isReply(reply)) throw new Error(saidOther)
    if (reply.kind === 'failed') throw errorOf(reply)
    return reply
  } finally {
    release(thread)
  }
}

/** Nobody knows what it is at. */
async function ended(thread: Worker, error: unknown, signal: AbortSignal): Promise<never> {
  await thread.terminate()
  threads.delete(thread)
  signal.throwIfAborted()
  throw error
}

async function freeThread(bytes: number, signal: AbortSignal): Promise<Worker> {
  const thread = idle.pop() ?? (threads.size < most ? startThread() : await turn(bytes, signal))
  thread.ref()
  return thread
}

function turn(bytes: number, signal: AbortSignal): Promise<Worker> {
  return new Promise((begin, fail) => {
    const leaveQueue = (): void => {
      waiting.splice(waiting.indexOf(one), 1)
      const reason: unknown = signal.reason
      fail(reason instanceof Error ? reason : new Error(messageOf(reason)))
    }
    const one: Waiting = {
      bytes,
      begin: thread => {
        signal.removeEventListener('abort', leaveQueue)
        begin(thread)
      },
    }
    const place = waiting.findIndex(other => other.bytes < bytes)
    waiting.splice(place === -1 ? waiting.length : place, 0, one)
    signal.addEventListener('abort', leaveQueue, { once: true })
  })
}

function startThread(): Worker {
  const thread = new Worker(workerProgram, { workerData: workerMark, resourceLimits })
  threads.add(thread)
  // An error that nobody listens to would end the process.
  thread.on('error', () => undefined)
  thread.once('exit', () => {
    threads.delete(thread)
    const place = idle.indexOf(thread)
    if (place !== -1) idle.splice(place, 1)
    // Whoever waits for its answer listens to errors alone.
    thread.emit('error', new Error('A worker thread ended before its time.'))
  })
  return thread
}

function release(thread: Worker): void {
  const isAlive = threads.has(thread)
  // Where another one has been started in its place, that goes on.
  const next = isAlive || threads.size < most ? waiting.shift() : undefined
  if (next !== undefined) next.begin(isAlive ? thread : startThread())
  else if (isAlive) {
    thread.unref()
    idle.push(thread)
    clearTimeout(leaving)
    leaving = setTimeout(leave, patience).unref()
  }
}

function leave(): void {
  for (const thread of idle.splice(0)) {
    threads.delete(thread)
    void thread.terminate()
  }
}
