import { randomBytes } from 'node:crypto'
import { appendFile, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { deflateAhead } from '../../src/pack/deflate-ahead.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { pinnedDeflate } from '../../src/pack/pinned-deflate.ts'
import { createPack } from '../../src/pack/write-pack.ts'
import { writeTree } from '../helpers/tree.ts'

/** Big enough for a thread. */
const texts = Object.fromEntries(
  Array.from({ length: 30 }, (_, index) => [
    `${index}.txt`,
    Array.from({ length: 9000 + 500 * index }, (_, line) => `${index} ${(line * 7919) % 1013}\n`).join(''),
  ]),
)

test('what another thread deflates is what this one would write', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'ahead-')
  const home = join(folder.path, 'home')
  await writeTree(home, texts)
  const files = Object.entries(texts).map(([path, { length: size }]) => ({ path: join(home, path), size }))

  const found = []
  // What is asked for before the thread has come to it is left to the writer.
  for (let pause = 250; found.length === 0 && pause < 30_000; pause *= 2) {
    await using ahead = deflateAhead(files)
    await setTimeout(pause)
    for (const { path } of files) {
      const deflated = await ahead.take(path)
      if (deflated !== null) found.push({ path, deflated })
    }
  }

  expect(found).not.toHaveLength(0)
  for (const { path, deflated } of found) {
    const content = await readFile(path)
    expect(deflated).toMatchObject({ size: content.length, crc32: crc32(content) })
    const here: Buffer[] = []
    const deflate = pinnedDeflate(piece => here.push(Buffer.from(piece)))
    deflate.push(content)
    deflate.end()
    expect(Buffer.concat(deflated.pieces)).toEqual(Buffer.concat(here))
  }
})

test('what does not get smaller, is compressed already, or changes meanwhile is left to the writer', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'ahead-')
  const home = join(folder.path, 'home')
  await writeTree(home, {
    noise: randomBytes(900_000),
    jar: Buffer.from('PK\x03\x04'.repeat(200_000)),
    ...texts,
  })
  const paths = ['noise', 'jar', '29.txt', 'gone'].map(path => join(home, path))
  await using ahead = deflateAhead(paths.map(path => ({ path, size: 900_000 })))

  const noise = await ahead.take(paths[0] ?? '')
  await appendFile(paths[2] ?? '', 'more')
  const others = await Promise.all(paths.slice(1).map(path => ahead.take(path)))

  expect([noise, ...others]).toEqual([null, null, null, null])
})

test('a pack of many texts is whole, whoever deflated them', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'ahead-')
  const [home, out] = [join(folder.path, 'home'), join(folder.path, 'out.zip')]
  await writeTree(home, texts)

  await createPack({ home, root: 'p-1', out, timestamp: 0 })

  await using pack = await openPack(out)
  for (const [path, text] of Object.entries(texts))
    expect((await pack.read(path, text.length)).toString()).toBe(text)
})
