import { expect, test } from '@jest/globals'
import { type LockedTrack, lockedTrack, parseLock } from '../../../../src/config/lock.ts'
import { errorsOf, trainStep } from '../../../helpers/action-runs.ts'
import {
  devBranch,
  lockName,
  outcomeOf,
  type ProposalScene,
  setProposals,
} from '../../../helpers/proposals.ts'
import { stageOfFile } from '../../../helpers/stage-of-file.ts'
import type { JobResult } from '../../../standins/runner.ts'

const stage = stageOfFile()
const toml = (port: number, pool: number, user: string): string =>
  `[server]\nport = ${port}\n\n[database]\npool = ${pool}\n\n[admin]\nuser = "${user}"\n`
const script = (first: string, last: string): { content: string; mode: number } => ({
  content: `#!/bin/sh\necho ${first}\n# 1\n# 2\n# 3\n# 4\necho ${last}\n`,
  mode: 0o755,
})
const asking = { overlay: 'overlay' }

async function entryOn(team: ProposalScene, revision: string): Promise<LockedTrack | null> {
  return lockedTrack(parseLock((await team.file(revision, lockName)) ?? '', lockName), 'widget-1.0.0', 'dev')
}

async function mergeLast(team: ProposalScene): Promise<void> {
  const pull = team.pulls.at(-1)
  if (pull === undefined) throw new Error('There is no pull request.')
  await team.merge(pull)
}

test('merging brings what was merged of the overlay up to date, and nothing is left to be done', async () => {
  await using team = await setProposals(stage(), { 'overlay/conf/own.conf': 'ours\n' })
  const { scene } = team
  await scene.publish(4, { 'conf/deployment.toml': toml(1, 1, 'admin'), 'bin/tool.sh': script('1', '1') })
  const jobs = [await team.propose(asking)]
  await mergeLast(team)
  await team.push('main', {
    'overlay/conf/deployment.toml': toml(9, 1, 'admin'),
    'overlay/bin/tool.sh': script('ours', '1'),
  })
  await scene.publish(5, { 'conf/deployment.toml': toml(1, 5, 'admin'), 'bin/tool.sh': script('1', '5') })

  jobs.push(await team.propose(asking))

  const pull = team.pulls.at(-1)
  expect(await team.file(devBranch, 'overlay/conf/deployment.toml')).toBe(toml(9, 5, 'admin'))
  expect(await team.file(devBranch, 'overlay/bin/tool.sh')).toBe(script('ours', '5').content)
  const { repository } = scene.api.state
  expect(await repository.git(['ls-tree', devBranch, 'overlay/bin/tool.sh'])).toMatch(/^100755 /)
  expect(await team.files(devBranch)).toEqual([
    'overlay/bin/tool.sh',
    'overlay/conf/deployment.toml',
    'overlay/conf/own.conf',
    lockName,
  ])
  expect(pull?.body).toContain(
    'Merging the pull request does that for `bin/tool.sh`, `conf/deployment.toml`.',
  )
  expect(pull?.body).not.toContain('cp .update-train')
  const proposed = await entryOn(team, devBranch)
  expect(proposed).toMatchObject({ answered: {}, resolutionsDigest: null })

  // Merged, it is what runs: nothing is merged again, and it is the very pack when it is built again.
  await mergeLast(team)
  team.asked()
  const quiet = await team.propose(asking)
  expect(outcomeOf(quiet)).toEqual(['up-to-date', ''])
  expect(await entryOn(team, 'main')).toEqual(proposed)
  for (const artifact of scene.results.artifacts()) await scene.results.deleteArtifact(artifact)
  for (const entry of scene.results.cacheEntries()) await scene.results.deleteCacheEntry(entry)
  await team.push('main', { 'overlay/conf/own.conf': 'corrected\n' })
  const rebuilt = await scene.update({ ...asking, level: 'locked' }, { repository: repository.folder })
  expect(trainStep(rebuilt).outputs['content-digest']).toBe(proposed?.contentDigest)
  expect(trainStep(rebuilt).outputs['pack-sha256']).toBe(proposed?.packSha256)
  const warned = (job: JobResult): string[] =>
    job.annotations.flatMap(({ level, message }) => (level === 'warning' ? [message] : []))
  const isAnother = expect.stringMatching(/overlay is another one than level 5 was tested with/)
  expect(warned(rebuilt)).toContainEqual(isAnother)
  expect(warned(quiet)).not.toContainEqual(isAnother)

  // What the overlay holds now is where the next level goes on from.
  await scene.publish(6, { 'conf/deployment.toml': toml(1, 5, 'root'), 'bin/tool.sh': script('1', '5') })
  jobs.push(quiet, rebuilt, await team.propose(asking))
  expect(await team.file(devBranch, 'overlay/conf/deployment.toml')).toBe(toml(9, 5, 'root'))
  expect(await team.file(devBranch, 'overlay/bin/tool.sh')).toBe(script('ours', '5').content)
  expect(jobs.flatMap(errorsOf)).toEqual([])
  expect(scene.api.violations).toEqual([])
})
