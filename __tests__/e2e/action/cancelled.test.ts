import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { cacheKeys, type Scene, setScene, trainStep } from '../../helpers/action-runs.ts'
import { stageOfFile } from '../../helpers/stage-of-file.ts'
import type { JobResult } from '../../standins/runner.ts'

/** GitHub sends SIGTERM 7.5 s after SIGINT; what is not over by then is lost. */
const patience = 7500

const stage = stageOfFile()

const channel = 'targets/widget/1.0.0/full/channel.json'
// The runner shows inputs, too: what is waited for must not stand in them.
const stubborn = `trap '' INT TERM; echo "wait"ing; sleep 60 & while :; do sleep 1; done`

test.each<[string, string, Record<string, string>, (scene: Scene) => void]>([
  ['check', '##[group]check', {}, scene => scene.feed.breaks(channel, 'hang')],
  [
    'apply',
    '##[group]apply',
    {},
    scene => scene.feed.breaks('targets/widget/1.0.0/full/3.files.json', 'hang'),
  ],
  ['test', 'waiting', { test: 'echo "wait"ing; sleep 60 & sleep 60' }, () => undefined],
  ['test that will not end', 'waiting', { test: stubborn }, () => undefined],
  ['publish', 'Finalizing artifact upload', {}, ({ results }) => (results.faults.artifacts = 'hanging')],
  ['publish, while the cache is written', 'Sent ', {}, ({ results }) => (results.faults.cache = 'hanging')],
])(
  'cancelled in %s, it is over in time and leaves nothing half done',
  async (station, cancelWhen, inputs, arrange) => {
    await using scene = await setScene(stage())
    arrange(scene)
    const start = performance.now()

    const job = await scene.update(inputs, { cancelWhen })

    expect(job.conclusion).toBe('cancelled')
    expect(performance.now() - start).toBeLessThan(patience + 2000)
    expect(job.orphans).toEqual([])
    expect(leftovers(job)).toEqual([])
    expect(job.log).toContain('Cancelled (SIGINT)')
    expect(cacheKeys(scene)).toEqual([])
    const isPublished = station.includes('cache')
    expect(existsSync(join(job.workspace, 'update-train.lock.json'))).toBe(isPublished)
    expect(scene.results.artifacts()).toHaveLength(isPublished ? 2 : 0)
    expect(trainStep(job).outputs['pack'] ?? '').toBe('')
  },
)

test('killed at any moment, the next run goes on as if nothing had been', async () => {
  await using scene = await setScene(stage())
  scene.results.faults.artifacts = 'hanging'

  const killed = await scene.update(
    {},
    {
      cancelWhen: 'Finalizing artifact upload',
      cancelTimes: { terminateAfter: 0, killAfter: 0 },
    },
  )
  scene.results.faults.artifacts = 'none'
  const next = await scene.update()

  expect(killed.conclusion).toBe('cancelled')
  expect(trainStep(next).outputs).toMatchObject({ outcome: 'updated', 'to-level': '3' })
})

/** Folders of ours that a run should have taken away. */
function leftovers(job: JobResult): string[] {
  const temporary = join(job.workspace, '..', '_temp')
  const results = join(temporary, 'update-train')
  return [
    ...readdirSync(job.workspace).filter(name => name.startsWith('.update-train')),
    ...readdirSync(temporary).filter(name => name.startsWith('update-train-')),
    ...(existsSync(results) ? readdirSync(results).filter(name => name.startsWith('.')) : []),
  ]
}
