import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { parseLock } from '../../../../src/config/lock.ts'
import { artifactNames, cacheKeys, errorsOf, trainStep } from '../../../helpers/action-runs.ts'
import { devBranch, lockName, onlyPull, outcomeOf, setProposals } from '../../../helpers/proposals.ts'
import { stageOfFile } from '../../../helpers/stage-of-file.ts'

const stage = stageOfFile()

test('the first run proposes the tested update, and merging it is all that is needed', async () => {
  await using team = await setProposals(stage())
  team.scene.api.state.milestones.push('Spring')
  const options =
    'labels: [platform, "needs a look"]\nreviewers: [kim, octo-org/platform]\nassignees: [lee]\nmilestone: Spring'

  const job = await team.propose({ test: 'true', options })

  expect(errorsOf(job)).toEqual([])
  expect(team.scene.api.violations).toEqual([])
  const pull = onlyPull(team)
  expect(trainStep(job).outputs).toMatchObject({
    outcome: 'updated',
    'to-level': '3',
    'pull-request-number': '1',
    'pull-request-url': 'https://github.com/octo-org/example/pull/1',
  })
  expect(pull).toMatchObject({
    title: 'Update widget-1.0.0 (dev): level 0 → 3, 1 security fix',
    state: 'open',
    draft: false,
    head: devBranch,
    base: 'main',
    labels: ['update-train', 'security', 'platform', 'needs a look'],
    reviewers: ['kim', 'platform'],
    assignees: ['lee'],
    milestone: 1,
    autoMerge: null,
  })
  expect(await team.files(devBranch)).toEqual([lockName])
  const lock = (await team.file(devBranch, lockName)) ?? ''
  expect(parseLock(lock, lockName).products['widget-1.0.0']?.tracks['dev']).toMatchObject({
    level: 3,
    history: [],
  })
  expect(existsSync(join(job.workspace, lockName))).toBe(false)
  expect(job.summary).not.toContain('git add')
  expect(await team.file('main', lockName)).toBeNull()
  expect(job.log).toContain('The commit is signed by GitHub (verified).')
  expect(job.log).toContain('This is the job’s own token')
  expect(cacheKeys(team.scene).filter(key => key.includes('-state-'))).toEqual([])
  expect(artifactNames(team.scene)).toContain('widget-1.0.0+3.full.dev.zip')

  await team.merge(pull)
  team.asked()
  const next = await team.propose({ test: 'true', options })

  expect(outcomeOf(next)).toEqual(['up-to-date', ''])
  expect(await team.file('main', lockName)).toBe(lock)
  expect(await team.head(devBranch)).toBeNull()
  expect(team.asked().filter(request => !request.startsWith('GET'))).toEqual([
    `DELETE /git/refs/heads%2Fupdate-train%2Fwidget-1.0.0%2Fdev`,
  ])
  expect(team.scene.api.violations).toEqual([])
})

test('an open pull request of the same inputs ends the run before the pack is touched', async () => {
  await using team = await setProposals(stage())
  await team.propose()
  const { body } = onlyPull(team)
  const head = await team.head(devBranch)
  const keys = cacheKeys(team.scene)
  const feed = team.scene.feed.requests.length
  const artifacts = artifactNames(team.scene)
  team.asked()

  const job = await team.propose()

  expect(outcomeOf(job)).toEqual(['held', 'awaiting-review'])
  expect(trainStep(job).outputs).toMatchObject({
    'from-level': '0',
    'to-level': '3',
    'pull-request-number': '1',
    updates: '3',
    'security-updates': '1',
    pack: '',
  })
  expect(job.conclusion).toBe('success')
  const asked = team.asked()
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatch(/^GET \/pulls\?/)
  expect(team.scene.feed.requests.slice(feed).filter(path => path.includes('blob'))).toEqual([])
  expect(cacheKeys(team.scene)).toEqual(keys)
  expect(artifactNames(team.scene)).toEqual(artifacts)
  expect([onlyPull(team).body, await team.head(devBranch)]).toEqual([body, head])
  expect(job.summary).toContain('is held')
})
