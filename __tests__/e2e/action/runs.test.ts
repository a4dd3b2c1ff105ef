import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { z } from 'zod'
import { parseLock } from '../../../src/config/lock.ts'
import { sha256 } from '../../../src/kernel/sha256.ts'
import { openPack } from '../../../src/pack/open-pack.ts'
import {
  artifactNamed,
  artifactNames,
  cacheKeys,
  errorsOf,
  membersOf,
  setScene,
  trainStep,
} from '../../helpers/action-runs.ts'
import { stageOfFile } from '../../helpers/stage-of-file.ts'
import { writeTree } from '../../helpers/tree.ts'

const stage = stageOfFile()
const identity = ['-c', 'user.name=Team', '-c', 'user.email=team@example.com']

const packName = 'widget-1.0.0+3.full.dev.zip'
const reportName = 'update-report-widget-1.0.0-dev'
const lockName = 'update-train.lock.json'

const notCached = 'The cache has no vendor pack'

test('the first run publishes the updated pack as it lies, and all else as one artifact', async () => {
  await using scene = await setScene(stage())

  const job = await scene.update({ test: 'echo "tested $UPDATE_TRAIN_TO_LEVEL"' })

  const { outputs } = trainStep(job)
  const pack = await artifactNamed(scene, packName)
  const report = await artifactNamed(scene, reportName)
  const members = await membersOf(report.bytes)
  expect(job.conclusion).toBe('success')
  expect(outputs).toMatchObject({
    outcome: 'updated',
    'from-level': '0',
    'to-level': '3',
    updates: '3',
    'security-updates': '1',
    conflicts: '0',
    'pack-sha256': sha256(pack.bytes),
    'artifact-id': '1',
    'artifact-url': expect.stringMatching(/^http:.*\/octo-org\/example\/actions\/runs\/1001\/artifacts\/1$/),
  })
  expect(pack.digest).toBe(`sha256:${sha256(pack.bytes)}`)
  expect((await membersOf(pack.bytes)).get('widget-1.0.0/conf/server.conf')?.toString()).toBe(
    'port = 2\nname = vendor\n',
  )
  expect([...members.keys()].sort()).toEqual([
    'candidate.json',
    'report.md',
    'test.log',
    'widget-1.0.0+0..3.full.dev.diff.zip',
  ])
  expect(members.get('test.log')?.toString()).toBe('tested 3\n')
  expect(cacheKeys(scene)).toEqual([
    expect.stringMatching(/^update-train-state-v1-widget-1\.0\.0-dev-[0-9a-f]{12}-1001-1$/),
    expect.stringMatching(/^update-train-pack-v1-widget-1\.0\.0-[0-9a-f]{12}-feed-full-3$/),
  ])
  expect(job.summary).toContain('# widget-1.0.0: level 0 → 3')
  expect(job.summary).toContain('To be committed: `update-train.lock.json`')
  expect(job.summary).toContain(`[the pack](${outputs['artifact-url'] ?? ''})`)
  expect(job.annotations.map(({ level, message }) => [level, message.slice(0, 13)])).toEqual([
    ['warning', 'unsigned feed'],
  ])
  expect(job.log).toMatch(/^apply took [\d.]+ m?s$/m)
  expect(scene.api.violations).toEqual([])
  const lock = join(job.workspace, lockName)
  expect(parseLock(await readFile(lock, 'utf8'), lock).products['widget-1.0.0']?.tracks['dev']?.level).toBe(3)
})

test('every output of action.yml is set, and no other', async () => {
  await using scene = await setScene(stage())
  const action = z
    .object({ outputs: z.record(z.string(), z.unknown()) })
    .parse(parse(await readFile(join(stage().action, 'action.yml'), 'utf8')))
  const names = Object.keys(action.outputs).sort()

  const updated = await scene.update()
  const upToDate = await scene.update()
  const failed = await scene.update({ level: 'nonsense' })

  for (const job of [updated, upToDate, failed])
    expect(Object.keys(trainStep(job).outputs).sort()).toEqual(names)
  expect(new Set(Object.values(trainStep(failed).outputs))).toEqual(new Set(['']))
})

