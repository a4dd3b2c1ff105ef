import { describe, expect, test } from '@jest/globals'
import { errorsOf } from '../../../helpers/action-runs.ts'
import { devBranch, onlyPull, outcomeOf, setProposals } from '../../../helpers/proposals.ts'
import { stageOfFile } from '../../../helpers/stage-of-file.ts'

const stage = stageOfFile()

describe('what GitHub refuses is said with what to do', () => {
  test.each([
    [
      'pulls/create',
      { status: 403, message: 'GitHub Actions is not permitted to create or approve pull requests.' },
      /Tick “Allow GitHub Actions to create and approve pull requests” in http.*settings\/actions/,
    ],
    [
      'pulls/create',
      { status: 403, message: 'Resource not accessible by integration' },
      /may not write pull requests in octo-org\/example.*Add `pull-requests: write` \(a job that proposes.*\) below `permissions:`/,
    ],
    [
      'git/create-tree',
      { status: 403, message: 'Resource not accessible by integration' },
      /may not write contents.*Add `contents: write` \(a job that proposes.*\) below `permissions:`/,
    ],
    ['pulls/list', { status: 404, message: 'Not Found' }, /may not read pull requests.*pull-requests: write/],
    ['*', { status: 401, message: 'Bad credentials' }, /GitHub does not accept the token: Bad credentials/],
    ['pulls/create', { status: 422, message: 'Validation Failed' }, /GitHub refuses to write pull requests/],
    [
      'pulls/list',
      { status: 403, message: 'API rate limit exceeded', headers: limitedUntil(4 * 3600) },
      /rate limit lets the run go on in \d+ min.*the token of an App/,
    ],
  ])('%s: %j', async (operation, failure, said) => {
    await using team = await setProposals(stage())
    team.scene.api.failures.set(operation, failure)

    const job = await team.propose({ publish: 'pull-request' })

    expect(job.conclusion).toBe('failure')
    expect(errorsOf(job).join()).toMatch(said)
    expect(team.pulls).toEqual([])
  })
})

test.each([
  [
    'limits of every kind, and a bad gateway',
    [
      ['pulls/list', { status: 403, message: 'Limit', headers: limitedUntil(1), times: 1 }],
      ['git/create-commit', { status: 403, message: 'Secondary', headers: { 'retry-after': '1' }, times: 2 }],
      ['git/create-ref', { status: 502, message: 'Bad gateway', times: 2 }],
      ['pulls/create', { status: 429, message: 'Too many', headers: { 'retry-after': '1' }, times: 1 }],
      ['graphql', { status: 200, message: 'API rate limit exceeded', headers: limitedUntil(1), times: 1 }],
    ],
  ],
  [
    'a service that is away for a moment',
    [['pulls/create', { status: 503, message: 'Unavailable', times: 1 }]],
  ],
] as const)('what GitHub puts off is waited for: %s', async (_what, failures) => {
  await using team = await setProposals(stage())
  for (const [operation, failure] of failures) team.scene.api.failures.set(operation, failure)

  const job = await team.propose()

  expect(errorsOf(job)).toEqual([])
  expect(outcomeOf(job)).toEqual(['updated', ''])
  expect(onlyPull(team).state).toBe('open')
  // Each of them was met.
  expect([...team.scene.api.failures.keys()]).toEqual([])
})

test('a service that stays down fails the job after a few tries, and the next run goes on', async () => {
  await using team = await setProposals(stage())
  team.scene.api.failures.set('pulls/create', { status: 500, message: 'Down' })

  const job = await team.propose()
  team.scene.api.failures.clear()
  const next = await team.propose()

  expect(errorsOf(job).join()).toMatch(/GitHub could not write pull requests.*githubstatus\.com/)
  expect(outcomeOf(next)).toEqual(['updated', ''])
  expect(await team.head(devBranch)).not.toBeNull()
})

/** Headers of GitHub's primary rate limit, used up for so many seconds. */
function limitedUntil(seconds: number): Record<string, string> {
  const reset = Math.floor(Date.now() / 1000) + seconds
  return { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }
}
