import type { Log } from '../kernel/log.ts'
import type { Clock } from '../kernel/time.ts'
import type { StationTime } from '../report/candidate.ts'

/** Runs the stations of a train one after the other and keeps their times. */
export interface Stations {
  readonly times: StationTime[]
  run<T>(name: string, work: () => Promise<T>): Promise<T>
}

export function stationsOf(log: Log, clock: Clock): Stations {
  const times: StationTime[] = []
  return {
    times,
    run: (name, work) =>
      log.group(name, async () => {
        const start = clock.now()
        try {
          return await work()
        } finally {
          times.push({ name, milliseconds: clock.now() - start })
        }
      }),
  }
}
