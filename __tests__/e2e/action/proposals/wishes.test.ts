import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { errorsOf } from '../../../helpers/action-runs.ts'
import { devBranch, onlyPull, outcomeOf, setProposals } from '../../../helpers/proposals.ts'
import { stageOfFile } from '../../../helpers/stage-of-file.ts'

const stage = stageOfFile()

test('auto-merge with the job’s own token is refused before any work, with the way out', async () => {
  await using team = await setProposals(stage())

  const job = await team.propose({ test: 'true', options: 'auto-merge: true' })

  expect(errorsOf(job).join()).toMatch(/starts no workflow.*Give the token of a GitHub App as `token`/)
  expect(job.log).not.toContain('unpacking')
  expect(team.pulls).toEqual([])
  expect(await team.head(devBranch)).toBeNull()
})

test('auto-merge with an App’s token is GitHub’s own, and needs tests', async () => {
  await using team = await setProposals(stage())
  team.scene.api.state.viewer = 'our-app[bot]'

  const tested = await team.propose({ test: 'true', options: 'auto-merge: squash' })
  const untested = await team.propose({ track: 'other', options: 'auto-merge: squash' })

  expect([...errorsOf(tested), ...errorsOf(untested)]).toEqual([])
  expect(team.pulls.map(({ autoMerge }) => autoMerge)).toEqual(['SQUASH', null])
  expect(untested.annotations.map(({ message }) => message).join()).toContain('no tests are configured')
  expect(tested.log).not.toContain('the job’s own token')
})

test('a reviewer or milestone that cannot be set is a warning, and a person’s token signs nothing', async () => {
  await using team = await setProposals(stage())

  team.scene.api.state.viewer = 'kim'

  const job = await team.propose({ options: 'reviewers: stranger\nmilestone: Nowhere' })

  const warnings = job.annotations.map(({ message }) => message).join()
  expect(outcomeOf(job)).toEqual(['updated', ''])
  expect(warnings).toContain('Reviewers could not be set')
  expect(job.log).toContain('The commit is not signed (unsigned)')
  expect(warnings).toContain('There is no open milestone Nowhere')
})

test('a repository without drafts gets a conflict as an open pull request, with a warning', async () => {
  await using team = await setProposals(stage(), { 'overlay/conf/server.conf': 'port = 9\nname = ours\n' })
  team.scene.api.state.drafts = false

  const job = await team.propose({ overlay: 'overlay', options: 'on-conflict: pull-request' })

  expect(outcomeOf(job)).toEqual(['conflict', ''])
  expect(onlyPull(team)).toMatchObject({ draft: false, labels: expect.arrayContaining(['conflict']) })
  expect(job.annotations.map(({ message }) => message).join()).toContain('has no draft pull requests')
})

test('a token that may not mark a pull request as ready leaves that to a person', async () => {
  await using team = await setProposals(stage(), { 'overlay/conf/server.conf': 'port = 9\nname = ours\n' })
  const asking = { overlay: 'overlay', options: 'on-conflict: pull-request' }
  await team.propose(asking)
  await team.push(devBranch, {
    '.update-train/conflicts/widget-1.0.0/dev/conf/server.conf.final': 'port = 29\n',
  })
  team.scene.api.failures.set('graphql', { status: 403, message: 'Resource not accessible by integration' })

  const job = await team.propose(asking)

  expect(errorsOf(job)).toEqual([])
  expect(outcomeOf(job)).toEqual(['updated', ''])
  expect(job.annotations.map(({ message }) => message).join()).toMatch(
    /pull\/1 could not be marked as ready for review.*Do it by hand/,
  )
})

test('a product for subscribers shows a public repository none of the vendor’s files', async () => {
  await using team = await setProposals(
    stage(),
    { 'overlay/conf/server.conf': 'port = 9\nname = ours\n' },
    { visibility: 'public' },
  )
  const channel = join(team.scene.feedFolder, 'targets/widget/1.0.0/full/channel.json')
  const text = await readFile(channel, 'utf8')
  await writeFile(channel, text.replace(/"access": ?"public"/, '"access": "subscription"'))
  const event = { event: { name: 'workflow_dispatch', payload: { repository: { private: false } } } }
  const asking = { overlay: 'overlay', options: 'on-conflict: pull-request' }

  const job = await team.propose(asking, event)

  expect(outcomeOf(job)).toEqual(['conflict', ''])
  const files = (await team.files(devBranch)).filter(path => path.startsWith('.update-train/'))
  expect(files.map(path => path.split('/').at(-1))).toEqual(['server.conf.ours', 'conflicts.json'])
  expect(onlyPull(team).body).toContain('Not laid there')
  await team.push(devBranch, {
    '.update-train/conflicts/widget-1.0.0/dev/conf/server.conf.final': 'port = 29\n',
  })
  expect(outcomeOf(await team.propose(asking, event))).toEqual(['updated', ''])
})

test('a report that is too long for GitHub is cut and says so', async () => {
  await using team = await setProposals(stage())
  const long = 'A title of some length that says what was wrong and how it was mended, again and again. '
  await team.scene.publish(4, { 'docs/news.txt': 'New.\n' }, { title: long.repeat(900) })

  const job = await team.propose()

  expect(errorsOf(job)).toEqual([])
  const body = onlyPull(team).body ?? ''
  expect(body.length).toBeLessThanOrEqual(60_000)
  expect(body).toContain('Too long to be shown here: the artifact has the whole report.')
  expect(body).toContain('## Evidence')
  expect(outcomeOf(await team.propose())).toEqual(['held', 'awaiting-review'])
})

test('a GitHub Enterprise Server gets pull requests by its own address', async () => {
  await using team = await setProposals(stage())
  team.scene.api.state.enterprise = '3.17.2'

  const job = await team.propose(
    { publish: 'pull-request' },
    { github: { server_url: 'https://ghes.example.com' } },
  )

  expect(errorsOf(job)).toEqual([])
  expect(outcomeOf(job)).toEqual(['updated', ''])
  expect(onlyPull(team).state).toBe('open')
})

test('a run that stands on no branch to propose to is refused before any work', async () => {
  await using team = await setProposals(stage())

  const jobs = [
    await team.propose({}, { github: { ref: 'refs/tags/v1' } }),
    await team.propose({}, { github: { ref: `refs/heads/${devBranch}` } }),
  ]

  for (const job of jobs)
    expect(errorsOf(job).join()).toContain('proposes to the branch that a run stands on')
  expect(team.scene.feed.requests).toEqual([])
})
