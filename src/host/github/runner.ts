import type { Environment } from '../../kernel/environment.ts'
import { TrainError } from '../../kernel/errors.ts'

/** What a runner tells its steps (GitHub's docs, *Variables reference*). */
export interface Runner {
  /** Absolute; where the repository is checked out. */
  workspace: string
  /** Absolute; emptied by the runner before and after every job. */
  temporary: string
  owner: string
  repository: string
  runId: string
  /** 1 for the first attempt of a run. */
  attempt: number
  serverUrl: string
  /** `refs/heads/main`; where caches of this run belong. */
  ref: string
  /** The commit that the run stands on; empty where it is not said. */
  commit: string
  /** The event that started the run, as JSON in a file. */
  eventPath: string | null
}

/** Throws `usage` where this is no runner. */
export function runnerOf(env: Environment): Runner {
  const needed = (name: string): string => {
    const value = env[name] ?? ''
    if (value !== '') return value
    throw new TrainError('usage', `${name} is not set: this is no runner of GitHub Actions.`, {
      hint: 'Use the command line (dist/cli.js) outside GitHub Actions.',
    })
  }
  const [owner = '', repository = ''] = needed('GITHUB_REPOSITORY').split('/')
  const eventPath = env['GITHUB_EVENT_PATH'] ?? ''
  return {
    workspace: needed('GITHUB_WORKSPACE'),
    temporary: needed('RUNNER_TEMP'),
    owner,
    repository,
    runId: needed('GITHUB_RUN_ID'),
    attempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? '1'),
    serverUrl: needed('GITHUB_SERVER_URL'),
    ref: env['GITHUB_REF'] ?? '',
    commit: env['GITHUB_SHA'] ?? '',
    eventPath: eventPath === '' ? null : eventPath,
  }
}

/** By its host's name, as GitHub's own clients go: github.com, GitHub Enterprise Cloud's, and a developer's own machine. */
export function isGitHubsOwn({ serverUrl }: Runner): boolean {
  const host = new URL(serverUrl).hostname.toLowerCase()
  return host === 'github.com' || host.endsWith('.ghe.com') || host.endsWith('.localhost')
}
