import '../helpers/one-realm.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { sha256 } from '../../src/kernel/sha256.ts'
import { gitHubOfFile } from '../helpers/github-of-file.ts'
import { pushFile } from '../helpers/person.ts'
import { levelAt, lockAt, runTrack, type TrackRun, vendorFile } from '../helpers/proposed-track.ts'
import { writeTree } from '../helpers/tree.ts'
import type { TestWorld } from '../helpers/world.ts'
import type { PullRequest } from '../standins/github/call.ts'
import { mergePull } from '../standins/github/pull-routes.ts'
import type { GitHubApi } from '../standins/github-api.ts'

let api: GitHubApi
let world: TestWorld

gitHubOfFile(made => {
  ;({ api, world } = made)
})
afterEach(async () => {
  api.before.clear()
  await rm(join(world.cwd, 'update-train.yml'), { force: true })
})

const track = 'dev'
const branchOf = (product: string): string => `update-train/${product}/${track}`
/** The team's folder has the product's name; a run merges its one file. */
const run = (product: string, level: number, more: Partial<TrackRun> = {}): Promise<string> =>
  runTrack(api, world, {
    ...{ product, track, level, settings: { overlay: product } },
    overlay: { files: { 'a.conf': 'ours\n' }, merged: { 'a.conf': `merged ${level}\n` } },
    ...more,
  })
const fileOf = (product: string, revision: string): Promise<string | null> =>
  api.state.repository.git(['show', `${revision}:${product}/a.conf`]).catch(() => null)
function lastOf(product: string): PullRequest {
  const pull = api.state.pulls.findLast(({ head }) => head === branchOf(product))
  if (pull === undefined) throw new Error(`${product} has no pull request.`)
  return pull
}

/** A product whose overlay is committed, and merged in a first proposal. */
async function carried(product: string): Promise<PullRequest> {
  await pushFile(api, 'main', `${product}/a.conf`, 'ours\n')
  await run(product, 1)
  expect(await fileOf(product, branchOf(product))).toBe('merged 1\n')
  return lastOf(product)
}

describe('a file of the overlay is left as it is, and the pull request says why', () => {
  const isLeft = async (product: string, why: string, more: Partial<TrackRun> = {}): Promise<void> => {
    expect(await run(product, 1, more)).toBe('updated')
    const { body } = lastOf(product)
    expect(body).toContain(`\`a.conf\` does not come with the pull request: ${why}`)
    expect(await fileOf(product, branchOf(product))).toBe(await fileOf(product, 'main'))
  }

  test('where a person has changed it on the base branch', async () => {
    await pushFile(api, 'main', 'changed-1.0/a.conf', 'a person’s\n')
    await isLeft('changed-1.0', 'main holds it otherwise')
  })

  test('where it is not committed', () => isLeft('ignored-1.0', 'main does not hold it'))

  test('where the folder is a link in the repository, which is a file to git', async () => {
    await pushFile(api, 'main', 'linked-1.0', 'overlays/elsewhere')
    await isLeft('linked-1.0', 'main does not hold it')
  })

  test('where the folder is outside of the repository', async () => {
    const overlay = await mkdtemp(join(tmpdir(), 'overlay-'))
    await isLeft('outside-1.0', 'the overlay is outside of the repository', { settings: { overlay } })
    await rm(overlay, { recursive: true })
  })

  test('where a recorded answer begins with what was merged', async () => {
    const product = 'answered-1.0'
    await pushFile(api, 'main', `${product}/a.conf`, 'ours\n')
    const [merged, other] = [sha256('merged 1\n'), sha256('other\n')]
    const sides = { base: 'absent', ours: `file ${merged}`, theirs: `file ${vendorFile}` }
    const answer = { version: 1, path: 'a.conf', sides, answer: 'merged', places: [], result: other }
    const resolutions = `${product}-answers`
    await writeTree(join(world.cwd, resolutions), {
      [`${other}.json`]: JSON.stringify(answer),
      [`${other}.blob`]: 'other\n',
    })
    const settings = { overlay: product, resolutions }
    await isLeft(product, 'a recorded answer changes it again', { settings })
  })

  test('where another track of the configuration lays it', async () => {
    const product = 'shared-1.0'
    await pushFile(api, 'main', `${product}/a.conf`, 'ours\n')
    const tracks = `{dev: {}, production: {overlay: ${product}/../${product}}, other: {overlay: other}}`
    await writeFile(
      join(world.cwd, 'update-train.yml'),
      `version: 1\nproducts:\n  ${product}:\n    overlay: ${product}\n    tracks: ${tracks}\n`,
    )
    await isLeft(product, `${product} (production) lays the same overlay`)
  })
})

