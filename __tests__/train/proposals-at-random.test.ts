import '../helpers/one-realm.ts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { levelAt, lockAt, runTrack } from '../helpers/proposed-track.ts'
import { type TestWorld, testWorld } from '../helpers/world.ts'
import type { PullRequest } from '../standins/github/call.ts'
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

const tracks = ['dev', 'production'] as const
const steps = ['level', 'run', 'close', 'merge', 'push', 'answer', 'tick'] as const
type Step = [(typeof steps)[number], (typeof tracks)[number]]

const everyDay: Step[] = [
  ['run', 'dev'],
  ['run', 'dev'],
  ['merge', 'dev'],
  ['level', 'dev'],
  ['run', 'dev'],
]

test('whatever happens in whatever order, there is one pull request a track, and nothing is lost', async () => {
  let sequence = 0
  const counts = new Map<string, number>()
  const step = fc.tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constant('run' as const) }, fc.constantFrom(...steps)),
    fc.constantFrom(...tracks),
  )

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async list => {
      sequence += 1
      const story = storyOf(`widget-1.0.${sequence}`)
      for (const one of list) {
        const outcome = await story.go(one)
        counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      }
    }),
    // Ten at random, and one that surely tells of what they are about.
    { numRuns: 11, examples: [[everyDay]] },
  )

  expect(api.violations).toEqual([])
  // What they are about did happen.
  for (const outcome of ['updated', 'held, awaiting-review', 'merged'])
    expect([...counts.keys()]).toContain(outcome)
}, 110_000)

/** One sequence, with a product of its own; what must hold is looked at after every step. */
function storyOf(product: string) {
  const { state } = api
  const { repository } = state
  const levels = { dev: 1, production: 1 }
  const foreign = new Set<string>()
  const branchOf = (track: string): string => `update-train/${product}/${track}`
  const openOf = (track: string): PullRequest | undefined =>
    state.pulls.find(pull => pull.state === 'open' && pull.head === branchOf(track))

  const go = async ([name, track]: Step): Promise<string> => {
    const before = await lockAt(api, 'main')
    const outcome = await act(name, track)
    for (const one of tracks) {
      const open = state.pulls.filter(pull => pull.state === 'open' && pull.head === branchOf(one))
      expect(open.length).toBeLessThanOrEqual(1)
    }
    if (outcome !== 'merged') expect(await lockAt(api, 'main')).toBe(before)
    for (const sha of foreign) expect(await isKept(sha)).toBe(true)
    return outcome
  }

  const act = async (name: Step[0], track: Step[1]): Promise<string> => {
    const open = openOf(track)
    switch (name) {
      case 'level':
        levels[track] += 1
        return 'level'
      case 'run':
        return runTrack(api, world, { product, track, level: levels[track] })
      case 'close':
        if (open === undefined) return 'nothing'
        Object.assign(open, { state: 'closed', end: await repository.resolve(`refs/heads/${open.head}`) })
        return 'closed'
      case 'merge':
        return open === undefined ? 'nothing' : merge(open, track)
      case 'push':
        return push(branchOf(track), 'notes.txt')
      case 'answer':
        return push(branchOf(track), `.update-train/conflicts/${product}/${track}/a.final`)
      case 'tick':
        if (open === undefined) return 'nothing'
        open.body = (open.body ?? '').replace(
          '[ ] <!-- update-train:rebuild',
          '[x] <!-- update-train:rebuild',
        )
        return 'ticked'
    }
  }

  const merge = async (pull: PullRequest, track: string): Promise<string> => {
    const mergeable = await repository.git(['merge-tree', '--write-tree', 'main', pull.head]).then(
      () => true,
      () => false,
    )
    if (!mergeable) return 'stuck'
    await mergePull(state, pull)
    const said = Number(/→ (\d+)/.exec(pull.title)?.[1])
    expect(await levelAt(api, 'main', product, track)).toBe(said)
    return 'merged'
  }

  const push = async (branch: string, path: string): Promise<string> => {
    const head = await repository.resolve(`refs/heads/${branch}`)
    if (head === undefined) return 'nothing'
    const blob = (await repository.git(['hash-object', '-w', '--stdin'], `${foreign.size}\n`)).trim()
    const sha = await commitFile(head, path, blob)
    await repository.git(['update-ref', `refs/heads/${branch}`, sha, head])
    foreign.add(sha)
    return 'pushed'
  }

  const commitFile = async (head: string, path: string, blob: string): Promise<string> => {
    const index = { GIT_INDEX_FILE: `${repository.folder}/index-${foreign.size}` }
    await repository.git(['read-tree', head], '', index)
    await repository.git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`], '', index)
    const tree = (await repository.git(['write-tree'], '', index)).trim()
    return (await repository.git(['commit-tree', '-p', head, '-m', 'Mine', tree])).trim()
  }

  /** On a branch, or at the end of a pull request, from where GitHub brings it back. */
  const isKept = async (sha: string): Promise<boolean> => {
    const ends = state.pulls.flatMap(({ end }) => end ?? [])
    const heads = (await repository.git(['for-each-ref', '--format=%(objectname)'])).trim().split('\n')
    const unreached = await repository.git(['rev-list', '--max-count=1', sha, '--not', ...heads, ...ends])
    return unreached.trim() === ''
  }
  return { go }
}
