import { readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { artifactNames, cacheKeys, type Scene, setScene, trainStep } from '../../helpers/action-runs.ts'
import { stageOfFile } from '../../helpers/stage-of-file.ts'
import type { JobResult } from '../../standins/runner.ts'

const stage = stageOfFile()
const examples = resolve(import.meta.dirname, '../../../examples')

/** The repository of a team that copied the example. */
async function setUpTeam(scene: Scene): Promise<string> {
  await writeFile(
    join(scene.repository, 'update-train.yml'),
    `version: 1
products:
  widget-1.0.0:
    pack: packs/widget-1.0.0.zip
    feed: ${scene.feed.url}
    test: grep -q vendor "$PRODUCT_HOME/conf/server.conf"
    tracks:
      dev: { channel: full }
`,
  )
  return readFile(join(examples, 'weekly.yml'), 'utf8')
}

const schedule = {
  event: {
    name: 'schedule',
    payload: { schedule: '17 5 * * 1,4', workflow: '.github/workflows/weekly.yml' },
  },
}

function only(jobs: readonly JobResult[]): JobResult {
  const [job] = jobs
  if (job === undefined || jobs.length > 1) throw new Error('one job was expected')
  return job
}

test('the example goes on schedule, by hand with a level, and again with nothing new', async () => {
  await using scene = await setScene(stage())
  const weekly = await setUpTeam(scene)

  const byHand = only((await scene.run(weekly, { inputs: { level: '2' } })).jobs)
  await rm(join(scene.repository, 'packs'), { recursive: true })
  const onMonday = only((await scene.run(weekly, schedule)).jobs)
  const nextMonday = only((await scene.run(weekly, schedule)).jobs)

  expect(trainStep(byHand).outputs).toMatchObject({ outcome: 'updated', 'from-level': '0', 'to-level': '2' })
  expect(trainStep(onMonday).outputs).toMatchObject({
    outcome: 'updated',
    'from-level': '2',
    'to-level': '3',
  })
  expect(onMonday.log).toMatch(/Level 2 → 3 is tested and waits at http:.*\/runs\/1002\/artifacts\/\d+/)
  expect(trainStep(nextMonday).outputs['outcome']).toBe('up-to-date')
  expect(nextMonday.log).not.toContain('is tested and waits')
  expect([byHand, onMonday, nextMonday].map(({ conclusion }) => conclusion)).toEqual([
    'success',
    'success',
    'success',
  ])
  expect(artifactNames(scene).filter(name => name.endsWith('.zip'))).toEqual([
    'widget-1.0.0+2.full.dev.zip',
    'widget-1.0.0+3.full.dev.zip',
  ])
  expect(cacheKeys(scene)).toHaveLength(2)
  expect(scene.api.violations).toEqual([])
})

test('two tracks of one matrix run at once, and each remembers its own level', async () => {
  await using scene = await setScene(stage())
  const matrix = `on: workflow_dispatch
jobs:
  update:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        include: [{track: dev, level: latest}, {track: production, level: 2}]
    steps:
      - uses: actions/checkout@v5
      - id: train
        uses: update-train/update-train@v1
        with:
          pack: packs/widget-1.0.0.zip
          feed: ${scene.feed.url}
          track: \${{ matrix.track }}
          level: \${{ matrix.level }}
`

  const first = await scene.run(matrix)
  const second = await scene.run(matrix)

  expect(first.jobs.map(job => trainStep(job).outputs['to-level'])).toEqual(['3', '2'])
  expect(second.jobs.map(job => trainStep(job).outputs)).toEqual([
    expect.objectContaining({ outcome: 'up-to-date', 'from-level': '3' }),
    expect.objectContaining({ outcome: 'up-to-date', 'from-level': '2' }),
  ])
  expect(artifactNames(scene).sort()).toEqual([
    'update-report-widget-1.0.0-dev',
    'update-report-widget-1.0.0-production',
    'widget-1.0.0+2.full.production.zip',
    'widget-1.0.0+3.full.dev.zip',
  ])
})

test('two jobs of one matrix on the same track: one of them is told to take another', async () => {
  await using scene = await setScene(stage())

  const { jobs } = await scene.run(`on: workflow_dispatch
jobs:
  update:
    runs-on: ubuntu-latest
    strategy: {fail-fast: false, matrix: {level: [1, 2]}}
    steps:
      - uses: actions/checkout@v5
      - id: train
        uses: update-train/update-train@v1
        with:
          pack: packs/widget-1.0.0.zip
          feed: ${scene.feed.url}
          track: dev
          level: \${{ matrix.level }}
`)

  const failed = jobs.filter(({ conclusion }) => conclusion === 'failure')
  expect(failed).toHaveLength(1)
  expect(failed[0]?.annotations.map(({ message }) => message).join()).toContain(
    'Give each job of the run a product and track of its own',
  )
})