test('the second run finds nothing new, writes nothing and fetches no pack', async () => {
  await using scene = await setScene(stage())
  await scene.update()
  const { artifacts, keys, asked } = {
    artifacts: artifactNames(scene),
    keys: cacheKeys(scene),
    asked: scene.feed.requests.length,
  }
  const packEntry = scene.results.cacheEntries().find(({ key }) => key.startsWith('update-train-pack'))
  const accessed = packEntry?.lastAccessedAt.getTime()
  const apiRequests = scene.api.requests.length

  const job = await scene.update()

  expect(trainStep(job).outputs).toMatchObject({
    outcome: 'up-to-date',
    'from-level': '3',
    'to-level': '3',
    pack: '',
  })
  expect(artifactNames(scene)).toEqual(artifacts)
  expect(cacheKeys(scene)).toEqual(keys)
  expect(packEntry?.lastAccessedAt.getTime()).toBe(accessed)
  expect(scene.feed.requests.slice(asked)).toEqual(['targets/widget/1.0.0/full/channel.json'])
  expect(scene.api.requests).toHaveLength(apiRequests)
  expect(existsSync(join(job.workspace, lockName))).toBe(false)
  expect(job.summary).toContain('widget-1.0.0 is up to date')
})

test('a committed lock beats what an earlier run kept', async () => {
  await using scene = await setScene(stage())
  const first = await scene.update({ level: '1' })
  const lock = await readFile(join(first.workspace, lockName), 'utf8')
  await scene.update()
  await writeFile(join(scene.repository, lockName), lock)

  const job = await scene.update({ 'dry-run': 'true' })

  expect(trainStep(job).outputs).toMatchObject({ outcome: 'updated', 'from-level': '1', 'to-level': '3' })
})

test('a new level is applied to the pack of the cache, without `pack`, and the old entry goes', async () => {
  await using scene = await setScene(stage())
  await scene.update()
  await scene.publish(4, { 'conf/server.conf': 'port = 4\nname = vendor\n' })
  await rm(join(scene.repository, 'packs'), { recursive: true })

  const job = await scene.update({ product: 'widget-1.0.0' })

  expect(trainStep(job).outputs).toMatchObject({ outcome: 'updated', 'from-level': '3', 'to-level': '4' })
  expect(cacheKeys(scene)).toEqual([
    expect.stringMatching(/^update-train-state-v1-.*-1002-1$/),
    expect.stringMatching(/^update-train-pack-v1-.*-full-4$/),
  ])
  expect(job.log).not.toContain(notCached)
  const lock = join(job.workspace, lockName)
  const track = parseLock(await readFile(lock, 'utf8'), lock).products['widget-1.0.0']?.tracks['dev']
  expect(track?.history.map(({ level }) => level)).toEqual([3])
})

test('failing tests fail the job: report and log are uploaded, nothing else is left', async () => {
  await using scene = await setScene(stage())

  const job = await scene.update({ test: 'echo it is broken; exit 7' })

  const members = await membersOf((await artifactNamed(scene, reportName)).bytes)
  expect(job.conclusion).toBe('failure')
  expect(trainStep(job).outputs).toMatchObject({ outcome: 'tests-failed', reason: 'exit code 7', pack: '' })
  expect(artifactNames(scene)).toEqual([reportName])
  expect([...members.keys()].sort()).toEqual(['candidate.json', 'report.md', 'test.log'])
  expect(cacheKeys(scene)).toEqual([])
  expect(existsSync(join(job.workspace, lockName))).toBe(false)
  expect(errorsOf(job)).toEqual([
    'The tests failed (exit code 7); the candidate is not published. The report holds their last output.',
  ])
  expect(job.summary).toContain('it is broken')
})

test('failing tests that the team tolerates do not fail the job', async () => {
  await using scene = await setScene(stage())

  const job = await scene.update({ test: 'false', options: 'continue-on-test-failure: true' })

  expect(job.conclusion).toBe('success')
  expect(trainStep(job).outputs).toMatchObject({ outcome: 'tests-failed', pack: '' })
})

test('a conflict fails the job, names the files, and changes nothing', async () => {
  await using scene = await setScene(stage())
  await writeTree(join(scene.repository, 'overlay'), { 'conf/server.conf': 'port = 9\nname = ours\n' })

  const job = await scene.update({ overlay: 'overlay' })

  expect(job.conclusion).toBe('failure')
  expect(trainStep(job).outputs).toMatchObject({ outcome: 'conflict', conflicts: '1', pack: '' })
  expect(artifactNames(scene)).toEqual([reportName])
  const members = await membersOf((await artifactNamed(scene, reportName)).bytes)
  expect([...members.keys()]).toEqual(
    expect.arrayContaining(['conflicts/conflicts.json', 'conflicts/conf/server.conf.merged', 'report.md']),
  )
  expect(cacheKeys(scene)).toEqual([])
  expect(job.annotations).toContainEqual(
    expect.objectContaining({
      file: 'overlay/conf/server.conf',
      line: 1,
      message: expect.stringContaining('modify/modify'),
    }),
  )
  expect(existsSync(join(job.workspace, lockName))).toBe(false)
})

