import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PullRequest } from '../standins/github/call.ts'
import { mergePull } from '../standins/github/pull-routes.ts'
import type { JobResult, RunOptions } from '../standins/runner.ts'
import { type Scene, type SceneOptions, type Stage, setScene, trainStep } from './action-runs.ts'
import { type Content, writeTree } from './tree.ts'

/** A scene whose repository is the git repository of GitHub's stand-in. */
export interface ProposalScene extends AsyncDisposable {
  scene: Scene
  /** Runs update-train with `publish: pull-request` on what `main` holds now. */
  propose(inputs?: Record<string, string>, options?: Partial<RunOptions>): Promise<JobResult>
  /** A person's commit, pushed to a branch; null removes a file. */
  push(branch: string, files: Record<string, Content | null>, message?: string): Promise<string>
  /** The pull requests, oldest first. */
  readonly pulls: PullRequest[]
  merge(pull: PullRequest): Promise<void>
  /** A file of a branch or commit; null where there is none. */
  file(revision: string, path: string): Promise<string | null>
  files(revision: string): Promise<string[]>
  head(branch: string): Promise<string | null>
  /** Requests since the last call, as `GET /pulls`. */
  asked(): string[]
}

export const devBranch = 'update-train/widget-1.0.0/dev'
/** Who a person's commits are by. */
const kim = {
  GIT_AUTHOR_NAME: 'Kim',
  GIT_AUTHOR_EMAIL: 'kim@example.org',
  GIT_COMMITTER_NAME: 'Kim',
  GIT_COMMITTER_EMAIL: 'kim@example.org',
}
export const lockName = 'update-train.lock.json'

export async function setProposals(
  stage: Stage,
  files: Record<string, Content> = {},
  options: SceneOptions = {},
): Promise<ProposalScene> {
  const scene = await setScene(stage, options)
  const { state } = scene.api
  const { repository } = state
  const push: ProposalScene['push'] = async (branch, changes, message = 'Change') => {
    const work = await mkdtemp(join(scene.repository, '..', 'person-'))
    const env = {
      ...kim,
      GIT_DIR: repository.folder,
      GIT_WORK_TREE: work,
      GIT_INDEX_FILE: join(work, '.index'),
    }
    const git = async (...args: string[]): Promise<string> => (await repository.git(args, '', env)).trim()
    const head = (await repository.resolve(`refs/heads/${branch}`)) ?? ''
    await git('read-tree', head)
    const gone = Object.keys(changes).filter(path => changes[path] === null)
    const kept = Object.entries(changes).flatMap(([path, content]) =>
      content === null ? [] : [{ path, content }],
    )
    if (gone.length > 0) await git('rm', '-r', '--cached', '--quiet', '--', ...gone)
    await writeTree(work, Object.fromEntries(kept.map(({ path, content }) => [path, content])))
    if (kept.length > 0) await git('add', '--force', '--', ...kept.map(({ path }) => path))
    const sha = await git('commit-tree', '-p', head, '-m', message, await git('write-tree'))
    await git('update-ref', `refs/heads/${branch}`, sha, head)
    await rm(work, { recursive: true })
    return sha
  }
  const pack = 'packs/widget-1.0.0.zip'
  await push('main', { [pack]: await readFile(join(scene.repository, pack)), ...files }, 'Begin')
  let seen = 0
  return {
    scene,
    pulls: state.pulls,
    propose: (inputs = {}, more = {}) =>
      scene.update(
        { publish: 'artifact,pull-request', ...inputs },
        { repository: repository.folder, ...more },
      ),
    push,
    merge: pull => mergePull(state, pull),
    file: async (revision, path) => repository.git(['show', `${revision}:${path}`]).catch(() => null),
    files: async revision => {
      const list = await repository.git(['ls-tree', '-r', '--name-only', '-z', revision])
      return list.split('\0').filter(name => name !== '' && !name.startsWith('packs/'))
    },
    head: async branch => (await repository.resolve(`refs/heads/${branch}`)) ?? null,
    asked: () => {
      const requests = scene.api.requests.slice(seen)
      seen = scene.api.requests.length
      return requests.map(({ method, path }) => `${method} ${path.replace('/repos/octo-org/example', '')}`)
    },
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  }
}

/** Whether the track's branch holds a commit, however it got there. */
export async function isOnBranch({ scene }: ProposalScene, sha: string): Promise<boolean> {
  const { repository } = scene.api.state
  return repository.git(['merge-base', '--is-ancestor', sha, devBranch]).then(
    () => true,
    () => false,
  )
}

/** The only pull request. */
export function onlyPull({ pulls }: ProposalScene): PullRequest {
  const [pull, ...more] = pulls
  if (pull === undefined || more.length > 0) throw new Error(`There are ${pulls.length} pull requests.`)
  return pull
}

export function outcomeOf(job: JobResult): [string | undefined, string | undefined] {
  const { outputs } = trainStep(job)
  return [outputs['outcome'], outputs['reason']]
}
