import { z } from 'zod'
import type { Branch, BranchCommit, Proposals } from '../../proposals.ts'
import type { Client } from './client.ts'

type Branches = Pick<
  Proposals,
  'base' | 'branch' | 'findCommit' | 'changesOf' | 'moveBranch' | 'removeBranch'
>

/** Files and commits that a reply of GitHub's lists at most. */
const listed = { files: 300, commits: 250 }

/** What GitHub leaves out where there is no such thing. */
const missing = [404, 409, 422] as const

/** @param baseName the branch that this run stands on */
export function branchesOf(client: Client, baseName: string): Branches {
  const { owner, repository: repo } = client.runner
  const headOf = async (name: string): Promise<string | null> => {
    const found = await client.tryCall('read contents', [404], api =>
      api.rest.git.getRef({ owner, repo, ref: `heads/${name}` }),
    )
    return found?.data.object.sha ?? null
  }
  const readCommit = async (sha: string): Promise<BranchCommit | null> => {
    const found = await client.tryCall('read contents', missing, api =>
      api.rest.git.getCommit({ owner, repo, commit_sha: sha }),
    )
    if (found === null) return null
    const { tree, parents, message } = found.data
    return { sha, tree: tree.sha, parents: parents.map(parent => parent.sha), message }
  }
  return {
    base: async () => {
      const { data } = await client.call('read contents', api =>
        api.rest.git.getRef({ owner, repo, ref: `heads/${baseName}` }),
      )
      const { sha } = data.object
      const commit = await client.call('read contents', api =>
        api.rest.git.getCommit({ owner, repo, commit_sha: sha }),
      )
      return { name: baseName, commit: sha, tree: commit.data.tree.sha }
    },
    branch: async (name, base) => {
      const head = await headOf(name)
      if (head === null) return null
      const { data } = await client.call('read contents', api =>
        api.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead: `${base.commit}...${head}` }),
      )
      return branchFrom(head, base.commit, data)
    },
    findCommit: readCommit,
    changesOf: async sha => {
      const { data } = await client.call('read contents', api =>
        api.rest.repos.getCommit({ owner, repo, ref: sha }),
      )
      return pathsOf(data.files)
    },
    moveBranch: async (name, from, to) => {
      const move = (api: Parameters<Parameters<typeof client.call>[1]>[0]): Promise<unknown> =>
        from === null
          ? api.rest.git.createRef({ owner, repo, ref: `refs/heads/${name}`, sha: to })
          : api.rest.git.updateRef({ owner, repo, ref: `heads/${name}`, sha: to, force: false })
      if ((await client.tryCall('write contents', [409, 422], move)) !== null) return true
      // A repeated request finds what the first one did; any other head is somebody else's.
      const now = await headOf(name)
      if (now === to) return true
      if (now === from) await client.call('write contents', move)
      return now === from
    },
    removeBranch: async (name, head) => {
      if ((await headOf(name)) !== head) return false
      await client.tryCall('write contents', [404, 422], api =>
        api.rest.git.deleteRef({ owner, repo, ref: `heads/${name}` }),
      )
      return true
    },
  }
}

const comparison = z.object({
  behind_by: z.number(),
  total_commits: z.number(),
  commits: z.array(
    z.object({
      sha: z.string(),
      commit: z.object({ message: z.string(), tree: z.object({ sha: z.string() }) }),
      parents: z.array(z.object({ sha: z.string() })),
    }),
  ),
  files: z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() })).optional(),
})

function branchFrom(head: string, base: string, data: unknown): Branch {
  const { behind_by, total_commits, commits, files } = comparison.parse(data)
  const list = commits.map(({ sha, commit, parents }) => ({
    sha,
    tree: commit.tree.sha,
    parents: parents.map(parent => parent.sha),
    message: commit.message,
  }))
  return {
    head,
    commits: total_commits > list.length || total_commits > listed.commits ? null : list,
    changes: pathsOf(files),
    holds: behind_by === 0 ? base : null,
  }
}

/** Where a file was moved, both its names; null where the list may have been cut. */
function pathsOf(
  files: readonly { filename: string; previous_filename?: string | undefined }[] | undefined,
): string[] | null {
  if (files === undefined || files.length >= listed.files) return null
  return files.flatMap(({ filename, previous_filename: former }) => [
    filename,
    ...(former === undefined ? [] : [former]),
  ])
}
