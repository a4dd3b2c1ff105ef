import type { z } from 'zod'
import { json, type ReceivedRequest, type Reply } from './http-listener.ts'

/** Status codes of the Twirp wire protocol v7, "Error Codes"; `resource_exhausted` as GitHub sends it. */
const statusOf = {
  malformed: 400,
  invalid_argument: 400,
  unauthenticated: 401,
  permission_denied: 403,
  resource_exhausted: 403,
  not_found: 404,
  bad_route: 404,
  already_exists: 409,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const

export type TwirpCode = keyof typeof statusOf

/** Thrown by a method to answer `{code, msg}` with the status of the code. */
export class TwirpError extends Error {
  readonly code: TwirpCode

  constructor(code: TwirpCode, message: string) {
    super(message)
    this.code = code
  }
}

export type TwirpMethod = (body: unknown) => Promise<unknown>

/** A method whose request is narrowed by `schema` before `work` sees it. */
export function method<T>(schema: z.ZodType<T>, work: (request: T) => Promise<unknown>): TwirpMethod {
  return body => {
    const parsed = schema.safeParse(body)
    if (!parsed.success) throw new TwirpError('malformed', parsed.error.message)
    return work(parsed.data)
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (error) {
    throw new TwirpError('malformed', `the body is no JSON: ${String(error)}`)
  }
}

/** Answers `POST /twirp/<service>/<method>` from `methods`, whose keys are `<service>/<method>`. */
export async function answerTwirp(
  methods: ReadonlyMap<string, TwirpMethod>,
  request: ReceivedRequest,
): Promise<Reply> {
  try {
    const work = methods.get(request.path.replace(/^\/twirp\//, ''))
    if (work === undefined || request.method !== 'POST') {
      throw new TwirpError('bad_route', `no handler for ${request.method} ${request.path}`)
    }
    return json(200, await work(parse(request.body)))
  } catch (error) {
    if (!(error instanceof TwirpError)) throw error
    return json(statusOf[error.code], { code: error.code, msg: error.message })
  }
}
