import type { getOctokit } from '@actions/github'
import { z } from 'zod'
import type { Log } from '../../../kernel/log.ts'
import type { Clock } from '../../../kernel/time.ts'
import type { Runner } from '../runner.ts'
import { patience } from './patience.ts'
import { isStatus, refusalOf } from './refusals.ts'

export type Api = ReturnType<typeof getOctokit>

/** Speaks to the API of the repository that a run belongs to. */
export interface Client {
  readonly runner: Runner
  readonly log: Log
  /** `what` goes on from "The token may not". Throws a `TrainError`. */
  call<T>(what: string, work: (api: Api) => Promise<T>): Promise<T>
  /** As `call`; null where the API answers one of these statuses. */
  tryCall<T>(what: string, statuses: readonly number[], work: (api: Api) => Promise<T>): Promise<T | null>
}

export interface ClientWorld {
  clock: Clock
  signal: AbortSignal
  log: Log
}

export function clientOf(runner: Runner, token: string, world: ClientWorld): Client {
  let connected: Promise<Api> | undefined
  const call: Client['call'] = async (what, work) => {
    connected ??= connect(token, world)
    try {
      return await work(await connected)
    } catch (error) {
      world.signal.throwIfAborted()
      throw refusalOf(error, what, runner)
    }
  }
  return {
    runner,
    log: world.log,
    call,
    tryCall: async (what, statuses, work) => {
      // Inside of `call`, so that what is expected is never turned into an error.
      const expected = async (api: Api) => {
        try {
          return await work(api)
        } catch (error) {
          if (isStatus(error, statuses)) return null
          throw error
        }
      }
      return call(what, expected)
    },
  }
}

/** The address is read from GITHUB_API_URL by the toolkit: a GitHub Enterprise Server's where there is one. */
async function connect(token: string, world: ClientWorld): Promise<Api> {
  const { getOctokit } = await import('@actions/github')
  const api = getOctokit(token)
  const { signal } = world
  const patiently = patience(world)
  api.hook.wrap('request', (request, options) =>
    patiently(options.method, options.url, async () => {
      const reply = await request({ ...options, request: { ...options.request, signal } })
      if (options.url.endsWith('/graphql')) assertNotLimited(reply)
      return reply
    }),
  )
  return api
}

const limitedSchema = z.object({
  errors: z.array(z.object({ type: z.string().optional(), message: z.string() })),
})

/**
 * GraphQL's limits come with status 200 (GitHub's docs, *Rate limits and query limits for the GraphQL API*): thrown like the
 * others, to be waited for.
 */
function assertNotLimited({ data, headers }: { data: unknown; headers: object }): void {
  const errors = limitedSchema.safeParse(data).data?.errors ?? []
  const limit = errors.find(
    ({ type, message }) => type === 'RATE_LIMITED' || /secondary rate limit/i.test(message),
  )
  if (limit !== undefined)
    throw Object.assign(new Error(limit.message), { status: 403, response: { headers } })
}
