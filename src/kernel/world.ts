import type { Log } from './log.ts'
import type { Secrets } from './secrets.ts'
import { type Clock, systemClock } from './time.ts'

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
  /** What must not be in anything that is shown or published. */
  secrets: Secrets
}

/** The world of a door: this machine's clock and network. */
export function systemWorld(given: Omit<World, 'clock' | 'fetch'>): World {
  let isReady = false
  return {
    ...given,
    clock: systemClock,
    fetch: (input, init) => {
      if (!isReady) honourProxies()
      isReady = true
      return fetch(input, init)
    },
  }
}

/**
 * Makes every client of this process honour HTTPS_PROXY, HTTP_PROXY and NO_PROXY; the first releases of Node 24 cannot.
 * It loads Node's own client, 15 to 40 ms, which most commands never need.
 */
export function honourProxies(): void {
  // An import would look up all that the module exports, and so load another client of 25 ms and some megabytes.
  const http = process.getBuiltinModule('node:http')
  if ('setGlobalProxyFromEnv' in http) http.setGlobalProxyFromEnv()
}
