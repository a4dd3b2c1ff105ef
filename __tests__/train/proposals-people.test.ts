import '../helpers/one-realm.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { sha256 } from '../../src/kernel/sha256.ts'
import { gitHubOfFile } from '../helpers/github-of-file.ts'
import { closePull, mergeBase, pushFile, removeFile } from '../helpers/person.ts'
import { runTrack, type TrackRun } from '../helpers/proposed-track.ts'
import type { TestWorld } from '../helpers/world.ts'
import type { PullRequest } from '../standins/github/call.ts'
import { mergePull } from '../standins/github/pull-routes.ts'
import type { GitHubApi } from '../standins/github-api.ts'

let api: GitHubApi
let world: TestWorld

gitHubOfFile(made => {
  ;({ api, world } = made)
})

const track = 'dev'
const branchOf = (product: string): string => `update-train/${product}/${track}`
const run = (product: string, level: number, more: Partial<TrackRun> = {}): Promise<string> =>
  runTrack(api, world, { product, track, level, ...more })
function lastOf(product: string): PullRequest {
  const pull = api.state.pulls.findLast(({ head }) => head === branchOf(product))
  if (pull === undefined) throw new Error(`${product} has no pull request.`)
  return pull
}
const headOf = (product: string) => api.state.repository.resolve(`refs/heads/${branchOf(product)}`)

test.each([
  ['passed', '.update-train/resolutions/notes.txt'],
  ['passed', '.update-train/conflicts/stray-%/dev/a.final'],
  ['conflict', '.update-train/conflicts/stray-%/dev/typo.final'],
  ['conflict', '.update-train/conflicts/stray-%/dev/conflicts.json'],
] as const)(
  'a file among answers that answers nothing is named in a comment and stays (%s: %s)',
  async (result, path) => {
    const product = `stray-${result}${path.length}.0`
    const settings = { 'on-conflict': 'pull-request' }
    const place = path.replace('stray-%', product)
    await run(product, 1, { settings, result })
    const pull = lastOf(product)
    const pushed = await pushFile(api, branchOf(product), place)

    const outcomes = [
      await run(product, 1, { settings, result }),
      await run(product, 2, { settings, result }),
      await run(product, 2, { settings, result }),
    ]

    expect(outcomes).toEqual(Array(3).fill('held, awaiting-review'))
    expect(await headOf(product)).toBe(pushed)
    expect(pull.comments.map(({ body }) => body)).toEqual([expect.stringContaining(place)])
  },
)

test('a merge of the base may bring what it has, and no other lock', async () => {
  const edited = (text: string): string =>
    text.replace(/"contentDigest": "\w+"/, `"contentDigest": "${'e'.repeat(64)}"`)
  const outcomes: string[] = []
  for (const [product, lock] of [
    ['plain-1.0', (text: string): string => text],
    ['evil-1.0', edited],
  ] as const) {
    await run(product, 1)
    await pushFile(api, 'main', `${product}.txt`)
    const merge = await mergeBase(api, branchOf(product), lock)
    outcomes.push(await run(product, 2), await run(product, 2))
    if (lock === edited) expect(await headOf(product)).toBe(merge)
  }

  const held = 'held, awaiting-review'
  expect(outcomes).toEqual(['updated', held, held, held])
  expect(lastOf('plain-1.0').comments).toEqual([])
  expect(lastOf('evil-1.0').comments.map(({ body }) => body)).toEqual([
    expect.stringContaining('rebuild from scratch'),
  ])
})

describe('of recorded answers on the branch', () => {
  const folder = '.update-train/resolutions'

  test.each([
    ['merged', { answer: 'merged' }],
    ['decided', { answer: 'theirs', by: 'on-conflict' }],
  ])('one that a run had %s and a person corrected is the person’s', async (what, automatic) => {
    const product = `corrected-${what}-1.0`
    const key = sha256(what)
    const sides = { base: sha256('b'), ours: sha256('o'), theirs: sha256('t') }
    const answer = { version: 1, path: 'a.toml', sides, ...automatic, places: [], result: sha256('mine\n') }
    await run(product, 1)
    await pushFile(api, branchOf(product), `${folder}/${key}.blob`, 'mine\n')
    await pushFile(api, branchOf(product), `${folder}/${key}.json`, JSON.stringify(answer))

    const outcomes = [await run(product, 2), await run(product, 3)]

    expect(outcomes).toEqual(['updated', 'updated'])
    // A person's answer is found by the conflict, whatever key the run's decision had.
    const now =
      what === 'merged' ? key : sha256(JSON.stringify([1, 'a.toml', sides.base, sides.ours, sides.theirs]))
    const there = await api.state.repository.git(['ls-tree', '--name-only', `${branchOf(product)}:${folder}`])
    expect(there.trim().split('\n').sort()).toEqual([`${now}.blob`, `${now}.json`])
    const written = await api.state.repository.git(['show', `${branchOf(product)}:${folder}/${now}.json`])
    const { answer: said, by } = z
      .looseObject({ answer: z.string(), by: z.string().optional() })
      .parse(JSON.parse(written))
    expect([said, by]).toEqual([what === 'merged' ? 'final' : 'theirs', undefined])
  })

  test('one that a person took away is named, and not brought back', async () => {
    const product = 'forgotten-1.0'
    const name = `${folder}/${sha256('forgotten')}.blob`
    await pushFile(api, 'main', name)
    await run(product, 1)
    const removed = await removeFile(api, branchOf(product), name)

    const outcomes = [await run(product, 1), await run(product, 2)]

    expect(outcomes).toEqual(Array(2).fill('held, awaiting-review'))
    expect(await headOf(product)).toBe(removed)
    expect(lastOf(product).comments.map(({ body }) => body)).toEqual([expect.stringContaining(name)])
  })
})

