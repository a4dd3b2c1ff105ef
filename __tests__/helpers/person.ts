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
  const git = async (args: string[]): Promise<string> => (await repository.git(args, '', index)).trim()
  const blob = await repository.writeBlob(content)
  await git(['read-tree', head])
  await git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`])
  const sha = await git(['commit-tree', '-p', head, '-m', 'Mine', await git(['write-tree'])])
  await git(['update-ref', `refs/heads/${branch}`, sha, head])
  return sha
}

/** A person pushes a commit without a file. Gives the commit. */
export async function removeFile(
  { state: { repository } }: GitHubApi,
  branch: string,
  path: string,
): Promise<string> {
  const head = (await repository.resolve(`refs/heads/${branch}`)) ?? ''
  const index = { GIT_INDEX_FILE: join(repository.folder, 'index-of-a-person') }
  const git = async (args: string[], input = ''): Promise<string> =>
    (await repository.git(args, input, index)).trim()
  await git(['read-tree', head])
  // Mode 0 takes it out.
  await git(['update-index', '--index-info'], `0 ${'0'.repeat(40)}\t${path}\n`)
  const sha = await git(['commit-tree', '-p', head, '-m', 'Not this', await git(['write-tree'])])
  await git(['update-ref', `refs/heads/${branch}`, sha, head])
  return sha
}

/** A person merges `main` into a branch, and writes the lock as it is to be. Gives the commit. */
export async function mergeBase(
  api: GitHubApi,
  branch: string,
  lock: (text: string) => string,
): Promise<string> {
  const { repository } = api.state
  const head = (await repository.resolve(`refs/heads/${branch}`)) ?? ''
  const main = (await repository.resolve('refs/heads/main')) ?? ''
  const text = await repository.git(['show', `${head}:update-train.lock.json`])
  await repository.git(['update-ref', 'refs/heads/merging', main])
  const merged = await pushFile(api, 'merging', 'update-train.lock.json', lock(text))
  const args = ['-p', head, '-p', main, '-m', 'Merge branch main', `${merged}^{tree}`]
  const sha = (await repository.git(['commit-tree', ...args])).trim()
  await repository.git(['update-ref', `refs/heads/${branch}`, sha, head])
  await repository.git(['update-ref', '-d', 'refs/heads/merging'])
  return sha
}

/** A person closes a pull request without merging it. */
export async function closePull({ state }: GitHubApi, pull: PullRequest): Promise<void> {
  Object.assign(pull, { state: 'closed', end: await state.repository.resolve(`refs/heads/${pull.head}`) })
}
