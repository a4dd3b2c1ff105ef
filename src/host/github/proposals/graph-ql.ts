import { z } from 'zod'
import { messageOf, TrainError } from '../../../kernel/errors.ts'
import type { Proposal, Proposals } from '../../proposals.ts'
import type { Client } from './client.ts'
import { isPassing } from './refusals.ts'

/** What GitHub's REST API cannot: drafts, merging by itself, and who a token is. */
export interface GraphQl extends Pick<Proposals, 'account' | 'hold' | 'stopMerging' | 'mergeWhenReady'> {
  drafts: Drafts
}

export interface Drafts {
  /** Gives the error where GitHub does not, which was said. */
  set(proposal: Proposal, draft: boolean): Promise<TrainError | null>
}

/** The account of a job's own token. */
const defaultAccount = 'github-actions'

const viewerSchema = z.object({ viewer: z.object({ login: z.string() }) })

export function graphQlOf(client: Client): GraphQl {
  let account: ReturnType<Proposals['account']> | undefined
  return {
    account: () => {
      account ??= askAccount(client)
      return account
    },
    drafts: { set: (proposal, draft) => setDraft(proposal, draft, client) },
    stopMerging: proposal => stopMerging(proposal, client),
    hold: async proposal => {
      const stopped = await stopMerging(proposal, client)
      const failed = proposal.draft ? null : await setDraft(proposal, true, client)
      return { ...stopped, draft: failed === null, refused: failed !== null && !isPassing(failed) }
    },
    mergeWhenReady: async (proposal, method) => {
      const mutation =
        'mutation($id: ID!, $how: PullRequestMergeMethod!, $head: GitObjectID!) { enablePullRequestAutoMerge(input: {pullRequestId: $id, mergeMethod: $how, expectedHeadOid: $head}) { pullRequest { id } } }'
      try {
        await client.call('write pull requests', api =>
          api.graphql(mutation, { id: proposal.id, how: method.toUpperCase(), head: proposal.head }),
        )
        client.log.info(`${proposal.url} is merged by GitHub once its checks and reviews allow it.`)
        return true
      } catch (error) {
        if (!(error instanceof TrainError)) throw error
        client.log.warning(
          `${proposal.url} is not merged by itself: ${error.message} Look at Settings → General → Allow auto-merge, at the merge methods there, and whether the branch has rules that are still to be met; without any, GitHub does not take it.`,
        )
        return false
      }
    },
  }
}

/** What GitHub does not do is said, for a person to do: the candidate is proposed already. */
async function setDraft(proposal: Proposal, draft: boolean, client: Client): Promise<TrainError | null> {
  const name = draft ? 'convertPullRequestToDraft' : 'markPullRequestReadyForReview'
  const mutation = `mutation($id: ID!) { ${name}(input: {pullRequestId: $id}) { pullRequest { isDraft } } }`
  try {
    await client.call('write pull requests', api => api.graphql(mutation, { id: proposal.id }))
    return null
  } catch (error) {
    if (!(error instanceof TrainError)) throw error
    const wanted = draft ? 'made a draft' : 'marked as ready for review'
    client.log.warning(
      `${proposal.url} could not be ${wanted}: ${error.message} Do it by hand, or give the token of an App as \`token\`.`,
    )
    return error
  }
}

/** Where that fails, a draft is not merged either. */
async function stopMerging(proposal: Proposal, client: Client): Promise<Proposal> {
  if (!proposal.autoMerge) return proposal
  const mutation =
    'mutation($id: ID!) { disablePullRequestAutoMerge(input: {pullRequestId: $id}) { pullRequest { id } } }'
  try {
    await client.call('write pull requests', api => api.graphql(mutation, { id: proposal.id }))
    client.log.info(`${proposal.url} is not merged by itself any more.`)
    return { ...proposal, autoMerge: false }
  } catch (error) {
    if (!(error instanceof TrainError)) throw error
    client.log.warning(`Auto-merge of ${proposal.url} could not be switched off: ${error.message}`)
    return proposal
  }
}

async function askAccount(client: Client): ReturnType<Proposals['account']> {
  try {
    const reply = await client.call('say who it is', api => api.graphql('query { viewer { login } }'))
    const login = viewerSchema.parse(reply).viewer.login.replace(/\[bot\]$/, '')
    return login === defaultAccount ? 'default' : 'other'
  } catch (error) {
    client.log.info(`GitHub does not say whose token this is: ${messageOf(error)}`)
    return 'unknown'
  }
}
