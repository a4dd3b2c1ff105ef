import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import {
  artifactNamed,
  artifactNames,
  cacheKeys,
  errorsOf,
  membersOf,
  type Scene,
  setScene,
  trainStep,
} from '../../helpers/action-runs.ts'
import { stageOfFile } from '../../helpers/stage-of-file.ts'
import { writeTree } from '../../helpers/tree.ts'
import type { JobResult } from '../../standins/runner.ts'

const stage = stageOfFile()

const plain = 's3cret-Token/of+the=feed'
const nasty = `123$abc "q" 'x' %41\\ \`id\`\nsecond line & <of> it`

/** As a workflow gives a secret: GitHub hides it where it shows the inputs. */
const fromSecrets = '${{ secrets.FEED_TOKEN }}'

/** Prints a secret from a file in every form that it may take, and everything that a child can see. */
const leak = `
const secret = require('node:fs').readFileSync(process.env.LEAK, 'utf8')
console.log(secret)
console.log(encodeURIComponent(secret), new URLSearchParams({ q: secret }).toString())
console.log(JSON.stringify({ secret }))
for (const before of ['', 'a', 'ab', 'abc']) console.log(Buffer.from(before + secret + '!').toString('base64'))
console.log(Buffer.from('user:' + secret).toString('base64url'))
console.log(JSON.stringify(process.env))
`

/** Every spelling that must be nowhere. */
function formsOf(secret: string): string[] {
  const base64 = [0, 1, 2].map(offset => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6))
  })
  return [...secret.split('\n'), encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...base64]
}

/** All texts and bytes that a run left anywhere, by where. */
async function everythingOf(scene: Scene, job: JobResult): Promise<Map<string, Buffer>> {
  const texts = {
    log: job.log,
    summary: job.summary,
    outputs: JSON.stringify(job.steps.map(({ outputs }) => outputs)),
    annotations: JSON.stringify(job.annotations),
    lock: await readFile(join(job.workspace, 'update-train.lock.json'), 'utf8'),
    requests: scene.api.requests.map(({ path, body }) => `${path} ${body.toString()}`).join('\n'),
  }
  const all = new Map<string, Buffer>(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]))
  for await (const { kind, name, bytes } of scene.results.storedBlobs()) {
    all.set(`${kind} ${name}`, bytes)
    const unpacked = kind === 'artifact' ? await membersOf(bytes) : await unpackCache(bytes)
    for (const [member, content] of unpacked) {
      all.set(`${name} → ${member}`, content)
      if (member.endsWith('.zip'))
        for (const [inner, data] of await membersOf(content)) all.set(`${member} → ${inner}`, data)
    }
  }
  return all
}

/** The files of a cache entry, which is a tar in zstd. */
async function unpackCache(bytes: Buffer): Promise<Map<string, Buffer>> {
  const folder = await mkdtemp(join(stage().folder, 'cache-'))
  await writeFile(join(folder, 'entry.tzst'), bytes)
  execFileSync('tar', ['--zstd', '-xf', 'entry.tzst'], { cwd: folder })
  const names = execFileSync('tar', ['--zstd', '-tf', 'entry.tzst'], { cwd: folder, encoding: 'utf8' })
    .trim()
    .split('\n')
  const files = names.filter(name => !name.endsWith('/'))
  return new Map(
    await Promise.all(files.map(async name => [name, await readFile(join(folder, name))] as const)),
  )
}

