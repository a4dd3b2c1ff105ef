import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@jest/globals'
import { transportFor } from '../../src/feed/transport.ts'
import { testWorld } from '../helpers/world.ts'

async function textOf(pieces: AsyncIterable<Uint8Array> | null): Promise<string | null> {
  if (pieces === null) return null
  const chunks: Uint8Array[] = []
  for await (const piece of pieces) chunks.push(piece)
  return Buffer.concat(chunks).toString('utf8')
}

test.each([
  ['its path', (folder: string) => folder],
  ['a file address', (folder: string) => pathToFileURL(folder).href],
])('a feed in a folder is read by %s', async (_what, locationOf) => {
  await using world = await testWorld()
  await writeFile(join(world.temporary, 'feed.json'), 'the feed')
  const transport = transportFor(locationOf(world.temporary), world)

  const text = await textOf(await transport.open('feed.json'))

  expect(text).toBe('the feed')
})

test.each(['other.json', 'feed.json/below'])('%s, which the folder has not, is null', async path => {
  await using world = await testWorld()
  await writeFile(join(world.temporary, 'feed.json'), 'the feed')

  const pieces = await transportFor(world.temporary, world).open(path)

  expect(pieces).toBeNull()
})

test('an address of another kind is refused', async () => {
  await using world = await testWorld()

  const opening = () => transportFor('ftp://feed.example/', world)

  expect(opening).toThrow(
    expect.objectContaining({ code: 'config', message: expect.stringContaining('ftp://') }),
  )
})
