import { expect, test } from '@jest/globals'
import { parseLock } from '../../../../src/config/lock.ts'
import { errorsOf, trainStep } from '../../../helpers/action-runs.ts'
import {
  devBranch,
  lockName,
  onlyPull,
  outcomeOf,
  type ProposalScene,
  setProposals,
} from '../../../helpers/proposals.ts'
import { stageOfFile } from '../../../helpers/stage-of-file.ts'

const stage = stageOfFile()

const serverConf = { 'conf/server.conf': 'port = 4\nname = vendor\n' }

async function levelOn(team: ProposalScene, revision: string): Promise<number | undefined> {
  const lock = await team.file(revision, lockName)
  return lock === null ? undefined : parseLock(lock, lockName).products['widget-1.0.0']?.tracks['dev']?.level
}

test('a newer level refreshes the same pull request and says what is other than at the last review', async () => {
  await using team = await setProposals(stage())
  await team.propose()
  const pull = onlyPull(team)
  const first = await team.head(devBranch)
  pull.reviews.push({ commit: first ?? '', state: 'COMMENTED' })
  await team.scene.publish(4, serverConf, { kind: 'security' })

  const job = await team.propose()

  expect(errorsOf(job)).toEqual([])
  expect(outcomeOf(job)).toEqual(['updated', ''])
  expect(onlyPull(team)).toMatchObject({
    number: 1,
    title: 'Update widget-1.0.0 (dev): level 0 → 4, 2 security fixes',
    draft: false,
    comments: [],
  })
  expect(pull.body).toContain('## Since the last review\n\n- level 3 → 4\n- new updates: W-4\n- other files')
  expect(await levelOn(team, devBranch)).toBe(4)
  const { repository } = team.scene.api.state
  expect((await repository.git(['rev-list', `main..${devBranch}`])).trim().split('\n')).toEqual([
    await team.head(devBranch),
    first,
  ])
  expect(team.scene.api.violations).toEqual([])
})

test('closed without merging, a level is skipped until there is a newer one', async () => {
  await using team = await setProposals(stage())
  await team.propose()
  Object.assign(onlyPull(team), { state: 'closed', end: await team.head(devBranch) })
  team.asked()

  const skipped = await team.propose()

  expect(outcomeOf(skipped)).toEqual(['held', 'ignored'])
  expect(team.asked()).toHaveLength(1)
  await team.scene.publish(4, serverConf)

  const newer = await team.propose()

  expect(outcomeOf(newer)).toEqual(['updated', ''])
  expect(team.pulls.map(({ state, title }) => [state, title])).toEqual([
    ['closed', 'Update widget-1.0.0 (dev): level 0 → 3, 1 security fix'],
    ['open', 'Update widget-1.0.0 (dev): level 0 → 4, 1 security fix'],
  ])
  expect(team.scene.api.violations).toEqual([])
})

test('closed without merging and ticked, a level is proposed again', async () => {
  await using team = await setProposals(stage())
  await team.propose()
  const pull = onlyPull(team)
  const body = (pull.body ?? '').replace(
    '- [ ] <!-- update-train:unignore -->',
    '- [x] <!-- update-train:unignore -->',
  )
  Object.assign(pull, { state: 'closed', end: await team.head(devBranch), body })

  const job = await team.propose()

  expect(outcomeOf(job)).toEqual(['updated', ''])
  expect(trainStep(job).outputs['pull-request-number']).toBe('2')
  expect(team.pulls.map(({ state }) => state)).toEqual(['closed', 'open'])
})

test('a description that somebody damaged costs nothing: the branch says the same', async () => {
  await using team = await setProposals(stage())
  await team.propose()
  const pull = onlyPull(team)
  const head = await team.head(devBranch)
  pull.body = 'I tidied up here.'
  team.asked()

  const open = await team.propose()
  Object.assign(pull, { state: 'closed', end: head })
  const closed = await team.propose()

  expect(outcomeOf(open)).toEqual(['held', 'awaiting-review'])
  expect(outcomeOf(closed)).toEqual(['held', 'ignored'])
  expect(team.asked().filter(request => !request.startsWith('GET'))).toEqual([])
  expect(await team.head(devBranch)).toBe(head)
})

test('a pull request that has become pointless is closed with the reason, and its branch goes', async () => {
  await using team = await setProposals(stage())
  await team.propose()
  const lock = await team.file(devBranch, lockName)
  await team.push('main', { [lockName]: lock ?? '' }, 'Take level 3 by hand')

  const job = await team.propose()

  expect(outcomeOf(job)).toEqual(['up-to-date', ''])
  expect(onlyPull(team)).toMatchObject({ state: 'closed', merged: false })
  expect(onlyPull(team).comments.map(({ body }) => body)).toEqual([
    expect.stringContaining('main is at level 3, and there is nothing newer'),
  ])
  expect(await team.head(devBranch)).toBeNull()
  expect(team.scene.api.violations).toEqual([])
})
