import { cp, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PullRequest } from '../standins/github/call.ts'
import { mergePull } from '../standins/github/pull-routes.ts'
import { runProcess } from '../standins/run-process.ts'
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
export const lockName = 'update-train.lock.json'

export async function setProposals(
  stage: Stage,
  files: Record<string, Content> = {},
  options: SceneOptions = {},
): Promise<ProposalScene> {
  const scene = await setScene(stage, options)
  const { state } = scene.api
  const { repository } = state
  const git = async (folder: string, ...args: string[]): Promise<string> => {
    const identity = ['-c', 'user.name=Kim', '-c', 'user.email=kim@example.org', '-c', 'core.autocrlf=false']
    const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' }
    const { code, stdout, stderr } = await runProcess('git', ['-C', folder, ...identity, ...args], { env })
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
    return stdout.trim()
  }
  const push: ProposalScene['push'] = async (branch, changes, message = 'Change') => {
    const clone = await mkdtemp(join(scene.repository, '..', 'person-'))
    await git(clone, 'clone', '--quiet', '--branch', branch, repository.folder, '.')
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) await rm(join(clone, path), { recursive: true, force: true })
      else await writeTree(clone, { [path]: content })
    }
    await git(clone, 'add', '--all', '--force')
    await git(clone, 'commit', '--quiet', '--allow-empty', '-m', message)
    await git(clone, 'push', '--quiet', 'origin', branch)
    const sha = await git(clone, 'rev-parse', 'HEAD')
    await rm(clone, { recursive: true })
    return sha
  }
  const seed = await mkdtemp(join(scene.repository, '..', 'seed-'))
  await git(seed, 'clone', '--quiet', repository.folder, '.')
  await cp(join(scene.repository, 'packs'), join(seed, 'packs'), { recursive: true })
  await writeTree(seed, files)
  await git(seed, 'add', '--all', '--force')
  await git(seed, 'commit', '--quiet', '-m', 'Begin')
  await git(seed, 'push', '--quiet', 'origin', 'main')
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
