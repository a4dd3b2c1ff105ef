import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { artifactNamed, errorsOf, membersOf } from '../../../helpers/action-runs.ts'
import {
  devBranch,
  isOnBranch,
  lockName,
  onlyPull,
  outcomeOf,
  type ProposalScene,
  setProposals,
} from '../../../helpers/proposals.ts'
import { stageOfFile } from '../../../helpers/stage-of-file.ts'

const stage = stageOfFile()

const conflicts = '.update-train/conflicts/widget-1.0.0/dev'
const ours = { 'overlay/conf/server.conf': 'port = 9\nname = ours\n' }
const asking = { overlay: 'overlay', options: 'on-conflict: pull-request' }

async function packedConf(team: ProposalScene): Promise<string | undefined> {
  const { bytes } = await artifactNamed(team.scene, 'widget-1.0.0+3.full.dev.zip')
  return (await membersOf(bytes)).get('widget-1.0.0/conf/server.conf')?.toString()
}

test('a conflict is a draft that a reviewer answers on the branch; the next run tests the answer', async () => {
  await using team = await setProposals(stage(), ours)

  const asked = await team.propose({ ...asking, test: 'true' })

  expect(errorsOf(asked)).toEqual([])
  expect([outcomeOf(asked), asked.conclusion]).toEqual([['conflict', ''], 'success'])
  const pull = onlyPull(team)
  expect(pull).toMatchObject({ draft: true, labels: ['update-train', 'security', 'conflict'] })
  expect(pull.body).toContain(`The sides lie in \`${conflicts}\``)
  expect(await team.files(devBranch)).toEqual([
    ...['.base', '.merged', '.ours', '.theirs'].map(side => `${conflicts}/conf/server.conf${side}`),
    `${conflicts}/conflicts.json`,
    'overlay/conf/server.conf',
  ])
  const waiting = await team.propose({ ...asking, test: 'true' })
  expect(outcomeOf(waiting)).toEqual(['held', 'awaiting-review'])

  const answer = await team.push(devBranch, {
    [`${conflicts}/conf/server.conf.merged`]: 'port = 29\nname = ours\n',
  })
  const job = await team.propose({ ...asking, test: 'grep -q 29 "$PRODUCT_HOME/conf/server.conf"' })

  expect(errorsOf(job)).toEqual([])
  expect(outcomeOf(job)).toEqual(['updated', ''])
  expect(onlyPull(team)).toMatchObject({ draft: false, labels: ['update-train', 'security'] })
  expect(pull.body).toContain('the conflicts are answered')
  expect(await packedConf(team)).toBe('port = 29\nname = ours\n')
  const files = await team.files(devBranch)
  const answers = files.filter(path => path.startsWith('.update-train/'))
  expect(answers).toHaveLength(3)
  for (const name of [/[0-9a-f]{64}\.[0-9a-f]{12}\.ours$/, /[0-9a-f]{64}\.blob$/, /[0-9a-f]{64}\.json$/])
    expect(answers).toContainEqual(expect.stringMatching(name))
  expect(files).toContain(lockName)
  // What was proposed belongs to the branch: the checkout stays as it was.
  for (const path of [lockName, '.update-train']) expect(existsSync(join(job.workspace, path))).toBe(false)
  expect(await isOnBranch(team, answer)).toBe(true)
  const still = await team.propose({ ...asking, test: 'grep -q 29 "$PRODUCT_HOME/conf/server.conf"' })
  expect(outcomeOf(still)).toEqual(['held', 'awaiting-review'])

  await team.merge(pull)
  expect(outcomeOf(await team.propose(asking))).toEqual(['up-to-date', ''])
  expect(team.scene.api.violations).toEqual([])
})

test('an answer as a file of its own counts, and one that still holds marks is refused by its name', async () => {
  await using team = await setProposals(stage(), ours)
  await team.propose(asking)
  const marked = await team.file(devBranch, `${conflicts}/conf/server.conf.merged`)
  await team.push(devBranch, { [`${conflicts}/conf/server.conf.final`]: marked ?? '' })

  const refused = await team.propose(asking)
  await team.push(devBranch, { [`${conflicts}/conf/server.conf.final`]: 'port = 30\nname = ours\n' })
  const taken = await team.propose(asking)

  expect(errorsOf(refused).join()).toContain(
    `On ${devBranch}: ${conflicts}/conf/server.conf.final still holds the marks of a conflict.`,
  )
  expect(onlyPull(team).draft).toBe(false)
  expect(outcomeOf(taken)).toEqual(['updated', ''])
  expect(await packedConf(team)).toBe('port = 30\nname = ours\n')
})

test('an answer stays with the pull request when a newer level comes', async () => {
  await using team = await setProposals(stage(), ours)
  await team.propose(asking)
  await team.push(devBranch, { [`${conflicts}/conf/server.conf.final`]: 'port = 30\nname = ours\n' })
  await team.propose(asking)
  await team.scene.publish(4, { 'docs/news.txt': 'New.\n' })

  const job = await team.propose(asking)

  expect(outcomeOf(job)).toEqual(['updated', ''])
  expect(onlyPull(team)).toMatchObject({ draft: false, title: expect.stringContaining('level 0 → 4') })
  expect((await team.files(devBranch)).filter(path => path.includes('/resolutions/'))).toHaveLength(3)
})