/** What GitHub was asked to change since the last call. */
function writes(): string[] {
  const requests = api.requests.slice(seen).filter(({ method }) => method !== 'GET')
  seen = api.requests.length
  return requests.map(({ method, path }) => `${method} ${path}`)
}
let seen = 0

describe('what GitHub merges by itself', () => {
  const settings = { 'auto-merge': 'squash', test: 'true', 'on-conflict': 'pull-request' }
  beforeAll(() => {
    api.state.viewer = 'our-app[bot]'
  })
  afterAll(() => {
    api.state.viewer = 'github-actions[bot]'
  })

  test('is not while tests of something newer fail, and is again when that is not wanted', async () => {
    const product = 'merging-1.0'
    await run(product, 1, { settings })
    const pull = lastOf(product)
    const states = [pull.autoMerge]

    await run(product, 2, { settings, result: 'failed' })
    states.push(pull.autoMerge)
    await run(product, 1, { settings })
    states.push(pull.autoMerge)

    expect(states).toEqual(['SQUASH', null, 'SQUASH'])
    expect(pull.draft).toBe(false)
  })

  test('is not what was not tested, though it was before', async () => {
    const product = 'untested-1.0'
    await run(product, 1, { settings })
    const { test: _none, ...untested } = settings

    await run(product, 2, { settings: untested })

    expect(lastOf(product)).toMatchObject({ draft: false, autoMerge: null })
  })

  test('is stopped before conflicts come to the branch', async () => {
    const product = 'meeting-1.0'
    await run(product, 1, { settings })
    const pull = lastOf(product)
    const then: unknown[] = []
    api.before.set('git/update-ref', () => {
      then.push(pull.draft, pull.autoMerge)
      return Promise.resolve()
    })

    await run(product, 2, { settings, result: 'conflict' })
    await run(product, 3, { settings })

    expect(then).toEqual([true, null])
    expect(pull).toMatchObject({ draft: false, autoMerge: 'SQUASH' })
  })

  test('is refused with the job’s own token by quiet runs as well, without a write', async () => {
    const product = 'ownt-1.0'
    await run(product, 1)
    const pull = lastOf(product)
    api.state.viewer = 'github-actions[bot]'
    const ask = () => run(product, 1, { settings: { 'auto-merge': 'squash', test: 'true' } })
    const before = api.requests.length

    const open = ask()
    await expect(open).rejects.toThrow(/needs another token than the job’s own/)
    Object.assign(pull, { merged: true, state: 'closed', end: await headOf(product) })
    await api.state.repository.git(['update-ref', 'refs/heads/main', branchOf(product)])
    const upToDate = ask()

    await expect(upToDate).rejects.toThrow(/needs another token than the job’s own/)
    const asked = api.requests.slice(before).map(({ method, path }) => `${method} ${path}`)
    expect(asked).toEqual(['POST /graphql', 'POST /graphql'])
    api.state.viewer = 'our-app[bot]'
  })

  test('is nothing where GitHub does not say whose the token is', async () => {
    const product = 'unknown-1.0'
    api.failures.set('graphql', { status: 403, message: 'Resource not accessible' })

    const refused = run(product, 1, { settings })

    await expect(refused).rejects.toThrow(/a token of which GitHub says whose it is/)
    api.failures.clear()
    expect(await headOf(product)).toBeUndefined()
  })
})

