import '../helpers/one-realm.ts'
import { afterEach, describe, expect, test } from '@jest/globals'
import { parseProposalState, withProposalState } from '../../src/train/proposal-state.ts'
import { gitHubOfFile } from '../helpers/github-of-file.ts'
import { closePull, pushFile } from '../helpers/person.ts'
import { runTrack, type TrackRun } from '../helpers/proposed-track.ts'
import type { TestWorld } from '../helpers/world.ts'
import type { PullRequest } from '../standins/github/call.ts'
import { mergePull } from '../standins/github/pull-routes.ts'
import type { GitHubApi } from '../standins/github-api.ts'

let api: GitHubApi
let world: TestWorld

gitHubOfFile(made => {
  ;({ api, world } = made)
  api.state.viewer = 'our-app[bot]'
})

afterEach(() => {
  api.failures.clear()
  api.before.clear()
})

const track = 'dev'
const branchOf = (product: string): string => `update-train/${product}/${track}`
const settings = { 'auto-merge': 'squash', test: 'true', 'on-conflict': 'pull-request' }
const run = (product: string, level: number, more: Partial<TrackRun> = {}): Promise<string> =>
  runTrack(api, world, { product, track, level, settings, ...more })
const pullsOf = (product: string): PullRequest[] =>
  api.state.pulls.filter(({ head }) => head === branchOf(product))
function lastOf(product: string): PullRequest {
  const pull = pullsOf(product).at(-1)
  if (pull === undefined) throw new Error(`${product} has no pull request.`)
  return pull
}
const headOf = (product: string) => api.state.repository.resolve(`refs/heads/${branchOf(product)}`)
const stateOf = ({ body }: PullRequest) => parseProposalState(body ?? '')

/** The first level is proposed, before a person does something. */
async function proposed(product: string, more: Partial<TrackRun> = {}): Promise<PullRequest> {
  await run(product, 1, more)
  return lastOf(product)
}

describe('what a person does while a run works', () => {
  test.each(['failed', 'conflict'] as const)(
    'auto-merge that they switch on is off before that (%s)',
    async result => {
      const product = `on-${result}-1.0`
      const plain = { settings: { 'on-conflict': 'pull-request' } }
      const pull = await proposed(product, plain)

      await run(product, 2, {
        ...plain,
        result,
        during: () => {
          pull.autoMerge = 'MERGE'
          return Promise.resolve()
        },
      })

      expect(pull).toMatchObject({ draft: true, autoMerge: null })
    },
  )

  test('a draft that they mark as ready and let GitHub merge gets no conflicts', async () => {
    const product = 'ready-1.0'
    const pull = await proposed(product)
    await run(product, 2, { result: 'failed' })
    const then: unknown[] = []
    api.before.set('git/update-ref', () => {
      then.push(pull.draft, pull.autoMerge)
      return Promise.resolve()
    })
    const during = () => {
      Object.assign(pull, { draft: false, autoMerge: 'MERGE' })
      return Promise.resolve()
    }

    await run(product, 3, { result: 'conflict', during })

    expect(then).toEqual([true, null])
  })

  test('a draft of theirs stays one', async () => {
    const product = 'draft-1.0'
    const pull = await proposed(product)

    await run(product, 2, {
      during: () => {
        pull.draft = true
        return Promise.resolve()
      },
    })

    expect(pull.draft).toBe(true)
  })

  test.each(['passed', 'failed'] as const)('a box that they tick is still ticked (%s)', async result => {
    const product = `tick-${result}-1.0`
    const pull = await proposed(product)

    await run(product, 2, {
      result,
      during: () => {
        pull.body = `${pull.body?.replace('[ ] <!-- update-train:rebuild', '[x] <!-- update-train:rebuild')}\nA word of mine\n`
        return Promise.resolve()
      },
    })

    const ticked = pull.body
    expect(await run(product, 2)).toBe('updated')
    expect(ticked).toContain('[x] <!-- update-train:rebuild')
    expect(pull.body).toContain('[ ] <!-- update-train:rebuild')
  })

  test.each(['merged', 'closed'] as const)('%s at the last moment, it stays as it is', async end => {
    const product = `${end}-1.0`
    const pull = await proposed(product)
    const { title, body } = pull
    api.before.set('git/update-ref', () =>
      end === 'merged' ? mergePull(api.state, pull) : closePull(api, pull),
    )

    const outcomes = [await run(product, 2)]

    expect(pull).toMatchObject({ title, body, state: 'closed' })
    outcomes.push(await run(product, 2))
    expect(outcomes).toEqual(['held, awaiting-review', 'updated'])
    expect(pullsOf(product)).toHaveLength(2)
  })

  test('closed before the description came, only what lay there was decided against', async () => {
    const product = 'unseen-1.0'
    const pull = await proposed(product)
    const seen = await headOf(product)
    await run(product, 2)
    Object.assign(pull, { state: 'closed', end: seen })

    expect(await run(product, 1)).toBe('held, ignored')
    expect(await run(product, 2)).toBe('updated')
  })
})

