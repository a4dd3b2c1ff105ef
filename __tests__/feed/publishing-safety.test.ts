import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { lockForPublishing } from '../../src/feed/publishing-lock.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import { addLevel, beginFeed, feedOf } from '../helpers/acme-feed.ts'
import { readTree } from '../helpers/tree.ts'
import { testWorld } from '../helpers/world.ts'

function blobOf(folder: string, content: string): string {
  const digest = sha256(content)
  return join(folder, 'blobs/sha256', digest.slice(0, 2), digest)
}

describe('a level is not published', () => {
  test.each([
    ['0, which is the base', 0, {}],
    ['-1', -1, {}],
    ['1.5', 1.5, {}],
    ['without a number as timestamp', 1, { timestamp: Number.NaN }],
    ['on a channel that leads out of the feed', 1, { channel: '../../../../out' }],
    ['on a channel without a name', 1, { channel: '' }],
  ])('as %s, and the feed stays as it is', async (_what, level, more) => {
    await using world = await testWorld()
    const folder = await beginFeed(world, { a: 'base' })
    const before = await readTree(folder)

    const publishing = addLevel(world, folder, level, { a: 'one' }, more)

    await expect(publishing).rejects.toMatchObject({ code: 'usage', problems: [expect.anything()] })
    expect(await readTree(folder)).toEqual(before)
  })

  test('with a path that readers would lose', async () => {
    await using world = await testWorld()
    const folder = await beginFeed(world, { a: 'base' })

    const publishing = addLevel(world, folder, 1, Object.fromEntries([['__proto__', 'lost']]))

    await expect(publishing).rejects.toMatchObject({
      code: 'config',
      problems: [{ message: expect.stringContaining('"__proto__"') }],
    })
  })

  test('to a feed of a newer format, which would lose what this one does not know', async () => {
    await using world = await testWorld()
    const folder = await feedOf(world, { a: 'base' }, { a: 'one' })
    const file = join(folder, 'targets/acme/1.0.0/full/channel.json')
    const newer = (await readFile(file, 'utf8')).replace('"version": 1\n', '"version": 2\n')
    await writeFile(file, newer)

    const publishing = addLevel(world, folder, 2, { a: 'two' })

    await expect(publishing).rejects.toMatchObject({ code: 'config', hint: 'Upgrade update-train.' })
    expect(await readFile(file, 'utf8')).toBe(newer)
  })
})

describe('blobs', () => {
  test('can be read by a web server, whatever the product allows', async () => {
    await using world = await testWorld()

    const folder = await feedOf(world, {
      'conf/keys': { content: 'secret', mode: 0o600 },
      'bin/run': { content: 'run', mode: 0o755 },
    })

    const modes = await Promise.all(
      ['secret', 'run'].map(async content => (await stat(blobOf(folder, content))).mode & 0o777),
    )
    expect(modes).toEqual([0o644, 0o644])
  })

  test('that a crash of the machine cut off are written again', async () => {
    await using world = await testWorld()
    const folder = await beginFeed(world, { a: 'base' })
    await writeFile(blobOf(folder, 'base'), 'ba')

    await addLevel(world, folder, 1, { a: 'base', b: 'one' })

    expect(await readFile(blobOf(folder, 'base'), 'utf8')).toBe('base')
  })

  test('half written by a killed publisher are gone after the next level', async () => {
    await using world = await testWorld()
    const folder = await beginFeed(world, { a: 'base' })
    await writeFile(join(folder, '.publishing-blob'), 'ha')

    await addLevel(world, folder, 1, { a: 'one' })

    expect((await readdir(folder)).toSorted()).toEqual(['blobs', 'feed.json', 'targets'])
  })
})

test('a lock that does not say whose it is is not taken over', async () => {
  await using world = await testWorld()
  await writeFile(join(world.temporary, '.publishing'), '')

  const locking = lockForPublishing(world.temporary, world)

  await expect(locking).rejects.toMatchObject({
    code: 'busy',
    hint: expect.stringContaining('remove'),
  })
})
