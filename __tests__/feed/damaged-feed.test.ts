import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openFeed } from '../../src/feed/open-feed.ts'
import type { World } from '../../src/kernel/world.ts'
import { acme, feedOf } from '../helpers/acme-feed.ts'
import { testWorld } from '../helpers/world.ts'

const fullFolder = 'targets/acme/1.0.0/full'

/** Lays `changes` over the document of the channel `full`. */
async function changeChannel(folder: string, changes: Record<string, unknown>): Promise<void> {
  const file = join(folder, fullFolder, 'channel.json')
  const document: unknown = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(file, JSON.stringify(Object.assign({}, document, changes)))
}

function twoLevels(world: World): Promise<string> {
  return feedOf(world, { a: 'base' }, { a: 'one' }, { a: 'two' })
}

test('a format of another shape that wants something to be understood is refused with the word to upgrade', async () => {
  await using world = await testWorld()
  const folder = await twoLevels(world)
  await changeChannel(folder, { mustUnderstand: ['deltas'], levels: { by: 'name' } })

  const reading = openFeed(folder, world).channel(acme, 'full')

  await expect(reading).rejects.toMatchObject({
    code: 'config',
    message: expect.stringContaining('it wants deltas to be understood'),
    hint: 'Upgrade update-train.',
  })
})

describe('a feed is refused with', () => {
  test.each(['files', 'updates'] as const)('the %s of a level in the place of another’s', async kind => {
    await using world = await testWorld()
    const folder = await twoLevels(world)
    const feed = openFeed(folder, world)
    const [first, second] = (await feed.channel(acme, 'full')).levels
    await cp(join(folder, fullFolder, `2.${kind}.json`), join(folder, fullFolder, `1.${kind}.json`))
    await changeChannel(folder, { levels: [{ ...first, [kind]: second?.[kind] }, second] })
    const channel = await feed.channel(acme, 'full')

    const reading = kind === 'files' ? feed.fileList(channel, 1) : feed.updates(channel, 1)

    await expect(reading).rejects.toMatchObject({
      code: 'verification',
      message: expect.stringContaining('level 2.'),
    })
  })

  test('levels that are not in order', async () => {
    await using world = await testWorld()
    const folder = await twoLevels(world)
    const feed = openFeed(folder, world)
    const { levels } = await feed.channel(acme, 'full')
    await changeChannel(folder, { levels: levels.toReversed() })

    const reading = feed.channel(acme, 'full')

    await expect(reading).rejects.toMatchObject({
      code: 'verification',
      problems: [expect.objectContaining({ message: expect.stringContaining('in order') })],
    })
  })

  test('a folder in the place of a document', async () => {
    await using world = await testWorld()
    const folder = await twoLevels(world)
    await mkdir(join(folder, 'targets/acme/1.0.0/none/channel.json'), { recursive: true })

    const reading = openFeed(folder, world).channel(acme, 'none')

    await expect(reading).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('none/channel.json'),
    })
  })
})

test.each(['https://', 'http://feed example'])('%s is refused as no address', async location => {
  await using world = await testWorld()

  const opening = () => openFeed(location, world)

  expect(opening).toThrow(expect.objectContaining({ code: 'config' }))
})
