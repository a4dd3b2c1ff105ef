import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { blobPath, channelPath, filesPath } from '../../src/feed/layout.ts'
import { openFeed } from '../../src/feed/open-feed.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import type { World } from '../../src/kernel/world.ts'
import { acme, feedOf } from '../helpers/acme-feed.ts'
import { serveFeed } from '../helpers/feed-server.ts'
import { testWorld } from '../helpers/world.ts'

const channelFile = channelPath(acme, 'full')
const listFile = filesPath(acme, 'full', 1)

function smallFeed(world: World): Promise<string> {
  return feedOf(world, { 'conf/a': 'a 0' }, { 'conf/a': 'a 1' })
}

/** Changes some text of a feed's document. */
async function edit(feed: string, path: string, from: string | RegExp, to: string): Promise<void> {
  const before = await readFile(join(feed, path), 'utf8')
  const after = before.replace(from, to)
  expect(after).not.toBe(before)
  await writeFile(join(feed, path), after)
}

/** Replaces a file list, and its pin in `channel.json`, as a hostile publisher can. */
async function plantList(feed: string, files: Record<string, unknown>): Promise<void> {
  const text = await readFile(join(feed, listFile), 'utf8')
  const planted = text.replace(/"files": \{[\s\S]*?\n \},/, `"files": ${JSON.stringify(files)},`)
  expect(planted).not.toBe(text)
  await writeFile(join(feed, listFile), planted)
  await edit(feed, channelFile, sha256(text), sha256(planted))
  await edit(feed, channelFile, `"size": ${Buffer.byteLength(text)}`, `"size": ${Buffer.byteLength(planted)}`)
}

describe('a channel', () => {
  test.each([
    ['a product', { name: 'other', version: '1.0.0' }, 'full', 'acme-1.0.0'],
    ['a channel', acme, 'security', 'full'],
  ])(
    'of %s that the feed has not is an error that names what it has',
    async (_what, product, channel, hint) => {
      await using world = await testWorld()
      const feed = openFeed(await smallFeed(world), world)

      const reading = feed.channel(product, channel)

      await expect(reading).rejects.toMatchObject({ code: 'config', hint: expect.stringContaining(hint) })
    },
  )

  test('where there is no feed is an error that says so', async () => {
    await using world = await testWorld()

    const reading = openFeed(world.temporary, world).channel(acme, 'full')

    await expect(reading).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('no feed'),
    })
  })

  test.each([
    ['a newer format', /"version": 1\b/, '"version": 2'],
    ['a newer format of another shape', /"version": 1\b/, '"version": 2, "levels": "elsewhere"'],
    ['something that must be understood', '"mustUnderstand": []', '"mustUnderstand": ["delta"]'],
  ])('with %s asks for an upgrade', async (_what, from, to) => {
    await using world = await testWorld()
    const folder = await smallFeed(world)
    if (to.includes('elsewhere')) await edit(folder, channelFile, '"levels":', '"level":')
    await edit(folder, channelFile, from, to)

    const reading = openFeed(folder, world).channel(acme, 'full')

    await expect(reading).rejects.toMatchObject({ code: 'config', hint: expect.stringContaining('Upgrade') })
  })

  test('with fields that we do not know is read', async () => {
    await using world = await testWorld()
    const folder = await smallFeed(world)
    await edit(folder, channelFile, '"eula":', '"colour": "red", "eula":')

    const channel = await openFeed(folder, world).channel(acme, 'full')

    expect(channel.levels).toHaveLength(1)
  })

  test.each([
    ['no JSON', /^/, '<html>'],
    ['without its levels', '"levels":', '"level":'],
    ['of another product', '"name": "acme"', '"name": "../../acme"'],
    ['of another channel', '"channel": "full"', '"channel": "security"'],
  ])('that is %s is refused', async (_what, from, to) => {
    await using world = await testWorld()
    const folder = await smallFeed(world)
    await edit(folder, channelFile, from, to)

    const reading = openFeed(folder, world).channel(acme, 'full')

    await expect(reading).rejects.toMatchObject({ code: 'verification' })
  })

  test('whose connection breaks is read again', async () => {
    await using world = await testWorld()
    await using server = await serveFeed(await smallFeed(world))
    server.breaks(channelFile, 'cut', 1)

    const channel = await openFeed(server.url, world).channel(acme, 'full')

    expect(channel.levels).toHaveLength(1)
    expect(server.requests).toEqual([channelFile, channelFile])
  })

  test('whose connection always breaks is unreachable', async () => {
    await using world = await testWorld()
    await using server = await serveFeed(await smallFeed(world))
    server.breaks(channelFile, 'cut')

    const reading = openFeed(server.url, world).channel(acme, 'full')

    await expect(reading).rejects.toMatchObject({ code: 'unreachable' })
    expect(server.requests).toHaveLength(3)
  })
})

