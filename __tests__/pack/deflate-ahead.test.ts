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

test.each([
  ['is compressed already', Buffer.from('PK\x03\x04'.repeat(400_000)), false],
  ['grew after it was deflated', 'a text\n'.repeat(200_000), true],
])('what %s is left to the writer', async (_what, content, grows) => {
  await using folder = await temporaryFolder(tmpdir(), 'ahead-')
  const home = join(folder.path, 'home')
  await writeTree(home, { big: content, 'small.txt': texts['0.txt'] ?? '' })
  const [big, small, gone] = ['big', 'small.txt', 'gone'].map(path => join(home, path))
  if (big === undefined || small === undefined || gone === undefined) throw new Error('Three are needed.')

  // The biggest is deflated first: where the small one is, its turn was over.
  let control = null
  const left = []
  for (let pause = 250; control === null && pause < 30_000; pause *= 2) {
    await using ahead = deflateAhead([gone, small, big].map(path => ({ path, size: 900_000 })))
    await setTimeout(pause)
    if (grows) await appendFile(big, 'more')
    left.push(await ahead.take(gone), await ahead.take(big))
    control = await ahead.take(small)
  }

  expect(control).not.toBeNull()
  expect(left.every(taken => taken === null)).toBe(true)
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
