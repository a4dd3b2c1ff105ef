import '../../../helpers/one-realm.ts'
import { expect, test } from '@jest/globals'
import { parseLock } from '../../../../src/config/lock.ts'
import { errorsOf } from '../../../helpers/action-runs.ts'
import { devBranch, lockName, outcomeOf, setProposals } from '../../../helpers/proposals.ts'
import { runTrack } from '../../../helpers/proposed-track.ts'
import { stageOfFile } from '../../../helpers/stage-of-file.ts'
import { testWorld } from '../../../helpers/world.ts'

const stage = stageOfFile()

test('fifty products have a pull request each, cost one request each while they wait, and all can be merged', async () => {
  const products = Array.from({ length: 49 }, (_, index) => `gadget${index}-1.0.0`)
  const entries = [...products, 'widget-1.0.0'].map(product => `  ${product}: {tracks: {dev: {}}}\n`)
  const config = `version: 1\nproducts:\n${entries.join('')}`
  await using team = await setProposals(stage(), { 'update-train.yml': config })
  await using world = await testWorld()
  const { api } = team.scene
  // GitHub's client reads it once.
  process.env['GITHUB_API_URL'] = api.url
  // Forty-nine made up without packs, and one through the bundle, which reads the configuration of all of them.
  const bundle = () => team.propose({ product: 'widget-1.0.0' })
  const run = (product: string) => runTrack(api, world, { product, track: 'dev', level: 1 })
  for (const product of products) expect(await run(product)).toBe('updated')
  const last = await bundle()
  expect([errorsOf(last), outcomeOf(last)]).toEqual([[], ['updated', '']])
  expect(team.pulls).toHaveLength(50)
  team.asked()

  for (const product of products.slice(0, 10)) expect(await run(product)).toBe('held, awaiting-review')
  expect(outcomeOf(await bundle())).toEqual(['held', 'awaiting-review'])

  const asked = team.asked()
  expect(asked).toHaveLength(11)
  expect(asked.every(request => request.startsWith('GET'))).toBe(true)

  // All of them change the same place of the lock: each is laid over the others as they are merged.
  const [first, second] = team.pulls
  const bundled = team.pulls.at(-1)
  if (first === undefined || second === undefined || bundled === undefined) throw new Error('there are none')
  await team.merge(first)
  await expect(team.merge(second)).rejects.toThrow()
  expect(await run('gadget1-1.0.0')).toBe('held, awaiting-review')
  await team.merge(second)
  expect(outcomeOf(await bundle())).toEqual(['held', 'awaiting-review'])
  await team.merge(bundled)

  const { products: locked } = parseLock((await team.file('main', lockName)) ?? '', lockName)
  const levels = Object.entries(locked).map(([name, { tracks }]) => [name, tracks['dev']?.level])
  expect(levels).toEqual([
    ['gadget0-1.0.0', 1],
    ['gadget1-1.0.0', 1],
    ['widget-1.0.0', 3],
  ])
  expect(bundled.head).toBe(devBranch)
  expect(api.violations).toEqual([])
}, 300_000)
