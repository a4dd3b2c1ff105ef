import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { artifactNames, cacheKeys, errorsOf, setScene, trainStep } from '../../helpers/action-runs.ts'
import { stageOfFile } from '../../helpers/stage-of-file.ts'

const stage = stageOfFile()

test('all wrong inputs are reported at once, by the names that the workflow gave them', async () => {
  await using scene = await setScene(stage())

  const job = await scene.update({
    level: 'newest',
    tool: 'apt',
    publish: 'none, artifact',
    'pack-sha256': 'abc',
    'dry-run': 'yes',
    channel: 'a b',
    options: 'retention-days: 0\nunknown-key: 1\nreport: pdf, sbom',
  })

  const errors = errorsOf(job)
  expect(job.conclusion).toBe('failure')
  for (const name of [
    'level',
    'tool',
    'publish',
    'pack-sha256',
    'dry-run',
    'channel',
    'retention-days',
    'unknown-key',
    'report.0',
  ])
    expect(errors.filter(message => message.startsWith(`\`${name}\``))).toHaveLength(1)
  expect(errors).toHaveLength(10)
  expect(errors.at(-1)).toContain('What was asked cannot be done.')
  expect(scene.feed.requests).toEqual([])
})

test('a wrong configuration is annotated at its lines', async () => {
  await using scene = await setScene(stage())
  await writeFile(
    join(scene.repository, 'update-train.yml'),
    'version: 1\nproducts:\n  widget-1.0.0:\n    chanel: full\n    test: {timeout: 5}\n',
  )

  const job = await scene.update()

  expect(job.annotations).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        level: 'error',
        file: 'update-train.yml',
        line: 4,
        message: '`products.widget-1.0.0.chanel` is not known; did you mean `channel`?',
      }),
      expect.objectContaining({ level: 'error', file: 'update-train.yml', line: 5 }),
    ]),
  )
  expect(job.summary).toContain('`update-train.yml:4`')
})

test.each([
  ['a pack that is not there', { pack: 'packs/none.zip' }, 'none.zip'],
  ['a product that the feed has not', { product: 'gadget-2.0.0', pack: '' }, 'gadget'],
  ['a wrong SHA-256', { 'pack-sha256': '0'.repeat(64) }, 'has the SHA-256'],
  ['a folder that is not there', { 'working-directory': 'nowhere' }, '`working-directory`'],
])('%s is one clear error', async (_what, inputs, words) => {
  await using scene = await setScene(stage())

  const job = await scene.update(inputs)

  const errors = errorsOf(job)
  expect(job.conclusion).toBe('failure')
  expect(errors.join('\n')).toContain(words)
  expect(artifactNames(scene)).toEqual([])
  expect(cacheKeys(scene)).toEqual([])
})

test('relative paths start from the working directory', async () => {
  await using scene = await setScene(stage())
  await mkdir(join(scene.repository, 'servers'))
  await rename(join(scene.repository, 'packs'), join(scene.repository, 'servers', 'packs'))

  const job = await scene.update({ 'working-directory': 'servers', lock: 'locks/train.json' })

  expect(trainStep(job).outputs['outcome']).toBe('updated')
})
