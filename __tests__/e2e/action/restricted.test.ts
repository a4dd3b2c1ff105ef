import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import {
  artifactNamed,
  artifactNames,
  cacheKeys,
  membersOf,
  type Scene,
  type SceneOptions,
  setScene,
  trainStep,
} from '../../helpers/action-runs.ts'
import { stageOfFile } from '../../helpers/stage-of-file.ts'

const stage = stageOfFile()

/** A scene whose feed is for subscribers only. */
async function subscribersOnly(options: SceneOptions): Promise<Scene> {
  const scene = await setScene(stage(), options)
  const file = join(scene.feedFolder, 'targets/widget/1.0.0/full/channel.json')
  const channel = await readFile(file, 'utf8')
  await writeFile(
    file,
    channel
      .replace('"access": "public"', '"access": "subscription"')
      .replace('"access":"public"', '"access":"subscription"'),
  )
  return scene
}

const reportName = 'update-report-widget-1.0.0-dev'
/** As some events are: without a word on the repository. */
const unsaid = { repository: null }
const event = (payload: object) => ({ event: { name: 'workflow_dispatch', payload: { ...payload } } })

test.each([
  ['says so in the event', { repository: { private: false, visibility: 'public' } }, 'public' as const],
  ['is found so by GitHub’s API', unsaid, 'public' as const],
])(
  'a public repository that %s gets the report and no byte of a restricted product',
  async (_how, payload, visibility) => {
    await using scene = await subscribersOnly({ visibility })

    const job = await scene.update({}, event(payload))

    const members = await membersOf((await artifactNamed(scene, reportName)).bytes)
    expect(job.conclusion).toBe('success')
    expect(trainStep(job).outputs).toMatchObject({ outcome: 'updated', 'artifact-id': '', 'to-level': '3' })
    expect(artifactNames(scene)).toEqual([reportName])
    expect([...members.keys()].sort()).toEqual(['candidate.json', 'report.md'])
    expect(cacheKeys(scene)).toEqual([expect.stringContaining('update-train-state-v1')])
    expect(job.annotations.map(({ message }) => message).join()).toContain('allow-public-pack: true')
  },
)

test('where nobody says whether the repository is public, it is taken for public', async () => {
  await using scene = await subscribersOnly({ visibility: 'private' })
  scene.api.failures.set('repos/get', { status: 403, message: 'Resource not accessible by integration' })

  await scene.update({}, event(unsaid))

  expect(artifactNames(scene)).toEqual([reportName])
})

test.each([
  ['a private repository', { visibility: 'private' as const }, ''],
  ['a team whose licence allows it', { visibility: 'public' as const }, 'allow-public-pack: true'],
])('%s gets the pack of a restricted product', async (_who, options, keys) => {
  await using scene = await subscribersOnly(options)

  await scene.update(keys === '' ? {} : { options: keys }, event(unsaid))

  expect(artifactNames(scene)).toEqual(['widget-1.0.0+3.full.dev.zip', reportName])
  expect(cacheKeys(scene)).toHaveLength(2)
})
