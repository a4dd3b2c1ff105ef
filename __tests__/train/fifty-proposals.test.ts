import '../helpers/one-realm.ts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { levelAt, runTrack } from '../helpers/proposed-track.ts'
import { type TestWorld, testWorld } from '../helpers/world.ts'
import { mergePull } from '../standins/github/pull-routes.ts'
import { type GitHubApi, startGitHubApi } from '../standins/github-api.ts'

let api: GitHubApi
let world: TestWorld

beforeAll(async () => {
  api = await startGitHubApi()
  world = await testWorld()
  // GitHub's client reads it once.
  process.env['GITHUB_API_URL'] = api.url
})
afterAll(async () => {
  await api.close()
  await world[Symbol.asyncDispose]()
})

test('fifty products have a pull request each, cost one request each while they wait, and all can be merged', async () => {
  const products = Array.from({ length: 50 }, (_, index) => `widget${index}-1.0.0`)
  const run = (product: string) => runTrack(api, world, { product, track: 'dev', level: 1 })
  for (const product of products) expect(await run(product)).toBe('updated')
  expect(api.state.pulls).toHaveLength(50)
  const [first, second] = api.state.pulls
  const asked = api.requests.length

  for (const product of products.slice(0, 10)) expect(await run(product)).toBe('held, awaiting-review')

  expect(api.requests).toHaveLength(asked + 10)
  expect(api.requests.slice(asked).every(({ method }) => method === 'GET')).toBe(true)

  if (first === undefined || second === undefined) throw new Error('there are none')
  await mergePull(api.state, first)
  await expect(mergePull(api.state, second)).rejects.toThrow()
  expect(await run('widget1-1.0.0')).toBe('held, awaiting-review')
  await mergePull(api.state, second)

  expect(await levelAt(api, 'main', 'widget0-1.0.0', 'dev')).toBe(1)
  expect(await levelAt(api, 'main', 'widget1-1.0.0', 'dev')).toBe(1)
  expect(api.violations).toEqual([])
}, 300_000)
