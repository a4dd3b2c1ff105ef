import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { actionsRoutes } from './github/actions-routes.ts'
import { openBareRepository } from './github/bare-repository.ts'
import {
  type Answer,
  type Call,
  failure,
  type GitHubState,
  nextPage,
  notFound,
  type Route,
} from './github/call.ts'
import { compareRoutes } from './github/compare-routes.ts'
import { completeReply } from './github/complete.ts'
import { gitRoutes } from './github/git-routes.ts'
import { graphQl } from './github/graph-ql.ts'
import { issueRoutes } from './github/issue-routes.ts'
import { pullRoutes } from './github/pull-routes.ts'
import { assetBytes, assetFolder, releaseRoutes } from './github/release-routes.ts'
import { repositoryRoutes } from './github/repository-routes.ts'
import { checkReply, checkRequest, type Match, matchOperation, replySchema } from './github/validation.ts'
import { json, listen, type ReceivedRequest, type Reply } from './http-listener.ts'
import type { ResultsService } from './results-service.ts'

/** A request or reply that GitHub's description does not allow; a test expects none. */
export interface Violation {
  method: string
  path: string
  problems: string[]
}

/** What is answered instead of an operation's own reply. */
export interface Failure {
  status: number
  message: string
  headers?: Record<string, string>
  /** How often; always where it is not given. */
  times?: number
}

/** The stand-in for `api.github.com`, on 127.0.0.1. */
export interface GitHubApi extends AsyncDisposable {
  readonly url: string
  readonly requests: readonly ReceivedRequest[]
  readonly violations: readonly Violation[]
  /** What the repository is like now; a test may change it. */
  readonly state: GitHubState
  /** Answers `status` to every request of an operation (`repos/get`), or to all (`*`), until it is deleted, or `times`. */
  readonly failures: Map<string, Failure>
  /** Called before a request of an operation is answered: what somebody else does at that moment. */
  readonly before: Map<string, () => Promise<void>>
  /** Values of the `github` context for `runWorkflow`, and variables for a process. */
  readonly github: Readonly<Record<string, string>>
  environment(): Record<string, string>
  close(): Promise<void>
}

export interface GitHubApiOptions {
  repository?: string
  visibility?: 'public' | 'private'
  defaultBranch?: string
  token?: string
  /** Where artifacts and caches live. */
  results?: ResultsService
  /** A bare git repository to serve; a new one with one empty commit otherwise. */
  folder?: string
}

/** Every operation that is answered, by GitHub's own `operationId`; a new route is one more entry. */
const routes: Readonly<Record<string, Route>> = {
  ...repositoryRoutes,
  ...actionsRoutes,
  ...gitRoutes,
  ...compareRoutes,
  ...issueRoutes,
  ...releaseRoutes,
  ...pullRoutes,
}

/** GraphQL tells its limits with status 200 (GitHub's docs, *Rate limits and query limits for the GraphQL API*). */
function graphQlFailure({ status, body }: Answer): unknown {
  return status === 200 ? { errors: [Object.assign({ type: 'RATE_LIMITED' }, body)] } : body
}

function bodyOf(request: ReceivedRequest): unknown {
  // An upload is a file, whatever it is.
  if (request.headers['content-type'] === 'application/octet-stream') return undefined
  return request.body.length === 0 ? undefined : JSON.parse(request.body.toString('utf8'))
}

function isOurs(match: Match, state: GitHubState): boolean {
  const { owner = state.owner, repo = state.name } = match.path
  return owner === state.owner && repo === state.name
}

/**
 * Starts GitHub's REST API for one repository, on a real bare git repository.
 *
 * Imitated from GitHub's own OpenAPI description (`fixtures/github-description.json`, from
 * `@octokit/openapi`): every request and every reply is checked against it. What it does not describe, or what
 * breaks it, is kept in `violations` and answered 422; an operation that nobody has written yet is answered 501.
 * A wrong or missing token is answered 401, another repository 404.
 */
