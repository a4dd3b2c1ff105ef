import type { Log } from './log.ts'
import type { Clock } from './time.ts'

/** What the door hands in, so that nothing behind it reads a global: a test builds its own. */
export interface World {
  clock: Clock
  env: Readonly<Record<string, string | undefined>>
  /** Absolute; relative paths of the user's are below it. */
  cwd: string
  /** Where work that nobody keeps is done; absolute. */
  temporary: string
  fetch: typeof fetch
  log: Log
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal
}
