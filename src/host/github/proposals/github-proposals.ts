import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { TrainError } from '../../../kernel/errors.ts'
import type { Proposals } from '../../proposals.ts'
import type { Repository } from '../repository.ts'
import type { Runner } from '../runner.ts'
import { branchesOf } from './branches.ts'
import { type ClientWorld, clientOf } from './client.ts'
import { gitObjectsOf } from './git-objects.ts'
import { graphQlOf } from './graph-ql.ts'
import { issuePartsOf } from './issue-parts.ts'
import { pullRequestsOf } from './pull-requests.ts'

/** Proposals as GitHub's pull requests into the branch that the run stands on. Throws `config` where it stands on none. */
export function gitHubProposals(
  runner: Runner,
  token: string | null,
  repository: Repository,
  world: ClientWorld,
): Proposals {
  const base = baseOf(runner)
  if (token === null)
    throw new TrainError('config', '`publish: pull-request` needs a `token`.', {
      hint: 'Leave the input `token` out to use the job’s own, with `permissions: {contents: write, pull-requests: write}`.',
    })
  const client = clientOf(runner, token, world)
  const { drafts, ...graphQl } = graphQlOf(client)
  return {
    pathOf: file => pathInRepository(file, runner.workspace),
    ...branchesOf(client, base),
    ...gitObjectsOf(client),
    ...pullRequestsOf(client, base, drafts),
    ...issuePartsOf(client),
    ...graphQl,
    isPublic: () => repository.isPublic(),
  }
}

function baseOf({ ref }: Runner): string {
  const name = /^refs\/heads\/(.+)$/.exec(ref)?.[1]
  if (name !== undefined && !name.startsWith('update-train/')) return name
  throw new TrainError(
    'config',
    `\`publish: pull-request\` proposes to the branch that a run stands on, and this one stands on ${ref === '' ? 'none' : ref}.`,
    {
      hint: 'Start the workflow on the branch that is to be updated: `schedule`, `workflow_dispatch`, or a push to it.',
    },
  )
}

/** A checkout may lie below the workspace: its root is where `.git` is. */
function pathInRepository(file: string, workspace: string): string {
  const folders: string[] = []
  for (let folder = dirname(file); isWithin(folder, workspace); folder = dirname(folder)) folders.push(folder)
  const root = folders.find(folder => existsSync(join(folder, '.git'))) ?? workspace
  if (isWithin(file, root)) return relative(root, file).split(sep).join('/')
  throw new TrainError('config', `${file} is outside of the repository: a pull request cannot hold it.`, {
    hint: `Name files below ${workspace} with \`lock\` and \`resolutions\`.`,
  })
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)
}
