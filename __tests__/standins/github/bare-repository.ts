import { mkdir } from 'node:fs/promises'
import { runProcess } from '../run-process.ts'
import { type GitObject, gitObjects } from './git-objects.ts'

/** A real bare git repository, read and written with git's plumbing. */
export interface BareRepository {
  readonly folder: string
  /** Runs git; throws with its standard error when it fails. `input` goes to its standard input. */
  git(args: readonly string[], input?: string | Uint8Array, env?: Record<string, string>): Promise<string>
  /** What git says of objects that are given by their names: the same for ever, so git is asked once. */
  always(args: readonly string[]): Promise<string>
  /** What a revision names, or undefined. */
  object(revision: string): Promise<GitObject | undefined>
  /** The object name of a revision, or undefined. */
  resolve(revision: string): Promise<string | undefined>
  /** Writes a blob; gives its name. */
  writeBlob(content: string | Uint8Array): Promise<string>
  /** Ends what reads it. */
  close(): Promise<void>
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
  const said = new Map<string, Promise<string>>()
  const always: BareRepository['always'] = args => {
    const question = args.join('\0')
    const answer = said.get(question) ?? git(args)
    said.set(question, answer)
    return answer
  }
  const objects = gitObjects(folder, { PATH: process.env.PATH, ...identity })
  if ((await git(['rev-parse', '--is-bare-repository']).catch(() => '')).trim() !== 'true') {
    await git(['init', '--quiet', '--bare', `--initial-branch=${branch}`, '.'])
    const tree = (await git(['mktree'])).trim()
    const commit = (await git(['commit-tree', '-m', 'Start', tree])).trim()
    await git(['update-ref', `refs/heads/${branch}`, commit])
  }
  return {
    folder,
    git,
    always,
    object: revision => objects.read(revision),
    resolve: async revision => (await objects.read(revision))?.sha,
    writeBlob: content => objects.writeBlob(Buffer.from(content)),
    close: () => objects.close(),
  }
}
