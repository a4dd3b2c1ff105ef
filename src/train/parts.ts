import type { Log } from '../kernel/log.ts'
import { type Clock, formatElapsed } from '../kernel/time.ts'

/** How long the parts of a station take; what is done twice counts together. */
export interface Parts {
  run<T>(part: string, work: () => Promise<T>): Promise<T>
  /** Tells each with its share of all parts. */
  tell(): void
}

export function partsOf({ log, clock }: { log: Log; clock: Clock }): Parts {
  const times = new Map<string, number>()
  return {
    run: async (part, work) => {
      const start = clock.now()
      try {
        return await work()
      } finally {
        times.set(part, (times.get(part) ?? 0) + clock.now() - start)
      }
    },
    tell: () => {
      const all = [...times.values()].reduce((sum, time) => sum + time, 0)
      const told = [...times].map(
        ([part, time]) => `${part} ${formatElapsed(time)} (${Math.round((time / Math.max(1, all)) * 100)} %)`,
      )
      log.info(`By parts: ${told.join(', ')}.`)
    },
  }
}
