import { messageOf, TrainError } from '../../../kernel/errors.ts'
import { isGitHubsOwn, type Runner } from '../runner.ts'

/** The HTTP status of an error of Octokit's; null for anything else. */
export function statusOf(error: unknown): number | null {
  const status = memberOf(error, 'status')
  return typeof status === 'number' ? status : null
}

export function isStatus(error: unknown, statuses: readonly number[]): boolean {
  const status = statusOf(error)
  return status !== null && statuses.includes(status)
}

/** A header of the reply that an error came with. */
export function headerOf(error: unknown, name: string): string | null {
  const value = memberOf(memberOf(memberOf(error, 'response'), 'headers'), name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** Whether the same request may do another time. */
export function isPassing({ code }: TrainError): boolean {
  return code === 'unreachable' || code === 'busy'
}

const bothLines = '`contents: write` and `pull-requests: write`'

/**
 * What GitHub's refusal means to the user. @param what goes on from "The token may not".
 * Anything that is no reply of the API, and an error that is one for the user, come back as they are.
 */
export function refusalOf(error: unknown, what: string, runner: Runner): unknown {
  const { owner, repository, serverUrl } = runner
  if (error instanceof TrainError) return error
  const name = `${owner}/${repository}`
  const reason = messageOf(error)
  const status = statusOf(error)
  if (/not permitted to create or approve pull requests/i.test(reason))
    return new TrainError('refused', `GitHub Actions may not create pull requests in ${name}.`, {
      hint: `Tick “Allow GitHub Actions to create and approve pull requests” in ${serverUrl}/${name}/settings/actions (Settings → Actions → General → Workflow permissions; an organisation can forbid it for all of its repositories), or give the token of an App as \`token\`.`,
      cause: error,
    })
  if (status === 401)
    return new TrainError('refused', `GitHub does not accept the token: ${reason}.`, {
      hint: 'Give a valid one as `token`, or leave the input out to use the job’s own.',
      cause: error,
    })
  if (status === 403 || status === 404 || /Resource not accessible/i.test(reason))
    return new TrainError('refused', `The token may not ${what} in ${name}: ${reason}.`, {
      hint: `Add ${lineFor(error)} below \`permissions:\` of the job; an App or a token of your own needs the same.`,
      cause: error,
    })
  if (status === null && memberOf(error, 'name') !== 'GraphqlResponseError') return error
  if (status !== null && status >= 500)
    return new TrainError('unreachable', `GitHub could not ${what}: ${reason}.`, {
      hint: `${isGitHubsOwn(runner) ? 'Look at https://www.githubstatus.com' : `Ask who keeps ${serverUrl}`} and run the job again; what was done so far is found again.`,
      cause: error,
    })
  return new TrainError('failure', `GitHub refuses to ${what} in ${name}: ${reason}.`, {
    hint: 'Look at the rules of the repository (branches, rulesets), and run the job again.',
    cause: error,
  })
}

/** The permission that the request needed; where the job proposes, what else it needs, too. */
function lineFor(error: unknown): string {
  const url = memberOf(memberOf(error, 'request'), 'url')
  if (typeof url !== 'string') return bothLines
  // An owner may be called `actions`.
  if (/\/repos\/[^/]+\/[^/]+\/actions\//.test(url)) return '`actions: read`'
  if (/\/repos\/[^/]+\/[^/]+\/attestations(\?|$)/.test(url)) return '`attestations: write`'
  if (/\/releases(\/|\?|$)/.test(url)) return '`contents: write`'
  const both = `(a job that proposes needs ${bothLines})`
  if (/\/(pulls|issues|graphql)(\/|\?|$)/.test(url)) return `\`pull-requests: write\` ${both}`
  return /\/(git|commits|compare)(\/|\?|$)/.test(url) ? `\`contents: write\` ${both}` : bothLines
}
