import { z } from 'zod'
import type { Environment } from '../../kernel/environment.ts'
import { messageOf, TrainError } from '../../kernel/errors.ts'
import type { World } from '../../kernel/world.ts'
import { clientOf } from './proposals/client.ts'
import { isGitHubsOwn, type Runner } from './runner.ts'

/** What runs the repository: GitHub itself, or a GitHub Enterprise Server, which has not all of it. */
export type Server = { kind: 'github' } | { kind: 'enterprise'; url: string; version: string | null }

const metaSchema = z.object({ installed_version: z.string().optional() })

/**
 * GitHub by its own names, which nobody else has; anything else is asked what it is (`GET /meta`), and taken for a GitHub
 * Enterprise Server where it does not say. Of such a one the log says once what works there.
 */
export async function findServer(
  runner: Runner,
  token: string | null,
  { env, ...world }: Pick<World, 'log' | 'clock' | 'signal' | 'env'>,
): Promise<Server> {
  if (isGitHubsOwn(runner)) return { kind: 'github' }
  const version = token === null ? null : await askVersion(runner, token, world)
  world.log.info(whatWorks(runner.serverUrl, version, env))
  return { kind: 'enterprise', url: runner.serverUrl, version }
}

async function askVersion(
  runner: Runner,
  token: string,
  world: Pick<World, 'log' | 'clock' | 'signal'>,
): Promise<string | null> {
  try {
    const { data, headers } = await clientOf(runner, token, world).call('read what the server is', api =>
      api.rest.meta.get(),
    )
    const header = headers['x-github-enterprise-version']
    return metaSchema.parse(data).installed_version ?? (typeof header === 'string' ? header : null)
  } catch (error) {
    world.signal.throwIfAborted()
    world.log.info(`${runner.serverUrl} does not say what it is: ${messageOf(error)}`)
    return null
  }
}

function whatWorks(url: string, version: string | null, env: Environment): string {
  // GitHub's client knows the older service of caches by this address only.
  const hasCache = (env['ACTIONS_CACHE_URL'] ?? '') !== ''
  return [
    `${url} is a GitHub Enterprise Server${version === null ? ', as its name is none of GitHub’s own' : ` ${version}`}.`,
    'Pull requests and releases work there. Artifacts and attestations do not: GitHub’s clients of today speak to GitHub itself.',
    hasCache
      ? 'Caches go to its older service.'
      : 'It has no cache for this run: packs are built from `pack` each time.',
  ].join(' ')
}

/** Throws `config`, before any work, where something is asked for that a GitHub Enterprise Server has not. */
export function assertServed(server: Server, { upload, attest }: { upload: boolean; attest: boolean }): void {
  if (server.kind === 'github') return
  if (upload)
    throw new TrainError(
      'config',
      `${server.url} is a GitHub Enterprise Server, which takes no artifacts from update-train.`,
      {
        hint: 'Set `publish: pull-request`, `publish: release` or `publish: none`; a step of your own can upload the files of the outputs `pack`, `diff` and `report` (`actions/upload-artifact@v3`).',
      },
    )
  if (attest)
    throw new TrainError(
      'config',
      `${server.url} is a GitHub Enterprise Server, which has no attestations.`,
      {
        hint: 'Leave `attest` out there; `SHA256SUMS` of a release says what belongs to it.',
      },
    )
}