test('without a committed lock, what was merged goes on, and an answer that the team takes away is forgotten', async () => {
  await using scene = await setScene(stage())
  const path = 'conf/server.conf'
  const merged = (port: number): string => `port = ${port}\nname = vendor\n\n\n\nours = 1\n`
  await writeTree(join(scene.repository, 'answered'), { [path]: 'port = 9\nname = ours\n' })
  await writeTree(join(scene.repository, 'merged'), { [path]: merged(1) })
  const run = async (track: string, level: number): Promise<Record<string, string>> =>
    trainStep(await scene.update({ track, overlay: track, level: `${level}` })).outputs

  const open = await run('answered', 2)
  const conflicts = join(open['report'] ?? '', '../conflicts')
  await stage().cli(['resolve', '--conflicts', conflicts, `--theirs=${path}`], scene.repository)
  const levels = [await run('answered', 2), await run('merged', 2), await run('merged', 3)]
  await rm(join(scene.repository, '.update-train'), { recursive: true })
  const forgotten = await run('answered', 3)

  expect(open['outcome']).toBe('conflict')
  expect(levels.map(({ outcome }) => outcome)).toEqual(['updated', 'updated', 'updated'])
  await using pack = await openPack(levels[2]?.['pack'] ?? '')
  expect((await pack.read(path, 100)).toString()).toBe(merged(2))
  expect(forgotten['outcome']).toBe('conflict')
})

test('without a committed lock, what two tracks of one job have both merged goes on for each of them', async () => {
  await using scene = await setScene(stage())
  const path = 'conf/server.conf'
  const merged = (port: number): string => `port = ${port}\nname = vendor\n\n\n\nours = 1\n`
  await writeTree(join(scene.repository, 'overlay'), { [path]: merged(1) })
  for (const words of [
    ['init', '-q'],
    ['add', '.'],
    [...identity, 'commit', '-qm', 'All'],
  ])
    execFileSync('git', words, { cwd: scene.repository })
  const step = (id: string): string => `      - id: ${id}
        uses: update-train/update-train@v1
        with: {pack: packs/widget-1.0.0.zip, feed: ${JSON.stringify(scene.feed.url)}, track: ${id}, overlay: overlay, level: "2"}
`
  const both = `on: workflow_dispatch
jobs:
  update:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
${step('dev')}${step('production')}`

  const { jobs } = await scene.run(both)
  const later = [
    trainStep(await scene.update({ track: 'production', overlay: 'overlay', level: '3' })),
    trainStep(await scene.update({ track: 'dev', overlay: 'overlay', level: '3' })),
  ]

  expect(jobs[0]?.steps.flatMap(({ outputs }) => outputs['outcome'] ?? [])).toEqual(['updated', 'updated'])
  expect(later.map(({ outputs }) => outputs['outcome'])).toEqual(['updated', 'updated'])
})

test('a dry run makes everything and leaves no trace', async () => {
  await using scene = await setScene(stage())

  const job = await scene.update({ 'dry-run': 'true', test: 'echo tested' })

  const { outputs } = trainStep(job)
  expect(outputs).toMatchObject({ outcome: 'updated', 'artifact-id': '', 'to-level': '3' })
  expect(sha256(await readFile(outputs['pack'] ?? ''))).toBe(outputs['pack-sha256'])
  expect(artifactNames(scene)).toEqual([])
  expect(cacheKeys(scene)).toEqual([])
  expect(existsSync(join(job.workspace, lockName))).toBe(false)
})

test('publish: none uploads nothing and writes the lock', async () => {
  await using scene = await setScene(stage())

  const job = await scene.update({ publish: 'none' })

  expect(trainStep(job).outputs).toMatchObject({ outcome: 'updated', 'artifact-id': '', 'artifact-url': '' })
  expect(artifactNames(scene)).toEqual([])
  expect(cacheKeys(scene)).toEqual([expect.stringContaining('update-train-pack-v1-')])
  expect(existsSync(join(job.workspace, lockName))).toBe(true)
})
