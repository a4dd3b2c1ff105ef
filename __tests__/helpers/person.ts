import { join } from 'node:path'
import type { PullRequest } from '../standins/github/call.ts'
import type { GitHubApi } from '../standins/github-api.ts'

/** A person pushes one file to a branch. Gives the commit. */
export async function pushFile(
  { state: { repository } }: GitHubApi,
  branch: string,
  path: string,
  content = 'mine\n',
): Promise<string> {
  const head = (await repository.resolve(`refs/heads/${branch}`)) ?? ''
  const index = { GIT_INDEX_FILE: join(repository.folder, 'index-of-a-person') }
  const git = async (args: string[], input = ''): Promise<string> =>
    (await repository.git(args, input, index)).trim()
  const blob = await git(['hash-object', '-w', '--stdin'], content)
  await git(['read-tree', head])
  await git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`])
  const sha = await git(['commit-tree', '-p', head, '-m', 'Mine', await git(['write-tree'])])
  await git(['update-ref', `refs/heads/${branch}`, sha, head])
  return sha
}

/** A person closes a pull request without merging it. */
export async function closePull({ state }: GitHubApi, pull: PullRequest): Promise<void> {
  Object.assign(pull, { state: 'closed', end: await state.repository.resolve(`refs/heads/${pull.head}`) })
}