describe('a file list', () => {
  test.each([
    ['changed', { content: '{}' }],
    ['endless', 'endless' as const],
    ['missing', { status: 404 }],
  ])('that is %s is refused', async (_what, fault) => {
    await using world = await testWorld()
    await using server = await serveFeed(await smallFeed(world))
    server.breaks(listFile, fault)
    const feed = openFeed(server.url, world)
    const channel = await feed.channel(acme, 'full')

    const reading = feed.fileList(channel, 1)

    await expect(reading).rejects.toMatchObject({
      code: 'verification',
      message: expect.stringContaining(listFile),
    })
  })

  test('with hostile paths and links is refused, and every one is named', async () => {
    await using world = await testWorld()
    const folder = await smallFeed(world)
    const file = { kind: 'file', sha256: sha256(''), size: 0, mode: 0o644, class: 'vendor' }
    const link = { kind: 'link', target: '../../etc', class: 'vendor' }
    await plantList(folder, { '../up': file, '/etc/passwd': file, away: link, 'x/y': file, x: file })
    const feed = openFeed(folder, world)
    const channel = await feed.channel(acme, 'full')

    const reading = feed.fileList(channel, 1)

    const problems = ['../up', '/etc/passwd', 'x/y', 'away'].map(path =>
      expect.objectContaining({ message: expect.stringContaining(JSON.stringify(path)) }),
    )
    await expect(reading).rejects.toMatchObject({ code: 'verification', problems })
  })
})

describe('a blob', () => {
  const content = 'the content'
  const wanted = { sha256: sha256(content), size: content.length, path: 'lib/a.jar' }

  test.each([
    ['has other content', { content: 'THE CONTENT' }, 'has the SHA-256'],
    ['is too short', { content: 'the' }, 'has 3 bytes, not 11'],
    ['is too long', { content: `${content}!` }, 'is longer than its 11 bytes'],
    ['never ends', 'endless' as const, 'is longer than its 11 bytes'],
    ['is missing', { status: 404 }, 'is missing from the feed'],
  ])('that %s is refused with its path, and nothing of it is kept', async (_what, fault, message) => {
    await using world = await testWorld()
    await using server = await serveFeed(world.temporary)
    server.breaks(blobPath(wanted.sha256), fault)
    const folder = join(world.temporary, 'fetched')
    await mkdir(folder)

    const fetching = openFeed(server.url, world).fetchBlobs([wanted], folder)

    await expect(fetching).rejects.toMatchObject({
      code: 'verification',
      message: expect.stringMatching(new RegExp(`lib/a.jar.*${message}`)),
    })
    expect(await readdir(folder)).toEqual([])
  })

  test('that is refused ends all fetching: nothing goes on behind the error', async () => {
    let running = 0
    await using world = await testWorld({
      fetch: async (url, options) => {
        running += 1
        return fetch(url, options).finally(() => (running -= 1))
      },
    })
    await using server = await serveFeed(world.temporary)
    const many = Array.from({ length: 30 }, (_, index) => ({ ...wanted, sha256: sha256(String(index)) }))
    for (const { sha256 } of many) server.breaks(blobPath(sha256), { status: 503 }, 2)
    server.breaks(blobPath(sha256('0')), { content: 'a lie' })
    const folder = join(world.temporary, 'fetched')
    await mkdir(folder)

    const fetching = openFeed(server.url, world).fetchBlobs(many, folder)

    await expect(fetching).rejects.toMatchObject({ code: 'verification' })
    expect(running).toBe(0)
    expect(new Set(server.requests).size).toBeLessThanOrEqual(6)
  })
})
