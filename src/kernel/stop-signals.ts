import { constants } from 'node:os'
import { TrainError } from './errors.ts'

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
export type StopSignal = (typeof stopSignals)[number]

/** What tells a door that it is to stop. */
export interface Stopping {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal
  received(): StopSignal | undefined
}

/**
 * Ctrl-C, SIGTERM and SIGHUP end the work where it is safe, so that temporary files go; a second one ends it at once.
 * GitHub's runner cancels a job in just this order: SIGINT, SIGTERM 7.5 s later, SIGKILL 2.5 s after that.
 */
export function listenForStop(): Stopping {
  const stop = new AbortController()
  let received: StopSignal | undefined
  for (const signal of stopSignals)
    process.on(signal, () => {
      // Leaving by `exit` lets what runs for us be ended at once; dying of the signal would not.
      if (received !== undefined) process.exit(exitCodeOf(signal))
      received = signal
      stop.abort(new TrainError('interrupted', `Stopped by ${signal}.`, { hint: 'Run it again.' }))
    })
  return { signal: stop.signal, received: () => received }
}

/** The shell's way to say which signal ended a program. */
export function exitCodeOf(signal: StopSignal): number {
  return 128 + constants.signals[signal]
}

/** The result of `work`, or the reason of the abort as soon as that comes; `work` is then left to itself. */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>()
  const stop = (): void => {
    try {
      signal.throwIfAborted()
    } catch (error) {
      stopped.reject(error)
    }
  }
  signal.addEventListener('abort', stop)
  try {
    stop()
    return await Promise.race([work, stopped.promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
