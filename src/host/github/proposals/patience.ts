import { messageOf, TrainError } from '../../../kernel/errors.ts'
import { formatElapsed } from '../../../kernel/time.ts'
import type { ClientWorld } from './client.ts'
import { headerOf, statusOf } from './refusals.ts'

/** Milliseconds that all requests of a run wait together for GitHub to take them again. */
const longest = 15 * 60_000

/** Milliseconds before the first repetition after a failure of the service; doubled each time. */
const firstPause = 500
const tries = 4

/** Milliseconds after a secondary limit that names no time (GitHub's docs, *Rate limits for the REST API*). */
const unnamedPause = 60_000

type Patience = <T>(method: string, url: string, request: () => Promise<T>) => Promise<T>

/** Repeats what GitHub has put off: at the time that it names, or a little later each time after a failure. */
export function patience({ clock, signal, log }: ClientWorld): Patience {
  let waited = 0
  return async (method, url, request) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await request()
      } catch (error) {
        signal.throwIfAborted()
        const limited = limitOf(error, clock.now())
        const pause = limited ?? pauseAfter(error, attempt, method, url)
        if (pause === null) throw error
        if (waited + pause > longest) throw tooLong(error, pause)
        if (limited !== null) log.info(`GitHub’s rate limit: going on in ${formatElapsed(pause)}.`)
        waited += pause
        await clock.sleep(pause, signal)
      }
    }
  }
}

/** How long GitHub asks to wait; null where it does not. */
function limitOf(error: unknown, now: number): number | null {
  const status = statusOf(error)
  if (status !== 403 && status !== 429) return null
  const seconds = Number(headerOf(error, 'retry-after') ?? Number.NaN)
  if (Number.isFinite(seconds)) return Math.max(0, seconds) * 1000
  const reset = Number(headerOf(error, 'x-ratelimit-reset') ?? Number.NaN)
  if (headerOf(error, 'x-ratelimit-remaining') === '0' && Number.isFinite(reset))
    return Math.max(0, reset * 1000 - now) + 1000
  return status === 429 || /secondary rate limit|^API rate limit/i.test(messageOf(error))
    ? unnamedPause
    : null
}

/** What may have been written after all is not written twice: a comment, a release. Everything else comes to the same. */
function pauseAfter(error: unknown, attempt: number, method: string, url: string): number | null {
  const status = statusOf(error)
  if (status !== null && status < 500) return null
  if (attempt >= tries || (method === 'POST' && /\/(comments|releases|assets)(\{|\?|$)/.test(url)))
    return null
  return firstPause * 2 ** (attempt - 1)
}

function tooLong(cause: unknown, pause: number): TrainError {
  return new TrainError('busy', `GitHub’s rate limit lets the run go on in ${formatElapsed(pause)} only.`, {
    hint: 'Run it again then, spread schedules over the day, or give the token of an App as `token`, which has a limit of its own.',
    cause,
  })
}
