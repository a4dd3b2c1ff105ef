import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type FeedTransport, transportFor } from '../../src/feed/transport.ts'
import { serveFeed } from '../helpers/feed-server.ts'
import { type TestWorld, testWorld } from '../helpers/world.ts'

const token = { UPDATE_TRAIN_FEED_TOKEN: 'secret' }

/** A server that has one file, `feed.json`. */
async function serveOne(world: TestWorld) {
  await writeFile(join(world.temporary, 'feed.json'), 'the feed')
  return serveFeed(world.temporary)
}

async function textOf(transport: FeedTransport, path: string): Promise<string | null> {
  const pieces = await transport.open(path)
  if (pieces === null) return null
  const chunks: Uint8Array[] = []
  for await (const piece of pieces) chunks.push(piece)
  return Buffer.concat(chunks).toString('utf8')
}

describe('a feed on a web server', () => {
  test('gives its files, with one request each', async () => {
    await using world = await testWorld()
    await using server = await serveOne(world)

    const text = await textOf(transportFor(server.url, world), 'feed.json')

    expect(text).toBe('the feed')
    expect(server.requests).toEqual(['feed.json'])
  })

  test('says null for a file that is not there, without another try', async () => {
    await using world = await testWorld()
    await using server = await serveOne(world)

    const text = await textOf(transportFor(server.url, world), 'other.json')

    expect(text).toBeNull()
    expect(server.requests).toEqual(['other.json'])
  })

  test('is asked again after the pause that a 503 wants', async () => {
    await using world = await testWorld()
    await using server = await serveOne(world)
    server.breaks('feed.json', { status: 503, headers: { 'retry-after': '7' } }, 1)

    const text = await textOf(transportFor(server.url, world), 'feed.json')

    expect(text).toBe('the feed')
    expect(world.naps).toEqual([7000])
  })

  test.each([
    ['as many seconds as we wait at most', '86400', 60_000],
    ['a date that is over', 'Thu, 01 Jan 2015 00:00:00 GMT', 0],
    ['nonsense', 'soon', 500],
  ])('may name for a 429 %s', async (_what, after, nap) => {
    await using world = await testWorld()
    await using server = await serveOne(world)
    server.breaks('feed.json', { status: 429, headers: { 'retry-after': after } }, 1)

    await textOf(transportFor(server.url, world), 'feed.json')

    expect(world.naps).toEqual([nap])
  })

  test('is given up after three tries, with growing pauses', async () => {
    await using world = await testWorld()
    await using server = await serveOne(world)
    server.breaks('feed.json', { status: 500 })

    const reading = textOf(transportFor(server.url, world), 'feed.json')

    await expect(reading).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('HTTP 500'),
    })
    expect(server.requests).toHaveLength(3)
    expect(world.naps).toEqual([500, 1000])
  })

  test('is unreachable where nobody listens', async () => {
    await using world = await testWorld()
    const gone = await serveOne(world)
    await gone[Symbol.asyncDispose]()

    const reading = textOf(transportFor(gone.url, world), 'feed.json')

    await expect(reading).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    })
    expect(world.naps).toHaveLength(2)
  })

  test.each([
    [401, 'Enter valid credentials'],
    [403, 'active subscription'],
  ])('that answers %i has refused, and is not asked again', async (status, hint) => {
    await using world = await testWorld()
    await using server = await serveOne(world)
    server.breaks('feed.json', { status })

    const reading = textOf(transportFor(server.url, world), 'feed.json')

    await expect(reading).rejects.toMatchObject({ code: 'refused', hint: expect.stringContaining(hint) })
    expect(server.requests).toHaveLength(1)
  })

  test('behind a proxy that wants credentials has refused', async () => {
    // As undici's proxy agent fails (lib/dispatcher/proxy-agent.js); `fetch` hides a 407 of the server's own.
    const cause = new Error('Proxy response (407) !== 200 when HTTP Tunneling')
    await using world = await testWorld({
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause })),
    })

    const reading = textOf(transportFor('https://feed.example', world), 'feed.json')

    await expect(reading).rejects.toMatchObject({
      code: 'refused',
      hint: expect.stringContaining('HTTPS_PROXY'),
    })
    expect(world.naps).toEqual([])
  })

  test('is asked once where the request itself is wrong', async () => {
    await using world = await testWorld()
    await using server = await serveOne(world)
    server.breaks('feed.json', { status: 400 })

    const reading = textOf(transportFor(server.url, world), 'feed.json')

    await expect(reading).rejects.toMatchObject({ code: 'unreachable' })
    expect(server.requests).toHaveLength(1)
  })

  test('is left alone once the run is interrupted', async () => {
    const reason = new Error('Ctrl-C')
    await using world = await testWorld({ signal: AbortSignal.abort(reason) })
    await using server = await serveOne(world)

    const reading = textOf(transportFor(server.url, world), 'feed.json')

    await expect(reading).rejects.toBe(reason)
    expect(server.requests).toEqual([])
  })
})

describe('credentials', () => {
  test.each([
    ['a token', token, 'Bearer secret'],
    [
      'name and password',
      { UPDATE_TRAIN_FEED_USERNAME: 'ann', UPDATE_TRAIN_FEED_PASSWORD: 'pass:w$rd' },
      `Basic ${Buffer.from('ann:pass:w$rd').toString('base64')}`,
    ],
    ['nothing', {}, undefined],
  ])('from %s of the environment go to the feed', async (_what, env, header) => {
    await using world = await testWorld({ env })
    await using server = await serveOne(world)

    await textOf(transportFor(server.url, world), 'feed.json')

    expect(server.authorizations).toEqual([header])
  })

  test('do not follow a redirect to another server', async () => {
    await using world = await testWorld({ env: token })
    await using other = await serveOne(world)
    await using server = await serveOne(world)
    server.breaks('feed.json', { status: 302, headers: { location: `${other.url}/feed.json` } })

    const text = await textOf(transportFor(server.url, world), 'feed.json')

    expect(text).toBe('the feed')
    expect(server.authorizations).toEqual(['Bearer secret'])
    expect(other.authorizations).toEqual([undefined])
  })

  test('are not sent over plain http to another machine, and a warning says so', async () => {
    const sent: unknown[] = []
    const record: typeof fetch = (_url, options) => {
      sent.push(options?.headers)
      return Promise.resolve(new Response('the feed'))
    }
    await using world = await testWorld({ env: token, fetch: record })

    await textOf(transportFor('http://feed.example', world), 'feed.json')

    expect(sent).toEqual([{}])
    expect(world.warnings).toEqual([expect.stringContaining('http://feed.example is not https')])
  })

  test('in the address of the feed are refused and not repeated', async () => {
    await using world = await testWorld()

    const opening = () => transportFor('https://ann:secret@feed.example', world)

    expect(opening).toThrow(
      expect.objectContaining({ code: 'config', message: expect.not.stringContaining('secret') }),
    )
  })
})
