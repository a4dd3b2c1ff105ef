import '../helpers/one-realm.ts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { closePull, pushFile } from '../helpers/person.ts'
import { runTrack, type TrackRun } from '../helpers/proposed-track.ts'
import { type TestWorld, testWorld } from '../helpers/world.ts'
import type { PullRequest } from '../standins/github/call.ts'
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
