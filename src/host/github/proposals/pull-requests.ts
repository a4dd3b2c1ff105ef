import { messageOf } from '../../../kernel/errors.ts'
import type { Proposal, Proposals } from '../../proposals.ts'
import type { Client } from './client.ts'
import type { Drafts } from './graph-ql.ts'

type PullRequests = Pick<
  Proposals,
  'baseName' | 'ofBranch' | 'open' | 'refresh' | 'close' | 'lastReviewed' | 'isStuck'
>

/** @param baseName the branch that this run stands on */
export function pullRequestsOf(client: Client, baseName: string, drafts: Drafts): PullRequests {
  const { owner, repository: repo } = client.runner
  const write = 'write pull requests'
  return {
    baseName,
    ofBranch: async branch => {
      const { data } = await client.call('read pull requests', api =>
        api.rest.pulls.list({
          owner,
          repo,
          state: 'all',
          head: `${owner}:${branch}`,
          sort: 'created',
          direction: 'desc',
          per_page: 30,
        }),
      )
      // A fork of the same owner's may have a branch of that name.
      return data.filter(({ head }) => isIn(head.repo, `${owner}/${repo}`)).map(proposalFrom)
    },
    open: async (branch, { title, body, draft }) => {
      const wanted = { owner, repo, head: branch, base: baseName, title, body }
      try {
        const { data } = await client.call(write, api => api.rest.pulls.create({ ...wanted, draft }))
        return proposalFrom(data)
      } catch (error) {
        const reason = messageOf(error)
        if (/A pull request already exists/i.test(reason)) return null
        if (!draft || !/draft pull requests are not supported/i.test(reason)) throw error
        client.log.warning(
          'This repository has no draft pull requests (its plan): the pull request is opened as if it were ready. Do not merge it while it says that something is to be answered.',
        )
        const { data } = await client.call(write, api => api.rest.pulls.create(wanted))
        return proposalFrom(data)
      }
    },
    refresh: async (proposal, { title, body, draft }) => {
      if (proposal.title !== title || proposal.body !== body)
        await client.call(write, api =>
          api.rest.pulls.update({ owner, repo, pull_number: proposal.number, title, body }),
        )
      if (proposal.draft !== draft) await drafts.set(proposal, draft)
    },
    close: async ({ number }, body) => {
      const closed = { owner, repo, pull_number: number, body, state: 'closed' } as const
      await client.call(write, api => api.rest.pulls.update(closed))
    },
    lastReviewed: async ({ number }) => {
      const reviews = await client.call('read pull requests', api =>
        api.paginate(api.rest.pulls.listReviews, { owner, repo, pull_number: number, per_page: 100 }),
      )
      return reviews.findLast(({ state }) => state !== 'PENDING')?.commit_id ?? null
    },
    isStuck: async ({ number }) => {
      const { data } = await client.call('read pull requests', api =>
        api.rest.pulls.get({ owner, repo, pull_number: number }),
      )
      // Null while GitHub works it out: the next run sees it.
      return data.mergeable === false
    },
  }
}

/** A fork that was deleted is null, which GitHub's description does not say. */
function isIn(repository: { full_name: string } | null, name: string): boolean {
  return repository?.full_name === name
}

interface Reply {
  number: number
  html_url: string
  node_id: string
  title: string
  body: string | null
  labels: readonly { name?: string }[]
  state: string
  merged_at: string | null
  draft?: boolean
  auto_merge: object | null
  head: { sha: string }
  base: { ref: string }
}

function proposalFrom(reply: Reply): Proposal {
  return {
    number: reply.number,
    url: reply.html_url,
    id: reply.node_id,
    title: reply.title,
    // GitHub's pages send texts that were edited there with the line ends of forms.
    body: (reply.body ?? '').replaceAll('\r\n', '\n'),
    labels: reply.labels.flatMap(({ name }) => name ?? []),
    open: reply.state === 'open',
    merged: reply.merged_at !== null,
    draft: reply.draft ?? false,
    autoMerge: reply.auto_merge !== null,
    head: reply.head.sha,
    base: reply.base.ref,
  }
}
