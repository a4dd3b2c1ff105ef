import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { runProcess } from '../run-process.ts'

/** A real bare git repository, read and written with git's plumbing. */
export interface BareRepository {
  readonly folder: string
  /** Runs git; throws with its standard error when it fails. `input` goes to its standard input. */
  git(args: readonly string[], input?: string | Uint8Array, env?: Record<string, string>): Promise<string>
  /** The bytes of a blob. */
  blob(object: string): Promise<Buffer>
  /** The object name of a revision, or undefined. */
  resolve(revision: string): Promise<string | undefined>
  /** The kind of an object: `blob`, `tree`, `commit`, `tag`; undefined where there is none. */
  kind(object: string): Promise<string | undefined>
}

const identity = {
  GIT_AUTHOR_NAME: 'octocat',
  GIT_AUTHOR_EMAIL: 'octocat@users.noreply.github.com',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@github.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
}

/** Opens the bare repository in `folder`, or makes one there with an empty first commit on `branch`. */
export async function openBareRepository(folder: string, branch: string): Promise<BareRepository> {
  await mkdir(folder, { recursive: true })
  const git: BareRepository['git'] = async (args, input = '', more = {}) => {
    const env = { PATH: process.env.PATH, ...identity, ...more }
    const { code, stdout, stderr } = await runProcess('git', args, { cwd: folder, env, input })
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
    return stdout
  }
  const blob = async (object: string): Promise<Buffer> => {
    const options = { cwd: folder, encoding: 'buffer', maxBuffer: 2 ** 30 } as const
    return (await promisify(execFile)('git', ['cat-file', 'blob', object], options)).stdout
  }
  const resolve = async (revision: string): Promise<string | undefined> =>
    (await git(['rev-parse', '--verify', '--quiet', revision]).catch(() => '')).trim() || undefined
  const kind = async (object: string): Promise<string | undefined> =>
    (await git(['cat-file', '-t', object]).catch(() => '')).trim() || undefined
  if ((await git(['rev-parse', '--is-bare-repository']).catch(() => '')).trim() !== 'true') {
    await git(['init', '--quiet', '--bare', `--initial-branch=${branch}`, '.'])
    const tree = (await git(['mktree'])).trim()
    const commit = (await git(['commit-tree', '-m', 'Start', tree])).trim()
    await git(['update-ref', `refs/heads/${branch}`, commit])
  }
  return { folder, git, blob, resolve, kind }
}
