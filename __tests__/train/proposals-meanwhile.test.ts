import '../helpers/one-realm.ts'
import { utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { gitHubOfFile } from '../helpers/github-of-file.ts'
import { closePull, pushFile } from '../helpers/person.ts'
import { levelAt, lockAt, runTrack, type TrackRun } from '../helpers/proposed-track.ts'
import type { TestWorld } from '../helpers/world.ts'
import { zipOf } from '../helpers/zip.ts'
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
const pullsOf = (product: string): PullRequest[] =>
  api.state.pulls.filter(({ head }) => head === branchOf(product))
function lastOf(product: string): PullRequest {
  const pull = pullsOf(product).at(-1)
  if (pull === undefined) throw new Error(`${product} has no pull request.`)
  return pull
}

test.each(['passed', 'failed', 'conflict'] as const)(
  'a pull request that a person closes while a run works stays as it is (%s)',
  async result => {
    const product = `closed-${result}-1.0`
    const settings = { 'on-conflict': 'pull-request' }
    await run(product, 1, { settings })
    const pull = lastOf(product)
    const head = await api.state.repository.resolve(`refs/heads/${branchOf(product)}`)
    const { body, title, draft } = pull

    const outcome = await run(product, 2, { settings, result, during: () => closePull(api, pull) })

    expect(outcome).toBe(result === 'failed' ? 'tests-failed' : 'held, awaiting-review')
    expect(lastOf(product)).toMatchObject({ state: 'closed', body, title, draft })
    expect(await api.state.repository.resolve(`refs/heads/${branchOf(product)}`)).toBe(head)
    // Level 1 was decided against; level 2 was not.
    expect(await run(product, 1, { settings })).toBe('held, ignored')
    expect(await run(product, 2, { settings })).toBe('updated')
    expect(pullsOf(product)).toHaveLength(2)
  },
)

test.each(['pack', 'base'])(
  'another %s under the same name is another candidate, whatever its date',
  async key => {
    const product = `bytes-${key}.0`
    const file = join(world.cwd, `${key}.zip`)
    const settings = { pack: `${key}.zip`, ...(key === 'base' ? { base: 'base.zip' } : {}) }
    const packed = (content: string) => zipOf([{ name: 'widget-1.0.0/a.txt', content }])
    await writeFile(file, packed('old'))
    await run(product, 1, { settings })
    await writeFile(file, packed('old'))
    await utimes(file, new Date(0), new Date(0))
    const outcomes = [await run(product, 1, { settings })]

    await writeFile(file, packed('new'))
    outcomes.push(await run(product, 1, { settings }), await run(product, 1, { settings }))

    const held = 'held, awaiting-review'
    expect(outcomes).toEqual([held, 'updated', held])
  },
)

test('a pull request that a person merges while a run works stays as it is', async () => {
  const product = 'merged-1.0'
  await run(product, 1)
  const pull = lastOf(product)
  const { body, title } = pull

  const outcome = await run(product, 2, { during: () => mergePull(api.state, pull) })

  expect(outcome).toBe('held, awaiting-review')
  expect(pull).toMatchObject({ merged: true, body, title })
  expect(await levelAt(api, 'main', product, track)).toBe(1)
})

test('a conflict of another base than the lock’s is not proposed', async () => {
  const product = 'conflict-1.0'
  const settings = { 'on-conflict': 'pull-request' }
  await run(product, 1)
  const lock = await api.state.repository.git(['show', `${branchOf(product)}:update-train.lock.json`])
  await pushFile(api, 'main', 'update-train.lock.json', lock)

  const refused = run(product, 2, {
    settings,
    result: 'conflict',
    checkout: '{"version": 1, "products": {}}',
  })

  await expect(refused).rejects.toThrow(/main holds level 1 for conflict-1\.0 \(dev\)/)
})

test('work of a person’s on the branch of a closed pull request is not reverted by the next level', async () => {
  const product = 'foreign-1.0'
  await run(product, 1)
  const pull = lastOf(product)
  const mine = await pushFile(api, branchOf(product), 'deploy.yaml')
  await closePull(api, pull)

  const held = [await run(product, 2), await run(product, 2)]

  expect(held).toEqual(['held, awaiting-review', 'held, awaiting-review'])
  expect(pull.comments.map(({ body }) => body)).toEqual([expect.stringContaining('delete the branch')])
  expect(await api.state.repository.resolve(`refs/heads/${branchOf(product)}`)).toBe(mine)
  pull.body = (pull.body ?? '').replace('[ ] <!-- update-train:rebuild', '[x] <!-- update-train:rebuild')
  expect(await run(product, 2)).toBe('updated')
  expect(lastOf(product)).not.toBe(pull)
})

test('a branch of somebody else’s by our name is refused by that name', async () => {
  const product = 'taken-1.0'
  await api.state.repository.git(['update-ref', `refs/heads/${branchOf(product)}`, 'refs/heads/main'])
  await pushFile(api, branchOf(product), 'deploy.yaml')

  await expect(run(product, 1)).rejects.toThrow(/update-train\/taken-1\.0\/dev holds commits/)
  expect(pullsOf(product)).toEqual([])
})

test('a lock that says what a branch only proposes closes nothing', async () => {
  const product = 'again-1.0'
  await run(product, 1)
  const proposed = await lockAt(api, branchOf(product))

  const again = await run(product, 1, { checkout: proposed ?? '' })

  expect(again).toBe('up-to-date')
  expect(lastOf(product).state).toBe('open')
  expect(await api.state.repository.resolve(`refs/heads/${branchOf(product)}`)).not.toBeNull()
})
