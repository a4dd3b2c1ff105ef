import { expect, test } from '@jest/globals'
import { parseLock } from '../../../../src/config/lock.ts'
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

test('any other commit of a person’s stops the refresh, is said once, and is never lost', async () => {
  await using team = await setProposals(stage(), { 'conf.txt': 'a\n' })
  await team.propose()
  const pull = onlyPull(team)
  const foreign = await team.push(devBranch, { 'conf.txt': 'b\n' })
  const quiet = await team.propose()
  expect(outcomeOf(quiet)).toEqual(['held', 'awaiting-review'])
  expect(pull.comments).toEqual([])
  await team.scene.publish(4, { 'docs/news.txt': 'New.\n' })

  const stopped = [await team.propose(), await team.propose()]

  expect(stopped.map(outcomeOf)).toEqual([
    ['held', 'awaiting-review'],
    ['held', 'awaiting-review'],
  ])
  expect(pull.comments.map(({ body }) => body)).toEqual([expect.stringContaining('rebuild from scratch')])
  expect(await team.head(devBranch)).toBe(foreign)
  pull.body = (pull.body ?? '').replace(
    '[ ] <!-- update-train:rebuild -->',
    '[x] <!-- update-train:rebuild -->',
  )

  const rebuilt = await team.propose()

  expect(outcomeOf(rebuilt)).toEqual(['updated', ''])
  expect(pull).toMatchObject({ state: 'open', title: expect.stringContaining('level 0 → 4') })
  expect(pull.body).toContain('[ ] <!-- update-train:rebuild -->')
  expect(await team.file(devBranch, 'conf.txt')).toBe('a\n')
  expect(await isOnBranch(team, foreign)).toBe(true)
  expect(team.scene.api.violations).toEqual([])
})

test('bringing the base branch in does not count as work of somebody’s', async () => {
  await using team = await setProposals(stage(), { 'conf.txt': 'a\n' })
  await team.propose()
  await team.push('main', { 'conf.txt': 'b\n' })
  const { repository } = team.scene.api.state
  const [tree = ''] = (await repository.git(['merge-tree', '--write-tree', devBranch, 'main'])).split('\n')
  const merge = (
    await repository.git(['commit-tree', '-p', devBranch, '-p', 'main', '-m', 'Merge branch main', tree])
  ).trim()
  await repository.git(['update-ref', `refs/heads/${devBranch}`, merge])

  const same = await team.propose()
  await team.scene.publish(4, { 'docs/news.txt': 'New.\n' })
  const newer = await team.propose()

  expect([outcomeOf(same), outcomeOf(newer)]).toEqual([
    ['held', 'awaiting-review'],
    ['updated', ''],
  ])
  expect(await team.file(devBranch, 'conf.txt')).toBe('b\n')
  const lock = parseLock((await team.file(devBranch, lockName)) ?? '', lockName)
  expect(lock.products['widget-1.0.0']?.tracks['dev']?.level).toBe(4)
  expect(onlyPull(team).comments).toEqual([])
})
