import { z } from 'zod'
import { type Answer, type Call, failure, notFound, type PullRequest, page, type Route } from './call.ts'
import { repositoryBody } from './repository-routes.ts'

const createBody = z.object({
  title: z.string(),
  head: z.string(),
  base: z.string(),
  body: z.string().nullable().default(null),
  draft: z.boolean().default(false),
})
const updateBody = z.object({
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().optional(),
})

async function branchBody({ state }: Call, branch: string): Promise<unknown> {
  const sha = (await state.repository.resolve(`refs/heads/${branch}`)) ?? ''
  const user = { login: state.owner, id: 1, type: 'Organization' }
  return { label: `${state.owner}:${branch}`, ref: branch, sha, repo: repositoryBody(state), user }
}

async function pullBody(call: Call, pull: PullRequest): Promise<unknown> {
  const { state } = call
  const path = `repos/${state.owner}/${state.name}`
  return {
    id: pull.number,
    number: pull.number,
    node_id: `pull-${pull.number}`,
    url: `${state.apiUrl}/${path}/pulls/${pull.number}`,
    html_url: `https://github.com/${state.owner}/${state.name}/pull/${pull.number}`,
    title: pull.title,
    body: pull.body,
    state: pull.state,
    draft: pull.draft,
    merged: pull.merged,
    user: { login: 'github-actions[bot]', id: 41898282, type: 'Bot' },
    labels: pull.labels.map(name => ({ name })),
    requested_teams: [],
    created_at: pull.createdAt,
    updated_at: pull.createdAt,
    head: await branchBody(call, pull.head),
    base: await branchBody(call, pull.base),
    author_association: 'CONTRIBUTOR',
  }
}

function pullOf({ state, path }: Call): PullRequest | undefined {
  return state.pulls.find(({ number }) => String(number) === path.pull_number)
}

/** GitHub's refusals of a new pull request, in its own words. */
async function refusal(call: Call, wanted: z.infer<typeof createBody>): Promise<Answer | undefined> {
  const { repository, pulls, owner } = call.state
  const wrong = (error: Record<string, string>) =>
    failure(422, 'Validation Failed', [{ resource: 'PullRequest', ...error }])
  const head = await repository.resolve(`refs/heads/${wanted.head}`)
  const base = await repository.resolve(`refs/heads/${wanted.base}`)
  if (base === undefined) return wrong({ field: 'base', code: 'invalid' })
  if (head === undefined) return wrong({ field: 'head', code: 'invalid' })
  const open = ({ state, ...pull }: PullRequest) =>
    state === 'open' && pull.head === wanted.head && pull.base === wanted.base
  if (pulls.some(open)) {
    const message = `A pull request already exists for ${owner}:${wanted.head}.`
    return wrong({ code: 'custom', message })
  }
  const ahead = (await repository.git(['rev-list', '--count', `${base}..${head}`])).trim()
  if (ahead !== '0') return undefined
  return wrong({ code: 'custom', message: `No commits between ${wanted.base} and ${wanted.head}` })
}

/** Pull requests: list, get, open and change. */
export const pullRoutes: Readonly<Record<string, Route>> = {
  'pulls/list': async call => {
    const { state, query } = call
    const wanted = query.get('state') ?? 'open'
    const head = query.get('head')
    const found = state.pulls.filter(
      pull =>
        (wanted === 'all' || pull.state === wanted) &&
        (head === null || head === `${state.owner}:${pull.head}`) &&
        [null, pull.base].includes(query.get('base')),
    )
    const bodies = page(found.toReversed(), query).map(pull => pullBody(call, pull))
    return { status: 200, body: await Promise.all(bodies) }
  },
  'pulls/get': async call => {
    const pull = pullOf(call)
    return pull === undefined ? notFound : { status: 200, body: await pullBody(call, pull) }
  },
  'pulls/create': async call => {
    const given = createBody.parse(call.body)
    const wanted = { ...given, head: given.head.replace(`${call.state.owner}:`, '') }
    const refused = await refusal(call, wanted)
    if (refused !== undefined) return refused
    const pull: PullRequest = {
      ...wanted,
      number: call.state.pulls.length + 1,
      state: 'open',
      merged: false,
      labels: [],
      createdAt: new Date().toISOString(),
    }
    call.state.pulls.push(pull)
    return { status: 201, body: await pullBody(call, pull) }
  },
  'pulls/update': async call => {
    const pull = pullOf(call)
    if (pull === undefined) return notFound
    const {
      title = pull.title,
      body = pull.body,
      state = pull.state,
      base = pull.base,
    } = updateBody.parse(call.body)
    Object.assign(pull, { title, body, state, base })
    return { status: 200, body: await pullBody(call, pull) }
  },
}
