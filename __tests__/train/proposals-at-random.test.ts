import '../helpers/one-realm.ts'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatLock, lockedTrack, parseLock, withTrack } from '../../src/config/lock.ts'
import { TrainError } from '../../src/kernel/errors.ts'
import { gitHubOfFile } from '../helpers/github-of-file.ts'
import { closePull, mergeBase } from '../helpers/person.ts'
import { levelAt, lockAt, runTrack } from '../helpers/proposed-track.ts'
import type { TestWorld } from '../helpers/world.ts'
import type { PullRequest } from '../standins/github/call.ts'
import { mergePull } from '../standins/github/pull-routes.ts'
import type { GitHubApi } from '../standins/github-api.ts'

let api: GitHubApi
let world: TestWorld

gitHubOfFile(made => {
  ;({ api, world } = made)
})

const tracks = ['dev', 'production'] as const
/** What a person does, at any time. */
const doings = ['close', 'merge', 'push', 'answer', 'tick', 'update'] as const
const steps = ['level', 'run', ...doings] as const
/** What happens just before a run's request is answered: another run, or a person. */
const rivals = ['run', ...doings] as const
/** The requests before which it does: each time a run's first one of its kind. */
const moments = [
  ...['pulls/list', 'git/get-ref', 'git/create-tree', 'git/create-ref', 'git/update-ref'],
  ...['pulls/create', 'pulls/update', 'issues/add-labels'],
] as const

interface Step {
  name: (typeof steps)[number]
  track: (typeof tracks)[number]
  /** In the middle of it, where it is a run. */
  amid: { rival: (typeof rivals)[number]; moment: (typeof moments)[number] } | null
}

const plain = (name: Step['name'], track: Step['track'] = 'dev'): Step => ({ name, track, amid: null })
const amid = (
  rival: (typeof rivals)[number],
  moment: (typeof moments)[number],
  name: Step['name'] = 'run',
): Step => ({ name, track: 'dev', amid: { rival, moment } })

const everyDay = [plain('run'), plain('run'), plain('merge'), plain('level'), plain('run')]
const busyDay = [
  ...[amid('run', 'git/create-ref'), plain('level'), amid('run', 'git/update-ref'), plain('run')],
  ...[plain('level'), amid('push', 'git/update-ref'), plain('tick'), amid('close', 'git/create-tree')],
  ...[plain('level'), plain('run'), plain('level'), amid('merge', 'git/create-tree'), plain('run')],
]

test('whatever happens in whatever order, there is one pull request a track, and nothing is lost', async () => {
  let sequence = 0
  const counts = new Map<string, number>()
  const step: fc.Arbitrary<Step> = fc.record({
    name: fc.oneof({ weight: 3, arbitrary: fc.constant('run' as const) }, fc.constantFrom(...steps)),
    track: fc.constantFrom(...tracks),
    amid: fc.option(fc.record({ rival: fc.constantFrom(...rivals), moment: fc.constantFrom(...moments) })),
  })

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async list => {
      sequence += 1
      const story = storyOf(`widget-1.0.${sequence}`)
      for (const one of list) {
        const outcome = await story.go(one)
        counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      }
    }),
    // Ten at random, always the same, and two that surely tell of what they are about.
    { seed: 20_260, numRuns: 12, examples: [[everyDay], [busyDay]], ...atMost },
  )

  expect(api.violations).toEqual([])
  // What they are about did happen.
  for (const outcome of ['updated', 'held, awaiting-review', 'merged'])
    expect([...counts.keys()]).toContain(outcome)
  for (const rival of ['run', 'push', 'merge', 'close'])
    expect([...counts.keys()].filter(key => key.includes(`amid ${rival}`))).not.toEqual([])
}, 150_000)

/** A slow machine tries fewer. */
const atMost = { interruptAfterTimeLimit: 120_000, markInterruptAsFailure: false }

/** One sequence, with a product of its own; what must hold is looked at after every step. */
function storyOf(product: string) {
  const { state } = api
  const { repository } = state
  const levels = { dev: 1, production: 1 }
  const foreign = new Set<string>()
  const branchOf = (track: string): string => `update-train/${product}/${track}`
  const openOf = (track: string): PullRequest | undefined =>
    state.pulls.find(pull => pull.state === 'open' && pull.head === branchOf(track))

  let merges = 0
  const go = async (step: Step): Promise<string> => {
    const before = await lockAt(api, 'main')
    const merged = merges
    const outcome = await (step.amid === null ? act(step.name, step.track) : actAmid(step, step.amid))
    for (const one of tracks) {
      const open = state.pulls.filter(pull => pull.state === 'open' && pull.head === branchOf(one))
      expect(open.length).toBeLessThanOrEqual(1)
    }
    if (merges === merged) expect(await lockAt(api, 'main')).toBe(before)
    for (const sha of foreign) expect(await isKept(sha)).toBe(true)
    return outcome
  }

  /** Somebody else comes in between; what they do counts as a step of its own. */
  const actAmid = async (
    { name, track }: Step,
    { rival, moment }: NonNullable<Step['amid']>,
  ): Promise<string> => {
    const rivalsWere: string[] = []
    api.before.set(moment, async () => {
      rivalsWere.push(await act(rival, track).catch((error: unknown) => `failed: ${String(error)}`))
    })
    const outcome = await act(name, track)
    api.before.delete(moment)
    for (const was of rivalsWere) expect(was).not.toMatch(/^failed/)
    return [outcome, ...rivalsWere.map(was => `amid ${rival}: ${was}`)].join(', ')
  }

  /** A base whose lock changed meanwhile ends a run, with what to do; nothing else may. */
  const runOnce = async (track: Step['track']): Promise<string> => {
    try {
      return await runTrack(api, world, { product, track, level: levels[track] })
    } catch (error) {
      if (error instanceof TrainError && error.code === 'busy') return 'busy'
      throw error
    }
  }

  const act = async (name: Step['name'], track: Step['track']): Promise<string> => {
    const open = openOf(track)
    switch (name) {
      case 'level':
        levels[track] += 1
        return 'level'
      case 'run':
        return runOnce(track)
      case 'close':
        if (open === undefined) return 'nothing'
        await closePull(api, open)
        return 'closed'
      case 'merge':
        return open === undefined ? 'nothing' : merge(open, track)
      case 'push':
        return push(branchOf(track), 'notes.txt')
      case 'answer':
        return push(branchOf(track), `.update-train/conflicts/${product}/${track}/a.final`)
      case 'update':
        return open === undefined ? 'nothing' : updateBranch(track)
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
    merges += 1
    await mergePull(state, pull)
    const said = Number(/→ (\d+)/.exec(pull.title)?.[1])
    expect(await levelAt(api, 'main', product, track)).toBe(said)
    return 'merged'
  }

  /** GitHub's *Update branch*, with the entries of both sides in the lock. */
  const updateBranch = async (track: string): Promise<string> => {
    const main = await lockAt(api, 'main')
    const laid = (text: string): string => {
      const entry = lockedTrack(parseLock(text, 'lock'), product, track)
      return main === null || entry === null
        ? text
        : formatLock(withTrack(parseLock(main, 'lock'), product, track, entry))
    }
    foreign.add(await mergeBase(api, branchOf(track), laid))
    return 'brought up to date'
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