test('a lock’s track with an overlay may lay it, too, where the configuration does not name its folder', async () => {
  const [first, second] = ['first-1.0', 'second-1.0']
  const pull = await carried(first)
  await mergePull(api.state, pull)
  await pushFile(api, 'main', `${second}/a.conf`, 'ours\n')

  await run(second, 1)
  const before = await fileOf(second, branchOf(second))
  const configure = (product: string, entry: string): Promise<void> => {
    const other = `  ${second}: {overlay: ${second}, tracks: {dev: {}}}\n`
    const text = `version: 1\nproducts:\n  ${product}: {${entry}tracks: {dev: {}}}\n${other}`
    return writeFile(join(world.cwd, 'update-train.yml'), text)
  }
  await configure(first, '')
  await run(second, 2)
  const unsaid = await fileOf(second, branchOf(second))
  const { body } = lastOf(second)
  await configure(first, `overlay: ${first}, `)
  await run(second, 3)

  expect([before, unsaid]).toEqual(['ours\n', 'ours\n'])
  expect(body).toContain(`${first} (dev) lays the same overlay, or may do so`)
  expect(lastOf(second).body).not.toContain('does not come with')
  expect(await fileOf(second, branchOf(second))).toBe('merged 3\n')
  await mergePull(api.state, lastOf(second))
  expect(await levelAt(api, 'main', second, track)).toBe(3)
  // The tests below begin without tracks that lay overlays.
  await pushFile(api, 'main', 'update-train.lock.json', '{"version": 1, "products": {}}\n')
})

test('a person who changes the overlay on the base branch while a run proposes was first', async () => {
  const product = 'meanwhile-1.0'
  await pushFile(api, 'main', `${product}/a.conf`, 'ours\n')
  const during = (): Promise<void> => {
    api.before.set('pulls/list', async () => {
      await pushFile(api, 'main', `${product}/a.conf`, 'a person’s\n')
    })
    return Promise.resolve()
  }

  const outcome = await run(product, 1, { during })

  expect(outcome).toBe('held, awaiting-review')
  expect(await api.state.repository.resolve(`refs/heads/${branchOf(product)}`)).toBeUndefined()
  expect(await run(product, 1)).toBe('updated')
})

test('laid over another track’s entry again, it still brings the overlay, and never over a person’s', async () => {
  const product = 'again-1.0'
  const meet = async (other: string): Promise<void> => {
    await runTrack(api, world, { product: other, track, level: 1 })
    await mergePull(api.state, lastOf(other))
  }
  const pull = await carried(product)
  await meet('aside-1.0')

  const outcomes = [await run(product, 1)]

  expect(await fileOf(product, branchOf(product))).toBe('merged 1\n')
  expect(await lockAt(api, branchOf(product))).toContain('aside-1.0')
  const head = await api.state.repository.resolve(`refs/heads/${branchOf(product)}`)
  await meet('beside-1.0')
  await pushFile(api, 'main', `${product}/a.conf`, 'a person’s\n')
  outcomes.push(await run(product, 1))
  expect(outcomes).toEqual(Array(2).fill('held, awaiting-review'))
  expect(await api.state.repository.resolve(`refs/heads/${branchOf(product)}`)).toBe(head)
  expect(pull.state).toBe('open')
})

test.each([
  [undefined, 'updated'],
  ['a person’s\n', 'held, awaiting-review'],
])(
  'the base merged into the branch is welcome, with the overlay as we wrote it (%p)',
  async (text, outcome) => {
    const product = `update${text?.length ?? 0}-1.0`
    await carried(product)
    await pushFile(api, 'main', `${product}.txt`)
    const { repository } = api.state
    const branch = branchOf(product)
    const [tree = ''] = (await repository.git(['merge-tree', '--write-tree', branch, 'main'])).split('\n')
    const merging = ['commit-tree', '-p', branch, '-p', 'main', '-m', 'Merge', tree]
    const merge = (await repository.git(merging)).trim()
    if (text === undefined) await repository.git(['update-ref', `refs/heads/${branch}`, merge])
    else {
      await repository.git(['update-ref', 'refs/heads/merging', merge])
      const edited = await pushFile(api, 'merging', `${product}/a.conf`, text)
      const whole = ['commit-tree', '-p', branch, '-p', 'main', '-m', 'Merge', `${edited}^{tree}`]
      await repository.git(['update-ref', `refs/heads/${branch}`, (await repository.git(whole)).trim()])
    }

    expect(await run(product, 2)).toBe(outcome)

    expect(await fileOf(product, branch)).toBe(text ?? 'merged 2\n')
    expect(lastOf(product).comments).toHaveLength(text === undefined ? 0 : 1)
    expect(api.violations).toEqual([])
  },
)

test('a correction of the overlay on the branch is named at once, as the tested pack does not have it', async () => {
  const product = 'corrected-1.0'
  const pull = await carried(product)
  const edited = await pushFile(api, branchOf(product), `${product}/a.conf`, 'corrected\n')

  const outcomes = [await run(product, 1), await run(product, 1), await run(product, 2)]

  expect(outcomes).toEqual(Array(3).fill('held, awaiting-review'))
  expect(pull.comments.map(({ body }) => body)).toEqual([
    expect.stringMatching(
      new RegExp(`in the overlay \\(\`${product}/a.conf\`\\) is not in the pack.*on the base branch instead`),
    ),
  ])
  expect(await api.state.repository.resolve(`refs/heads/${branchOf(product)}`)).toBe(edited)
})
