import { messageOf, TrainError } from '../kernel/errors.ts'
import type { World } from '../kernel/world.ts'
import type { FeedTransport } from './transport.ts'

/** How often a request is tried in all. */
const tries = 3
/** Milliseconds until the reply has to begin. */
const replyTimeout = 30_000
/** Milliseconds that a reply may pause. */
const silenceTimeout = 60_000
/** Milliseconds before the second try; doubled for the third. */
const firstPause = 500
/** Milliseconds that `Retry-After` may make us wait. */
const longestPause = 60_000

/** A feed on a web server or object store. Credentials go to the feed's own origin only, and not over plain http. */
export function httpTransport(location: string, world: World): FeedTransport {
  const root = URL.parse(location.endsWith('/') ? location : `${location}/`)
  if (root === null)
    throw new TrainError('config', `${location} is no address of a feed.`, {
      hint: '`feed` (--feed) takes an address such as https://updates.example.com/feed, or a folder.',
    })
  if (root.username !== '' || root.password !== '')
    throw new TrainError('config', 'The address of the feed holds credentials.', {
      hint: 'Take them out of `feed` and set UPDATE_TRAIN_FEED_USERNAME and UPDATE_TRAIN_FEED_PASSWORD, or UPDATE_TRAIN_FEED_TOKEN.',
    })
  const headers = credentials(root, world)
  return {
    open: async path => {
      const response = await request(new URL(path, root), headers, world)
      if (response === null) return null
      return response.body === null ? none() : watched(response.body, world)
    },
  }
}

async function* none(): AsyncGenerator<Uint8Array> {
  // An empty reply has no pieces.
}

function credentials(root: URL, { env, log }: World): Record<string, string> {
  const token = env['UPDATE_TRAIN_FEED_TOKEN'] ?? ''
  const username = env['UPDATE_TRAIN_FEED_USERNAME'] ?? ''
  const password = env['UPDATE_TRAIN_FEED_PASSWORD'] ?? ''
  if (token === '' && username === '') return {}
  // What `fetch` would say of it repeats the token.
  if (!/^[\x21-\x7e]*$/.test(token))
    throw new TrainError(
      'usage',
      'The token of the feed holds white space or characters that no token has.',
      {
        hint: 'Set UPDATE_TRAIN_FEED_TOKEN (input `feed-token`) again, without line ends around it.',
      },
    )
  if (root.protocol !== 'https:' && !isLoopback(root.hostname)) {
    log.warning(`The feed's credentials are not sent: ${root.origin} is not https.`)
    return {}
  }
  const basic = Buffer.from(`${username}:${password}`).toString('base64')
  return { authorization: token === '' ? `Basic ${basic}` : `Bearer ${token}` }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}

/** One file's reply, after retries; null for 404. */
async function request(url: URL, headers: Record<string, string>, world: World): Promise<Response | null> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await attemptOnce(url, headers, world)
    if (answer instanceof Response) {
      if (answer.ok) return answer
      await answer.body?.cancel()
      if (answer.status === 404 || answer.status === 410) return null
      assertNotRefused(url, answer.status)
    }
    // What undici's proxy agent says where the proxy refuses to CONNECT.
    else if (reasonOf(answer).includes('Proxy response (407)')) assertNotRefused(url, 407)
    if (attempt === tries || !isPassing(answer)) throw unreachable(url, answer, attempt)
    await world.clock.sleep(pauseAfter(answer, attempt, world), world.signal)
  }
}

/** The reply, or what prevented one. */
async function attemptOnce(
  url: URL,
  headers: Record<string, string>,
  world: World,
): Promise<Response | Error> {
  const tooLong = new AbortController()
  const timer = setTimeout(() => tooLong.abort(new Error('no reply within 30 s')), replyTimeout)
  try {
    // A redirect to another origin loses the authorization header (Fetch standard, HTTP-redirect fetch, step 13).
    return await world.fetch(url, { headers, signal: AbortSignal.any([world.signal, tooLong.signal]) })
  } catch (error) {
    world.signal.throwIfAborted()
    return error instanceof Error ? error : new Error(String(error))
  } finally {
    clearTimeout(timer)
  }
}

/** Whether another try may end better: a broken connection, 429 and what the server has to answer for. */
function isPassing(answer: Response | Error): boolean {
  return !(answer instanceof Response) || answer.status === 429 || answer.status >= 500
}

function assertNotRefused(url: URL, status: number): void {
  const hints: Record<number, string> = {
    401: 'Enter valid credentials: UPDATE_TRAIN_FEED_TOKEN, or UPDATE_TRAIN_FEED_USERNAME and UPDATE_TRAIN_FEED_PASSWORD.',
    403: 'You do not have an active subscription, or the channel does not exist: ask the publisher of the feed.',
    407: 'The proxy wants credentials: set them in HTTPS_PROXY.',
  }
  const hint = hints[status]
  if (hint !== undefined)
    throw new TrainError('refused', `${url.origin} refused the feed's files with HTTP ${status}.`, { hint })
}

function pauseAfter(answer: Response | Error, attempt: number, { clock }: World): number {
  const backOff = firstPause * 2 ** (attempt - 1)
  const after = answer instanceof Response ? answer.headers.get('retry-after') : null
  if (after === null) return backOff
  const seconds = Number(after)
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(after) - clock.now()
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), longestPause) : backOff
}

function unreachable(url: URL, answer: Response | Error, attempts: number): TrainError {
  const reason = answer instanceof Response ? `HTTP ${answer.status}` : reasonOf(answer)
  return new TrainError(
    'unreachable',
    `Cannot read ${url.href}: ${reason}${attempts === 1 ? '' : `, after ${attempts} tries`}.`,
    {
      hint: 'Check the address of the feed, the network and HTTPS_PROXY; then run again.',
      cause: answer instanceof Error ? answer : undefined,
    },
  )
}

/** `fetch` hides what happened in its cause. */
function reasonOf(error: Error): string {
  return error.cause === undefined ? error.message : messageOf(error.cause) || error.message
}

/** The pieces of a body; a pause that is too long ends it with an error. */
async function* watched(body: ReadableStream<Uint8Array>, world: World): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (;;) {
      const silence = Promise.withResolvers<never>()
      const timer = setTimeout(
        () => silence.reject(new Error(`no data for ${silenceTimeout / 1000} s`)),
        silenceTimeout,
      )
      try {
        const { done, value } = await Promise.race([reader.read(), silence.promise])
        if (done) return
        yield value
      } finally {
        clearTimeout(timer)
      }
      world.signal.throwIfAborted()
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
