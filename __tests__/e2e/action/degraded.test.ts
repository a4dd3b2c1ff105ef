import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import {
  artifactNames,
  cacheKeys,
  errorsOf,
  type Scene,
  setScene,
  trainStep,
} from '../../helpers/action-runs.ts'
import { stageOfFile } from '../../helpers/stage-of-file.ts'
import type { JobResult } from '../../standins/runner.ts'

const stage = stageOfFile()

const lockName = 'update-train.lock.json'
const packName = 'widget-1.0.0+3.full.dev.zip'

function hasLock(job: JobResult): boolean {
  return existsSync(join(job.workspace, lockName))
}

describe('a cache', () => {
  test.each(['down', 'disconnected', 'rate-limited', 'read-only', 'write-only'] as const)(
    'that is %s from the first run on costs a rebuild and nothing else',
    async cache => {
      await using scene = await setScene(stage(), { cache })

      const first = await scene.update()
      const second = await scene.update()

      for (const job of [first, second]) {
        expect(job.conclusion).toBe('success')
        expect(errorsOf(job)).toEqual([])
      }
      expect(trainStep(first).outputs).toMatchObject({ outcome: 'updated', 'to-level': '3' })
      expect(trainStep(second).outputs['outcome']).toBe('updated')
      expect(artifactNames(scene).filter(name => name === packName)).toHaveLength(2)
      if (cache !== 'write-only') expect(first.log).toContain('the next run builds it again from `pack`')
    },
  )

  test.each(['down', 'evicted', 'write-only'] as const)(
    'that is %s when a pack is wanted gives way to `pack`, and the lock counts',
    async cache => {
      await using scene = await setScene(stage())
      const first = await scene.update({ level: '1' })
      await copyLock(first, scene)
      scene.results.faults.cache = cache

      const job = await scene.update()

      expect(trainStep(job).outputs).toMatchObject({ outcome: 'updated', 'from-level': '1', 'to-level': '3' })
      expect(job.log).toContain('it is built from `pack`')
      expect(errorsOf(job)).toEqual([])
    },
  )

  test('that holds something else under the key of a pack is not believed', async () => {
    await using scene = await setScene(stage())
    const first = await scene.update({ level: '1' })
    await copyLock(first, scene)
    const key = cacheKeys(scene).find(one => one.startsWith('update-train-pack')) ?? ''
    const entry = scene.results.cacheEntries().find(one => one.key === key)
    if (entry !== undefined) await scene.results.deleteCacheEntry(entry)
    await scene.run(
      `on: workflow_dispatch
jobs:
  poison:
    runs-on: ubuntu-latest
    steps:
      - run: mkdir .update-train-cache && echo no pack > .update-train-cache/${key}.keep.zip
      - uses: tests/poison@v1
`,
      await poisonAction(scene, key),
    )

    const job = await scene.update()

    expect(job.log).toContain('The kept vendor pack is not the one of the lock')
    expect(trainStep(job).outputs).toMatchObject({ outcome: 'updated', 'from-level': '1', 'to-level': '3' })
  })
})

describe('an artifact service', () => {
  test.each([
    ['down', 'could not be uploaded', 'githubstatus.com'],
    ['disconnected', 'could not be uploaded', 'githubstatus.com'],
    ['quota', 'the storage for artifacts is used up', 'retention-days'],
    ['name-taken', 'has one of that name already', 'a product and track of its own'],
  ] as const)(
    'that is %s fails the job, says what to do, and leaves the lock alone',
    async (artifacts, what, todo) => {
      await using scene = await setScene(stage(), { artifacts })

      const job = await scene.update()

      const [error = '', ...more] = errorsOf(job)
      expect(job.conclusion).toBe('failure')
      expect(more).toEqual([])
      expect(error).toContain(what)
      expect(error).toContain(todo)
      expect(job.summary).toContain('### ❌')
      expect(hasLock(job)).toBe(false)
      expect(cacheKeys(scene)).toEqual([])
    },
  )

  test('that has the same pack of an earlier attempt is content with it, and the report is replaced', async () => {
    await using scene = await setScene(stage())
    const again = {
      github: { run_id: '7', run_attempt: '2' },
      services: scene.results.environment({ runId: 7 }),
    }
    await scene.update({ 'dry-run': 'false' }, { ...again, github: { run_id: '7', run_attempt: '1' } })
    for (const entry of scene.results.cacheEntries()) await scene.results.deleteCacheEntry(entry)
    const before = scene.results.artifacts().map(({ id, name }) => ({ id, name }))

    const job = await scene.update({}, again)

    const after = scene.results.artifacts().map(({ id, name }) => ({ id, name }))
    expect(errorsOf(job)).toEqual([])
    expect(trainStep(job).outputs['artifact-id']).toBe(String(before[0]?.id))
    expect(after.map(({ name }) => name).sort()).toEqual(before.map(({ name }) => name).sort())
    expect(after.find(({ name }) => name === packName)?.id).toBe(
      before.find(({ name }) => name === packName)?.id,
    )
    expect(after.find(({ name }) => name !== packName)?.id).not.toBe(
      before.find(({ name }) => name !== packName)?.id,
    )
  })
})