export async function startGitHubApi(options: GitHubApiOptions = {}): Promise<GitHubApi> {
  const [owner = '', name = ''] = (options.repository ?? 'octo-org/example').split('/')
  const token = options.token ?? 'ghs_standInTokenOfThisRun0000000000000'
  const defaultBranch = options.defaultBranch ?? 'main'
  const made = options.folder === undefined ? await mkdtemp(join(tmpdir(), 'github-')) : undefined
  const folder = options.folder ?? made ?? ''
  const state: GitHubState = {
    apiUrl: '',
    owner,
    name,
    visibility: options.visibility ?? 'private',
    defaultBranch,
    repository: await openBareRepository(folder, defaultBranch),
    pulls: [],
    releases: [],
    attestations: [],
    enterprise: null,
    milestones: [],
    viewer: 'github-actions[bot]',
    drafts: true,
    results: options.results,
  }
  const violations: Violation[] = []
  const failures: GitHubApi['failures'] = new Map()
  const before: GitHubApi['before'] = new Map()

  /** The failure that is planned for an operation, while it is. */
  const planned = (operation: string): Answer | undefined => {
    const name = failures.has(operation) ? operation : '*'
    const found = failures.get(name)
    if (found === undefined) return undefined
    const { status, message, headers = {}, times } = found
    if (times === 1) failures.delete(name)
    else if (times !== undefined) failures.set(name, { ...found, times: times - 1 })
    return { headers, ...failure(status, message) }
  }

  const answer = async (match: Match, call: Call): Promise<Answer> => {
    const { operationId } = match.operation
    const instead = planned(operationId)
    if (instead !== undefined) return instead
    const event = before.get(operationId)
    before.delete(operationId)
    await event?.()
    const route = routes[operationId]
    if (route === undefined) return failure(501, `The stand-in does not answer ${operationId} yet.`)
    return isOurs(match, state) ? route(call) : notFound
  }

  const handle = async (request: ReceivedRequest): Promise<Reply> => {
    const url = new URL(request.path, listener.url)
    const { pathname, searchParams: query } = url
    const violated = (problems: string[]): Reply => {
      violations.push({ method: request.method, path: request.path, problems })
      return json(422, { message: 'Validation Failed', errors: problems, status: '422' })
    }
    if (pathname.startsWith(assetFolder)) {
      const bytes = assetBytes(state, pathname.slice(assetFolder.length))
      const headers = { 'content-type': 'application/octet-stream' }
      return bytes === undefined ? { status: 404 } : { status: 200, headers, body: bytes }
    }
    if (!/^(token|bearer) /i.test(request.headers.authorization ?? '')) {
      return json(401, { message: 'Requires authentication', status: '401' })
    }
    if (request.headers.authorization?.split(' ')[1] !== token) {
      return json(401, { message: 'Bad credentials', status: '401' })
    }
    if (pathname === '/graphql') {
      const instead = planned('graphql')
      return instead === undefined
        ? json(200, await graphQl(state, bodyOf(request)))
        : json(instead.status, graphQlFailure(instead), instead.headers)
    }
    const match = matchOperation(request.method, pathname)
    if (match === undefined) return violated(['not described'])
    const body = bodyOf(request)
    const wrong = checkRequest(match, query, body)
    if (wrong.length > 0) return violated(wrong)
    const given = await answer(match, {
      state,
      path: match.path,
      query,
      body,
      bytes: request.body,
    })
    if (given.status === 501)
      violations.push({ method: request.method, path: request.path, problems: ['501'] })
    const full =
      given.body === undefined ? undefined : completeReply(replySchema(match, given.status), given.body)
    const wrongReply = given.status === 501 ? [] : checkReply(match, given.status, full)
    if (wrongReply.length > 0) return violated(wrongReply.map(problem => `reply: ${problem}`))
    // GitHub's docs, *About the GitHub Enterprise Server API*: `X-GitHub-Enterprise-Version`.
    const enterprise = state.enterprise === null ? {} : { 'x-github-enterprise-version': state.enterprise }
    const headers = {
      'x-github-request-id': 'STANDIN',
      ...enterprise,
      ...nextPage(url, given.total),
      ...given.headers,
    }
    return full === undefined ? { status: given.status, headers } : json(given.status, full, headers)
  }

  const listener = await listen(handle)
  state.apiUrl = listener.url
  const close = async (): Promise<void> => {
    await listener.close()
    await state.repository.close()
    if (made !== undefined) await rm(made, { recursive: true, force: true })
  }
  return {
    url: listener.url,
    requests: listener.requests,
    violations,
    state,
    failures,
    before,
    github: { repository: `${owner}/${name}`, api_url: listener.url, token },
    environment: () => ({
      GITHUB_API_URL: listener.url,
      GITHUB_REPOSITORY: `${owner}/${name}`,
      GITHUB_TOKEN: token,
    }),
    close,
    [Symbol.asyncDispose]: close,
  }
}