test('a run that was stopped after opening is finished by the next one, and then nothing is written', async () => {
  const product = 'half-1.0'
  const settings = { reviewers: 'kim', labels: 'platform' }
  await run(product, 1, { settings })
  const pull = lastOf(product)
  Object.assign(pull, { labels: [], reviewers: [] })

  const outcomes = [await run(product, 1, { settings })]
  writes()
  outcomes.push(await run(product, 1, { settings }))

  expect(outcomes).toEqual(['held, awaiting-review', 'held, awaiting-review'])
  expect(pull).toMatchObject({ labels: ['update-train', 'platform'], reviewers: ['kim'] })
  expect(writes()).toEqual([])
})

describe('what GitHub refuses is said once, and the quiet runs write nothing', () => {
  afterEach(() => {
    api.failures.clear()
    api.state.drafts = true
  })

  test.each([
    ['issues/add-labels', 403, 'Resource not accessible by integration'],
    ['issues/add-labels', 422, 'Validation Failed'],
    ['issues/add-assignees', 404, 'Not Found'],
    ['pulls/request-reviewers', 422, 'Reviews may only be requested from collaborators.'],
  ])('%s: %i', async (operation, status, message) => {
    const product = `${operation.replace('/', '-')}-${status}.0`
    const settings = { reviewers: 'kim', assignees: 'kim', milestone: 'none of these' }
    api.failures.set(operation, { status, message })
    await run(product, 1, { settings })
    writes()
    const quiet = [await run(product, 1, { settings }), await run(product, 1, { settings })]
    const written = writes()
    api.failures.clear()

    const refreshed = await run(product, 2, { settings })

    expect(quiet).toEqual(['held, awaiting-review', 'held, awaiting-review'])
    expect(written).toEqual([])
    expect(refreshed).toBe('updated')
    expect(lastOf(product).labels).toEqual(['update-train'])
  })

  test('a draft, where the plan has none', async () => {
    const product = 'nodrafts-1.0'
    const settings = { 'on-conflict': 'pull-request' }
    api.state.drafts = false
    await run(product, 1, { settings, result: 'conflict' })
    writes()

    const outcome = await run(product, 1, { settings })

    expect(outcome).toBe('held, awaiting-review')
    expect(writes()).toEqual([])
  })

  test('but what only failed is tried again', async () => {
    const product = 'down-1.0'
    api.failures.set('issues/add-labels', { status: 503, message: 'Unavailable' })
    await run(product, 1)
    api.failures.clear()

    await run(product, 1)

    expect(lastOf(product).labels).toEqual(['update-train'])
  })
})

test('a pull request that GitHub opened without saying so is taken for what it is', async () => {
  const product = 'echo-1.0'
  await run('model-1.0', 1)
  api.before.set('pulls/create', () => {
    const { title, body, head, base } = createSchema.parse(
      JSON.parse(api.requests.at(-1)?.body.toString() ?? ''),
    )
    const number = api.state.pulls.length + 1
    const model = { ...lastOf('model-1.0'), labels: [], comments: [], reviews: [] }
    api.state.pulls.push({ ...model, number, title, body, head, base })
    return Promise.resolve()
  })

  const outcome = await run(product, 1)

  expect(outcome).toBe('updated')
  expect(api.state.pulls.filter(({ head }) => head === branchOf(product))).toHaveLength(1)
  expect(lastOf(product).labels).toEqual(['update-train'])
})

const createSchema = z.object({ title: z.string(), body: z.string(), head: z.string(), base: z.string() })

test('what a person opened by hand, as GitHub did not let us, is written like ours', async () => {
  const product = 'byhand-1.0'
  const settings = { reviewers: 'kim' }
  await run('template-1.0', 1)
  const message = 'GitHub Actions is not permitted to create or approve pull requests.'
  api.failures.set('pulls/create', { status: 403, message, times: 1 })
  await expect(run(product, 1, { settings })).rejects.toThrow(/may not create pull requests/)
  const number = api.state.pulls.length + 1
  const blank = { title: 'Byhand', body: null, labels: [], reviewers: [], comments: [], reviews: [] }
  api.state.pulls.push({ ...lastOf('template-1.0'), ...blank, number, head: branchOf(product) })
  const head = await headOf(product)

  const outcomes = [await run(product, 1, { settings }), await run(product, 1, { settings })]

  expect(outcomes).toEqual(['updated', 'held, awaiting-review'])
  expect(lastOf(product)).toMatchObject({
    title: `Update ${product} (dev): level 0 → 1`,
    body: expect.stringContaining('update-train:state'),
    labels: ['update-train'],
    reviewers: ['kim'],
  })
  expect(await headOf(product)).toBe(head)
})

