import type { Counted } from '../kernel/log.ts'

/** What long work of this room takes from its caller. */
export interface Work {
  signal?: AbortSignal | undefined
  /** Called now and then; `done` and `total` in bytes of content. */
  progress?: ((done: number, total: number, entries?: Counted) => void) | undefined
}

/** Keeps synchronous work from holding the event loop: long enough to be fast, short enough for Ctrl-C to be seen. */
export interface Pace {
  /**
   * Counts `bytes` as done, and gives a promise where it is time for others: work of many small steps waits only then.
   * Throws, or rejects with, the signal's reason where it was aborted.
   */
  advance(bytes: number): Promise<void> | undefined
  /** Counts one entry as done. */
  next(): void
}

/** Milliseconds of work between two visits to the event loop. */
const stride = 40

/** `total` in bytes, and how many entries there are where that is known: for `progress`. */
export function startPace(work: Work, total: number, entries = 0): Pace {
  let done = 0
  let entriesDone = 0
  let last = performance.now()
  const rest = async (): Promise<void> => {
    work.progress?.(done, total, entries === 0 ? undefined : { done: entriesDone, total: entries })
    await new Promise(resolve => setImmediate(resolve))
    last = performance.now()
    work.signal?.throwIfAborted()
  }
  return {
    advance(bytes) {
      done += bytes
      work.signal?.throwIfAborted()
      return performance.now() - last >= stride ? rest() : undefined
    },
    next: () => {
      entriesDone += 1
    },
  }
}
