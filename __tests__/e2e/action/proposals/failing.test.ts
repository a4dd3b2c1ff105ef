import { expect, test } from '@jest/globals'
import { devBranch, onlyPull, outcomeOf, setProposals } from '../../../helpers/proposals.ts'
import { stageOfFile } from '../../../helpers/stage-of-file.ts'

const stage = stageOfFile()

const serverConf = { 'conf/server.conf': 'port = 4\nname = vendor\n' }

test('failing tests of a newer level open nothing, and make an open pull request a draft', async () => {
  await using team = await setProposals(stage())
  const test = 'test "$UPDATE_TRAIN_TO_LEVEL" != 4'
  await team.propose({ test })
  const head = await team.head(devBranch)
  await team.scene.publish(4, serverConf)

  const failed = await team.propose({ test })

  expect(outcomeOf(failed)).toEqual(['tests-failed', 'exit code 1'])
  expect(failed.conclusion).toBe('failure')
  expect(onlyPull(team)).toMatchObject({ draft: true, title: expect.stringContaining('level 0 → 3') })
  expect(onlyPull(team).body).toContain('The tests of level 4 failed (exit code 1)')
  expect(await team.head(devBranch)).toBe(head)
  const back = await team.propose({ test, level: '3' })
  expect(outcomeOf(back)).toEqual(['held', 'awaiting-review'])
  expect(onlyPull(team)).toMatchObject({ draft: false, body: expect.not.stringContaining('tests of level') })
  await team.propose({ test })
  expect(onlyPull(team).draft).toBe(true)
  await team.scene.publish(5, serverConf)

  const passed = await team.propose({ test })

  expect(outcomeOf(passed)).toEqual(['updated', ''])
  expect(onlyPull(team)).toMatchObject({ draft: false, title: expect.stringContaining('level 0 → 5') })
  expect(onlyPull(team).body).not.toContain('The tests of level')
  expect(team.scene.api.violations).toEqual([])
})

test('nothing is opened where the first candidate’s tests fail', async () => {
  await using team = await setProposals(stage())

  const job = await team.propose({ test: 'false' })

  expect(outcomeOf(job)).toEqual(['tests-failed', 'exit code 1'])
  expect(team.pulls).toEqual([])
  expect(await team.head(devBranch)).toBeNull()
})