describe('GitHub merges nothing that nobody tested', () => {
  test.each([1, 2])('a commit of a person’s switches auto-merge off, once (level %d)', async level => {
    const product = `pushed-${level}.0`
    const pull = await proposed(product)
    await pushFile(api, branchOf(product), 'deploy.yaml')

    const outcomes = [await run(product, level)]
    const merging = [pull.autoMerge]
    pull.autoMerge = 'MERGE'
    outcomes.push(await run(product, level))
    merging.push(pull.autoMerge)

    expect(outcomes).toEqual(Array(2).fill('held, awaiting-review'))
    expect(merging).toEqual([null, 'MERGE'])
    const said = pull.comments.filter(({ body }) => body.includes('Auto-merge was switched off'))
    expect(said).toHaveLength(1)
  })

  test('a commit that comes when a candidate was just proposed is not merged with it', async () => {
    const product = 'late-1.0'
    const pull = await proposed(product, { settings: {} })
    api.before.set('pulls/update', async () => {
      await pushFile(api, branchOf(product), 'deploy.yaml')
    })

    await run(product, 2)

    expect(pull.autoMerge).toBeNull()
  })

  test('where it cannot be switched off, no conflict comes to the branch', async () => {
    const product = 'stuck-1.0'
    const pull = await proposed(product)
    const head = await headOf(product)
    api.failures.set('graphql', { status: 403, message: 'Resource not accessible by integration' })

    const refused = run(product, 2, { result: 'conflict', settings: { 'on-conflict': 'pull-request' } })

    await expect(refused).rejects.toThrow(/could not be switched off: its branch stays as it was/)
    api.failures.clear()
    expect(pull).toMatchObject({ draft: false, autoMerge: 'SQUASH' })
    expect(await headOf(product)).toBe(head)
  })

  test('what a person switched off stays off, until they switch it on again', async () => {
    const product = 'declined-1.0'
    const pull = await proposed(product)
    pull.autoMerge = null
    const states: unknown[] = []
    for (const more of [{}, {}, { result: 'failed' as const }]) {
      await run(product, states.length + 2, more)
      states.push(pull.autoMerge)
    }
    await run(product, 3)
    states.push(pull.autoMerge)
    pull.autoMerge = 'MERGE'
    await run(product, 5, { result: 'failed' })
    await run(product, 6)
    states.push(pull.autoMerge)

    expect(states).toEqual([null, null, null, null, 'SQUASH'])
  })
})

test.each(['failed', 'conflict'] as const)(
  'a draft of a run that was stopped is not taken for a person’s (%s)',
  async result => {
    const product = `stopped-${result}-1.0`
    const pull = await proposed(product)
    // The next write after it was made a draft.
    const stop = (operation: string) => {
      api.failures.set(operation, { status: 403, message: 'Resource not accessible', times: 1 })
      return Promise.resolve()
    }
    if (result === 'conflict') await stop('git/update-ref')
    else api.before.set('pulls/update', () => stop('pulls/update'))
    await expect(run(product, 2, { result })).rejects.toThrow()
    const then = [pull.draft, stateOf(pull)?.draft]

    await run(product, 1)

    expect(then).toEqual([true, 'coming'])
    expect(pull).toMatchObject({ draft: false, autoMerge: 'SQUASH' })
    expect(stateOf(pull)).toMatchObject({ draft: null, theirDraft: false })
  },
  20_000,
)

test('a draft for what somebody else was faster than is none any more', async () => {
  const product = 'faster-1.0'
  const pull = await proposed(product)
  api.before.set('git/update-ref', async () => {
    await pushFile(api, branchOf(product), 'deploy.yaml')
  })

  const outcome = await run(product, 2, { result: 'conflict' })

  expect(outcome).toBe('held, awaiting-review')
  expect(pull.draft).toBe(false)
})

test('what we closed and a person opened again and closed is their word', async () => {
  const product = 'word-1.0'
  const pull = await proposed(product)
  const state = stateOf(pull)
  if (state === null) throw new Error('It has no state.')
  pull.body = withProposalState(pull.body ?? '', { ...state, closed: true })

  const outcomes = [await run(product, 1)]
  await closePull(api, pull)
  outcomes.push(await run(product, 1))

  expect(outcomes).toEqual(['held, awaiting-review', 'held, ignored'])
  expect(pullsOf(product)).toHaveLength(1)
})