test('what people opened from the branch elsewhere, or closed, decides nothing', async () => {
  const product = 'others-1.0'
  await run(product, 1)
  const pull = lastOf(product)
  const number = api.state.pulls.length + 1
  const theirs = { ...pull, title: 'My own', body: 'Look at this.', labels: [] }
  await api.state.repository.git(['branch', 'release', 'main'])

  api.state.pulls.push({ ...theirs, number, base: 'release' })
  const beside = await run(product, 1)
  await closePull(api, pull)
  api.state.pulls.push({ ...theirs, number: number + 1, state: 'closed', end: pull.end })
  const skipped = await run(product, 1)
  Object.assign(pull, { state: 'open', end: null, base: 'release' })

  expect([beside, skipped]).toEqual(['held, awaiting-review', 'held, ignored'])
  await expect(run(product, 1)).rejects.toThrow(/goes into release, and this run stands on main/)
})

test('a person’s pull request from a branch of that name is theirs to close', async () => {
  const product = 'not-ours-1.0'
  await run(product, 1)
  const pull = lastOf(product)
  const number = api.state.pulls.length + 1
  await mergePull(api.state, pull)
  const theirs = { ...pull, number, title: 'My own', body: 'Look.', labels: [] }
  api.state.pulls.push({ ...theirs, state: 'open', merged: false, end: null })

  const outcome = await run(product, 1)

  expect([outcome, api.state.pulls.at(-1)?.state]).toEqual(['up-to-date', 'open'])
})

test('a pointless pull request that holds people’s commits is closed, with a word on them, and stays open once reopened', async () => {
  const product = 'pointless-1.0'
  await run(product, 1)
  await mergePull(api.state, lastOf(product))
  await run(product, 2)
  const pull = lastOf(product)
  const pushed = await pushFile(api, branchOf(product), 'notes.txt')

  // Level 2 was withdrawn.
  await run(product, 1)
  const closed = pull.state
  Object.assign(pull, { state: 'open', end: null })
  await run(product, 1)

  expect([closed, pull.state]).toEqual(['closed', 'open'])
  expect(pull.comments.map(({ body }) => body)).toEqual([
    expect.stringMatching(/^Closed: main is at level 1[^]*branch `update-train\/pointless-1.0\/dev` stays/),
  ])
  expect(await headOf(product)).toBe(pushed)
})

test('our branch stays while a person has a pull request open from it', async () => {
  const product = 'kept-1.0'
  await run(product, 1)
  const pull = lastOf(product)
  const number = api.state.pulls.length + 1
  await api.state.repository.git(['branch', 'elsewhere', 'main'])
  await mergePull(api.state, pull)
  const theirs = { ...pull, number, base: 'elsewhere', title: 'My own', body: 'Look.', labels: [] }
  api.state.pulls.push({ ...theirs, state: 'open', merged: false, end: null })
  const head = await headOf(product)

  await run(product, 1)
  const kept = await headOf(product)
  api.state.pulls.pop()
  await run(product, 1)

  expect([kept, await headOf(product)]).toEqual([head, undefined])
})

describe('a person’s word on a draft is the last one', () => {
  test('marked as ready, it stays so though tests of something newer go on failing', async () => {
    const product = 'ready-1.0'
    await run(product, 1)
    const pull = lastOf(product)
    await run(product, 2, { result: 'failed' })
    const drafts = [pull.draft]
    pull.draft = false
    await run(product, 2, { result: 'failed' })
    await run(product, 3, { result: 'failed' })
    drafts.push(pull.draft)

    expect(drafts).toEqual([true, false])
    expect(pull.body).toContain('The tests of level 3 failed')
  })

  test('a draft of theirs stays one when ours is over', async () => {
    const product = 'theirs-1.0'
    await run(product, 1)
    const pull = lastOf(product)
    pull.draft = true
    await run(product, 2, { result: 'failed' })
    await run(product, 1)
    const drafts = [pull.draft]
    expect(pull.body).not.toContain('The tests of level')
    await run(product, 2)
    drafts.push(pull.draft)
    await run(product, 3, { result: 'conflict', settings: { 'on-conflict': 'pull-request' } })
    await run(product, 4, { settings: { 'on-conflict': 'pull-request' } })
    drafts.push(pull.draft)

    expect(drafts).toEqual([true, true, true])
  })

  test('but for conflicts that nobody answered', async () => {
    const product = 'open-1.0'
    const settings = { 'on-conflict': 'pull-request' }
    await run(product, 1, { settings, result: 'conflict' })
    const pull = lastOf(product)
    await run(product, 2, { settings, result: 'failed' })
    await run(product, 1, { settings })
    const drafts = [pull.draft]
    pull.draft = false

    const outcome = await run(product, 1, { settings })

    drafts.push(pull.draft)
    expect(outcome).toBe('held, awaiting-review')
    expect(drafts).toEqual([true, true])
  })
})
