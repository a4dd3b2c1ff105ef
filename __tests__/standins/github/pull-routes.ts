import { z } from 'zod'
import {
  type Answer,
  type Call,
  failure,
  type GitHubState,
  notFound,
  type PullRequest,
  page,
  type Route,
} from './call.ts'
import { tooLong } from './issue-routes.ts'
import { repositoryBody } from './repository-routes.ts'

const createBody = z.object({
  title: z.string(),
  head: z.string(),
  base: z.string(),
  body: z.string().nullable().default(null),
  draft: z.boolean().default(false),
})
const reviewersBody = z.object({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
})
const updateBody = z.object({
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().optional(),
})

async function branchBody({ state }: Call, branch: string, end: string | null): Promise<unknown> {
  const sha = end ?? (await state.repository.resolve(`refs/heads/${branch}`)) ?? ''
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
    auto_merge:
      pull.autoMerge === null
        ? null
        : { merge_method: pull.autoMerge.toLowerCase(), commit_title: '', commit_message: '' },
    merged: pull.merged,
    user: { login: 'github-actions[bot]', id: 41898282, type: 'Bot' },
    labels: pull.labels.map(name => ({ name, color: 'ededed' })),
    requested_teams: [],
    created_at: pull.createdAt,
    updated_at: pull.createdAt,
    merged_at: pull.merged ? pull.createdAt : null,
    head: await branchBody(call, pull.head, pull.end),
    base: await branchBody(call, pull.base, null),
    author_association: 'CONTRIBUTOR',
  }
}

function pullOf({ state, path }: Call): PullRequest | undefined {
  return state.pulls.find(({ number }) => String(number) === path.pull_number)
}

/** Whether git can merge it; null for a closed one. */
async function isMergeable({ state }: Call, pull: PullRequest): Promise<boolean | null> {
  if (pull.state === 'closed') return null
  const base = (await state.repository.resolve(`refs/heads/${pull.base}`)) ?? ''
  const head = (await state.repository.resolve(`refs/heads/${pull.head}`)) ?? ''
  return state.repository.always(['merge-tree', '--write-tree', base, head]).then(
    () => true,
    () => false,
  )
}

/** Merges as the button does: a merge commit on the base, which is what GitHub calls `merge`. */
export async function mergePull(state: GitHubState, pull: PullRequest): Promise<void> {
  const { repository } = state
  const head = (await repository.resolve(`refs/heads/${pull.head}`)) ?? ''
  const base = (await repository.resolve(`refs/heads/${pull.base}`)) ?? ''
  const [tree = ''] = (await repository.git(['merge-tree', '--write-tree', base, head])).split('\n')
  const message = `Merge pull request #${pull.number} from ${state.owner}/${pull.head}`
  const merge = (await repository.git(['commit-tree', '-p', base, '-p', head, '-m', message, tree])).trim()
  await repository.git(['update-ref', `refs/heads/${pull.base}`, merge, base])
  Object.assign(pull, { state: 'closed', merged: true, end: head })
}

/** GitHub's refusals of a new pull request, in its own words. */
async function refusal(call: Call, wanted: z.infer<typeof createBody>): Promise<Answer | undefined> {
  const { repository, pulls, owner } = call.state
  const long = tooLong(wanted.body)
  if (long !== undefined) return long
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
  const ahead = (await repository.always(['rev-list', '--count', `${base}..${head}`])).trim()
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
    if (pull === undefined) return notFound
    const body = await pullBody(call, pull)
    return { status: 200, body: Object.assign({}, body, { mergeable: await isMergeable(call, pull) }) }
  },
  'pulls/request-reviewers': async call => {
    const pull = pullOf(call)
    if (pull === undefined) return notFound
    const { reviewers, team_reviewers } = reviewersBody.parse(call.body)
    if (reviewers.includes('stranger'))
      return failure(422, 'Reviews may only be requested from collaborators.')
    pull.reviewers = [...new Set([...pull.reviewers, ...reviewers, ...team_reviewers])]
    return { status: 201, body: await pullBody(call, pull) }
  },
  'pulls/create': async call => {
    const given = createBody.parse(call.body)
    const wanted = { ...given, head: given.head.replace(`${call.state.owner}:`, '') }
    const refused = await refusal(call, wanted)
    if (refused !== undefined) return refused
    if (given.draft && !call.state.drafts)
      return failure(422, 'Draft pull requests are not supported in this repository.')
    const pull: PullRequest = {
      ...wanted,
      end: null,
      comments: [],
      reviews: [],
      reviewers: [],
      assignees: [],
      milestone: null,
      autoMerge: null,
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
    const refused = tooLong(body)
    if (refused !== undefined) return refused
    const branch = await call.state.repository.resolve(`refs/heads/${pull.head}`)
    const end = state === 'open' ? null : (pull.end ?? branch ?? null)
    Object.assign(pull, { title, body, state, base, end })
    return { status: 200, body: await pullBody(call, pull) }
  },
}