test.each([
  ['a token', plain, { 'feed-token': fromSecrets }, {}],
  [
    'a password of several lines, quotes and dollars',
    nasty,
    {},
    { UPDATE_TRAIN_FEED_USERNAME: 'user', UPDATE_TRAIN_FEED_PASSWORD: nasty },
  ],
])('%s is nowhere, whatever the tests print', async (_what, secret, inputs, env) => {
  await using scene = await setScene(stage())
  const file = join(scene.repository, 'leak.txt')
  await writeFile(file, secret)
  await writeFile(join(scene.repository, 'leak.cjs'), leak)
  const runtimeToken = scene.results.token({ runId: 1001 })

  const job = await scene.update(
    { ...inputs, test: `LEAK=${file} ${process.execPath} leak.cjs` },
    { env, secrets: { FEED_TOKEN: plain } },
  )

  expect(job.conclusion).toBe('success')
  const all = await everythingOf(scene, job)
  expect(all.size).toBeGreaterThan(20)
  const searched = [...formsOf(secret), runtimeToken, scene.api.github['token'] ?? '']
  const found = searched.flatMap(form =>
    [...all].filter(([, bytes]) => bytes.includes(form)).map(([place]) => `${place}: ${form}`),
  )
  expect(found).toEqual([])
  const log = (await membersOf((await artifactNamed(scene, 'update-report-widget-1.0.0-dev')).bytes)).get(
    'test.log',
  )
  expect(log?.toString()).toContain('***')
  expect(log?.toString()).toContain('PRODUCT_HOME')
  expect(job.masks).toEqual(expect.arrayContaining([secret]))
})

test.each([
  ['token', 'the token for GitHub’s API'],
  ['feed-token', 'the token of the feed'],
])('%s in an overlay fails the job, and nothing leaves the runner', async (input, name) => {
  await using scene = await setScene(stage())
  const secret = `${plain}-of-${input}`
  await writeTree(join(scene.repository, 'overlay'), { 'conf/users.conf': `a = ${secret}\n` })

  const job = await scene.update({ [input]: secret, overlay: 'overlay' })

  expect(job.conclusion).toBe('failure')
  expect(errorsOf(job).join()).toContain(`conf/users.conf holds ${name}`)
  expect(errorsOf(job).join() + job.summary).not.toContain(secret)
  expect(artifactNames(scene)).toEqual([])
  expect(cacheKeys(scene)).toEqual([])
  expect(existsSync(join(job.workspace, 'update-train.lock.json'))).toBe(false)
})

test('a token that no header can carry is refused without a word of it', async () => {
  await using scene = await setScene(stage())

  const job = await scene.update({ 'feed-token': fromSecrets }, { secrets: { FEED_TOKEN: nasty } })

  expect(errorsOf(job).join()).toContain('The token of the feed holds white space')
  expect(job.log).not.toContain('123$abc')
})

test('a feed that wants a token gets it, and nobody else does', async () => {
  await using scene = await setScene(stage())

  const job = await scene.update({ 'feed-token': plain })

  expect(trainStep(job).outputs['outcome']).toBe('updated')
  expect(new Set(scene.feed.authorizations)).toEqual(new Set([`Bearer ${plain}`]))
  const others = [...scene.api.requests, ...scene.results.requests]
  expect(others.length).toBeGreaterThan(5)
  expect(
    others.filter(({ headers, body }) => JSON.stringify([headers, body.toString()]).includes(plain)),
  ).toEqual([])
})

test('secrets are masked before anything else happens', async () => {
  await using scene = await setScene(stage())

  const job = await scene.update({ 'feed-token': plain, level: 'wrong' })

  const lines = job.rawLog.split('\n')
  const first = lines.findIndex(line => line.startsWith('::') && !line.startsWith('::debug::'))
  expect(lines.slice(first, first + 2)).toEqual([
    `::add-mask::${scene.api.github['token'] ?? ''}`,
    `::add-mask::${plain}`,
  ])
})

test('the tests see no credentials and no way to speak to the runner', async () => {
  await using scene = await setScene(stage())

  await scene.update(
    { 'feed-token': plain, test: 'env' },
    { env: { GH_TOKEN: 'gh-token', UPDATE_TOOL_PASSWORD: 'pw' } },
  )

  const log = (await membersOf((await artifactNamed(scene, 'update-report-widget-1.0.0-dev')).bytes)).get(
    'test.log',
  )
  const names = (log?.toString() ?? '').split('\n').map(line => line.split('=', 1)[0] ?? '')
  expect(names).toEqual(
    expect.arrayContaining(['PRODUCT_HOME', 'GITHUB_WORKSPACE', 'GITHUB_RUN_ID', 'RUNNER_TEMP']),
  )
  expect(
    names.filter(name =>
      /^(INPUT_|ACTIONS_|UPDATE_TOOL|UPDATE_TRAIN_FEED)|TOKEN|^GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)$/.test(
        name,
      ),
    ),
  ).toEqual([])
})
