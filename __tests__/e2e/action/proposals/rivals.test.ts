import { expect, test } from '@jest/globals'
import { parseLock } from '../../../../src/config/lock.ts'
import { errorsOf } from '../../../helpers/action-runs.ts'
import {
  devBranch,
  isOnBranch,
  lockName,
  onlyPull,
  outcomeOf,
  setProposals,
} from '../../../helpers/proposals.ts'
import { stageOfFile } from '../../../helpers/stage-of-file.ts'

const stage = stageOfFile()

test('of two runs at once one proposes, and the other says so and leaves', async () => {
  await using team = await setProposals(stage())

  const others: Awaited<ReturnType<typeof team.propose>>[] = []
  // The other one makes its whole way just before the first would make the branch.
  team.scene.api.before.set('git/create-ref', async () => {
    others.push(await team.propose())
  })

  const jobs = [await team.propose(), ...others]

  expect(jobs.flatMap(errorsOf)).toEqual([])
  expect(jobs.map(outcomeOf)).toEqual([
    ['held', 'awaiting-review'],
    ['updated', ''],
  ])
  expect(onlyPull(team).state).toBe('open')
  const { repository } = team.scene.api.state
  expect((await repository.git(['rev-list', '--count', `main..${devBranch}`])).trim()).toBe('1')
  expect(team.scene.api.violations).toEqual([])
})

test('a commit that a person pushes while a run refreshes the branch wins', async () => {
  await using team = await setProposals(stage())
  await team.propose()
  await team.scene.publish(4, { 'docs/news.txt': 'New.\n' })
  let pushed = ''
  team.scene.api.before.set('git/update-ref', async () => {
    pushed = await team.push(devBranch, { 'notes.txt': 'Mine.\n' })
  })

  const job = await team.propose()

  expect(errorsOf(job)).toEqual([])
  expect(outcomeOf(job)).toEqual(['held', 'awaiting-review'])
  expect(job.log).toContain('was moved by another run or a person meanwhile')
  expect(await team.head(devBranch)).toBe(pushed)
  expect(onlyPull(team).title).toContain('level 0 → 3')
})

test('the base’s lock that changed during a run ends it with what to do', async () => {
  await using team = await setProposals(stage())
  await team.propose()
  const lock = await team.file(devBranch, lockName)
  await team.scene.publish(4, { 'docs/news.txt': 'New.\n' })
  let asked = 0
  const merge = async (): Promise<void> => {
    asked += 1
    // The second look at the base is the one before the commit.
    if (asked === 3) await team.push('main', { [lockName]: lock ?? '' })
    else team.scene.api.before.set('git/get-ref', merge)
  }
  team.scene.api.before.set('git/get-ref', merge)

  const job = await team.propose()

  expect(errorsOf(job).join()).toMatch(
    /update-train\.lock\.json of main holds level 3 for widget-1\.0\.0 \(dev\).*Run again/,
  )
})

test('tracks that meet in the lock come to terms without being built again', async () => {
  await using team = await setProposals(stage())
  await team.propose({ track: 'dev' })
  await team.propose({ track: 'production' })
  const [dev, production] = team.pulls
  if (dev === undefined || production === undefined) throw new Error('two pull requests were expected')
  await team.merge(dev)
  const former = await team.head(production.head)
  const feed = team.scene.feed.requests.length

  const job = await team.propose({ track: 'production' })

  expect(outcomeOf(job)).toEqual(['held', 'awaiting-review'])
  expect(team.scene.feed.requests.slice(feed).filter(path => path.includes('blob'))).toEqual([])
  expect(await team.head(production.head)).not.toBe(former)
  await team.merge(production)
  const lock = parseLock((await team.file('main', lockName)) ?? '', lockName)
  expect(Object.keys(lock.products['widget-1.0.0']?.tracks ?? {})).toEqual(['dev', 'production'])
  expect(outcomeOf(await team.propose({ track: 'production' }))).toEqual(['up-to-date', ''])
  expect(team.scene.api.violations).toEqual([])
})

test('a run that was stopped before it opened the pull request is made good by the next one', async () => {
  await using team = await setProposals(stage())
  team.scene.api.failures.set('pulls/create', {
    status: 403,
    message: 'Resource not accessible by integration',
  })
  await team.propose()
  const made = await team.head(devBranch)
  team.scene.api.failures.clear()

  const job = await team.propose()

  expect(made).not.toBeNull()
  expect(outcomeOf(job)).toEqual(['updated', ''])
  expect(onlyPull(team).state).toBe('open')
  expect(await isOnBranch(team, made ?? '')).toBe(true)
  expect(await team.head(devBranch)).toBe(made)
})
