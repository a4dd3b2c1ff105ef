import { z } from 'zod'
import type { GitHubState, PullRequest } from './call.ts'

const request = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).default({}) })

/** A GraphQL reply: always with status 200. */
type Reply = { data: unknown } | { errors: { type: string; message: string }[] }

/**
 * The few operations of GitHub's GraphQL API that REST has not, as its reference describes them (Mutations:
 * `convertPullRequestToDraft`, `markPullRequestReadyForReview`, `enablePullRequestAutoMerge`, `disablePullRequestAutoMerge`; Queries: `viewer`).
 * Anything else is an error, as there.
 */
export async function graphQl(state: GitHubState, body: unknown): Promise<Reply> {
  const { query, variables } = request.parse(body)
  if (/^query \{ viewer \{ login \} \}$/.test(query)) return { data: { viewer: { login: state.viewer } } }
  const [, name = ''] =
    /^mutation\(.*?\) \{ (\w+)\(input: \{pullRequestId: \$id(?:, mergeMethod: \$how, expectedHeadOid: \$head)?\}\)/.exec(
      query,
    ) ?? []
  const pull = state.pulls.find(({ number }) => `pull-${number}` === variables.id)
  if (pull === undefined) return failed('NOT_FOUND', `Could not resolve to a node with the global id`)
  const change = mutations[name]
  if (change === undefined)
    return failed('undefinedField', `Field '${name}' doesn't exist on type 'Mutation'`)
  const head = await state.repository.resolve(`refs/heads/${pull.head}`)
  if (variables.head !== undefined && variables.head !== head)
    return failed('UNPROCESSABLE', 'Head sha did not match expected head oid')
  const refused = change(pull, String(variables.how), state)
  return refused === null ? { data: { [name]: { pullRequest: { isDraft: pull.draft } } } } : refused
}

function failed(type: string, message: string): Reply {
  return { errors: [{ type, message }] }
}

type Mutation = (pull: PullRequest, method: string, state: GitHubState) => Reply | null

const mutations: Readonly<Record<string, Mutation>> = {
  convertPullRequestToDraft: (pull, _method, { drafts }) => {
    if (!drafts) return failed('UNPROCESSABLE', 'Draft pull requests are not supported in this repository.')
    pull.draft = true
    return null
  },
  markPullRequestReadyForReview: pull => {
    pull.draft = false
    return null
  },
  disablePullRequestAutoMerge: pull => {
    if (pull.autoMerge === null)
      return failed('UNPROCESSABLE', 'Pull request is not in the correct state to disable auto-merge')
    pull.autoMerge = null
    return null
  },
  enablePullRequestAutoMerge: (pull, method) => {
    if (!['MERGE', 'SQUASH', 'REBASE'].includes(method)) return failed('argumentLiteralsIncompatible', method)
    if (pull.draft) return failed('UNPROCESSABLE', 'Pull request is in draft state')
    pull.autoMerge = method
    return null
  },
}