describe('GitHub’s API', () => {
  test.each([403, 404, 500])(
    'that answers %d costs superseded cache entries their end and nothing else',
    async status => {
      await using scene = await setScene(stage())
      await scene.update({ level: '1' })
      scene.api.failures.set('*', { status, message: 'Resource not accessible by integration' })

      const job = await scene.update()

      expect(job.conclusion).toBe('success')
      expect(errorsOf(job)).toEqual([])
      expect(cacheKeys(scene).filter(key => key.startsWith('update-train-pack'))).toHaveLength(2)
      expect(job.log).toContain('Superseded vendor packs stay in the cache')
    },
  )
})

describe('a GitHub Enterprise Server', () => {
  const ghes = { github: { server_url: 'https://ghes.example.com' } }

  test('is refused before any work what it has not', async () => {
    await using scene = await setScene(stage())
    scene.api.state.enterprise = '3.17.2'

    const artifacts = await scene.update({}, ghes)
    const attested = await scene.update({ publish: 'release', options: 'attest: true' }, ghes)

    expect(errorsOf(artifacts).join()).toMatch(
      /takes no artifacts.*Set `publish: pull-request`, `publish: release`/,
    )
    expect(errorsOf(attested).join()).toMatch(/has no attestations.*Leave `attest` out/)
    expect(scene.feed.requests).toEqual([])
  })

  test('is known by its API, and the log says once what works there', async () => {
    await using scene = await setScene(stage())
    scene.api.state.enterprise = '3.17.2'

    const released = await scene.update({ publish: 'release' }, ghes)
    const asked = scene.api.requests.filter(({ path }) => path === '/meta')
    scene.api.failures.set('meta/get', { status: 404, message: 'Not Found' })
    const silent = await scene.update({ publish: 'none' }, ghes)

    expect([...errorsOf(released), ...errorsOf(silent)]).toEqual([])
    expect(asked).toHaveLength(1)
    expect(released.log.split('GitHub Enterprise Server 3.17.2.')).toHaveLength(2)
    expect(released.log).toContain('Pull requests and releases work there. Artifacts and attestations do not')
    expect(scene.api.state.releases).toHaveLength(1)
    expect(silent.log).toContain('as its name is none of GitHub’s own')
    expect(trainStep(silent).outputs).toMatchObject({ outcome: 'updated', 'to-level': '3' })
    expect(hasLock(silent)).toBe(true)
  })
})

test('a runner without zstd caches all the same and is told what it misses', async () => {
  await using scene = await setScene(stage())
  const path = await pathWithout(['zstd', 'unzstd', 'zstdmt'], join(scene.repository, '..', 'bin'))

  const job = await scene.update({}, { env: { PATH: path } })
  const again = await scene.update({}, { env: { PATH: path } })

  expect(job.log).toContain('This runner has no zstd')
  expect(errorsOf(job)).toEqual([])
  expect(trainStep(again).outputs['outcome']).toBe('up-to-date')
})

test('a feed that is down fails the job with its address and what to check', async () => {
  await using scene = await setScene(stage())
  scene.feed.breaks('targets/widget/1.0.0/full/channel.json', { status: 503 })

  const job = await scene.update()

  expect(errorsOf(job).join()).toMatch(
    /Cannot read http:.*channel\.json: HTTP 503, after 3 tries.*Check the address/,
  )
  expect(trainStep(job).outputs['outcome']).toBe('')
})

async function copyLock(from: JobResult, to: Scene): Promise<void> {
  await copyFile(join(from.workspace, lockName), join(to.repository, lockName))
}

/** An action of the test's own that saves what lies in the workspace under a key, with GitHub's client. */
async function poisonAction(scene: Scene, key: string) {
  const folder = join(scene.repository, '..', 'poison')
  const client = new URL('../../node_modules/@actions/cache/lib/cache.js', import.meta.url).href
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'action.yml'),
    'name: p\ndescription: p\nruns: {using: node24, main: main.mjs}\n',
  )
  await writeFile(
    join(folder, 'main.mjs'),
    `import { saveCache } from ${JSON.stringify(client)}\nawait saveCache(['.update-train-cache'], ${JSON.stringify(key)})\n`,
  )
  return { actions: { 'tests/poison': folder, 'update-train/update-train': stage().action } }
}

/** A PATH of links to every program but some. */
async function pathWithout(names: readonly string[], folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  for (const place of (process.env['PATH'] ?? '').split(delimiter))
    for (const program of await readdir(place).catch(() => []))
      if (!names.includes(program))
        await symlink(join(place, program), join(folder, program)).catch(() => undefined)
  return folder
}
