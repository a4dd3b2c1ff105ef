import { z } from 'zod'
import { type Answer, type Call, failure, notFound, type PullRequest, page, type Route } from './call.ts'

/** Characters of a description or a comment (what GitHub answers to a longer one). */
export const textLimit = 65_536

export function tooLong(body: string | null | undefined): Answer | undefined {
  if ((body ?? '').length <= textLimit) return undefined
  const message = `body is too long (maximum is ${textLimit} characters)`
  return failure(422, 'Validation Failed', [{ resource: 'Issue', code: 'custom', field: 'body', message }])
}

function pullOf({ state, path }: Call): PullRequest | undefined {
  return state.pulls.find(({ number }) => String(number) === (path.issue_number ?? path.pull_number))
}

/** Answers for the pull request that a path names. */
function ofPull(route: (pull: PullRequest, call: Call) => Answer | Promise<Answer>): Route {
  return call => {
    const pull = pullOf(call)
    return pull === undefined ? notFound : route(pull, call)
  }
}

function labelsBody({ labels }: PullRequest): unknown[] {
  return labels.map((name, index) => ({ id: index + 1, name, default: false, color: 'ededed' }))
}

function issueBody({ state }: Call, pull: PullRequest): unknown {
  const url = `${state.apiUrl}/repos/${state.owner}/${state.name}/issues/${pull.number}`
  return { id: pull.number, number: pull.number, title: pull.title, state: pull.state, url, labels: [] }
}

function commentBody(pull: PullRequest, comment: PullRequest['comments'][number]): unknown {
  return { ...comment, issue_url: `https://github.com/issues/${pull.number}`, author_association: 'NONE' }
}

/** Labels, people, milestones and comments of pull requests, which are issues to GitHub. */
export const issueRoutes: Readonly<Record<string, Route>> = {
  'issues/add-labels': ofPull((pull, { body }) => {
    const { labels } = z.object({ labels: z.array(z.string()) }).parse(body)
    pull.labels = [...new Set([...pull.labels, ...labels])]
    return { status: 200, body: labelsBody(pull) }
  }),
  'issues/remove-label': ofPull((pull, { path }) => {
    if (!pull.labels.includes(path.name ?? '')) return notFound
    pull.labels = pull.labels.filter(name => name !== path.name)
    return { status: 200, body: labelsBody(pull) }
  }),
  'issues/list-comments': ofPull((pull, { query }) => ({
    status: 200,
    total: pull.comments.length,
    body: page(pull.comments, query).map(comment => commentBody(pull, comment)),
  })),
  'issues/create-comment': ofPull((pull, call) => {
    const { body } = z.object({ body: z.string() }).parse(call.body)
    const comment = { id: call.state.pulls.flatMap(({ comments }) => comments).length + 1, body }
    const refused = tooLong(body)
    if (refused !== undefined) return refused
    pull.comments.push(comment)
    return { status: 201, body: commentBody(pull, comment) }
  }),
  'issues/add-assignees': ofPull((pull, call) => {
    const { assignees } = z.object({ assignees: z.array(z.string()) }).parse(call.body)
    pull.assignees = [...new Set([...pull.assignees, ...assignees])]
    return { status: 201, body: issueBody(call, pull) }
  }),
  'issues/update': ofPull((pull, call) => {
    const { milestone } = z.object({ milestone: z.number().nullish() }).parse(call.body)
    if (milestone !== undefined) pull.milestone = milestone
    return { status: 200, body: issueBody(call, pull) }
  }),
  'issues/list-milestones': ({ state, query }) => ({
    status: 200,
    total: state.milestones.length,
    body: page(state.milestones, query).map((title, index) => ({
      id: index + 1,
      number: index + 1,
      title,
      state: 'open',
    })),
  }),
  'pulls/list-reviews': ofPull((pull, { query }) => ({
    status: 200,
    total: pull.reviews.length,
    body: page(pull.reviews, query).map(({ commit, state }, index) => ({
      id: index + 1,
      state,
      commit_id: commit,
      author_association: 'MEMBER',
    })),
  })),
}
