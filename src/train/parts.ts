import { formatElapsed } from '../kernel/time.ts'
import type { World } from '../kernel/world.ts'

/** How long the parts of a station take; what is done twice counts together. */
export interface Parts {
  run<T>(part: string, work: () => Promise<T>): Promise<T>
  /** Tells each with its share of all parts. */
  tell(): void
}

/** Tells the parts of a station when it has come to its end. */
export async function inParts<T>(
  world: Pick<World, 'log' | 'clock'>,
  work: (parts: Parts) => Promise<T>,
): Promise<T> {
  const parts = partsOf(world)
  const done = await work(parts)
  parts.tell()
  return done
}

export function partsOf({ log, clock }: Pick<World, 'log' | 'clock'>): Parts {
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
      const told = [...times]
        .filter(([, time]) => time >= 1)
        .map(
          ([part, time]) =>
            `${part} ${formatElapsed(time)} (${Math.round((time / Math.max(1, all)) * 100)} %)`,
        )
      log.info(`By parts: ${told.join(', ')}.`)
    },
  }
}
