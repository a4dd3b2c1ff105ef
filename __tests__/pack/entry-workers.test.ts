import { lstat, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { sha256 } from '../../src/kernel/sha256.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { areManyBytes } from '../../src/pack/entry-workers.ts'
import { extractPack } from '../../src/pack/extract.ts'
import { packTree } from '../../src/pack/inventory.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { openQuestions } from '../../src/pack/pack-threads.ts'
import {
  extendedTimestamp,
  type TestEntry,
  unixDirectory,
  unixFile,
  unixLink,
  writeZipOf,
} from '../helpers/zip.ts'

/** Enough for threads: one that is streamed, one that is inflated at once, one that is stored, and many small ones. */
const contents: Record<string, Buffer> = {
  'lib/streamed.jar': Buffer.alloc(50_000_000, 'streamed '),
  'lib/whole.jar': Buffer.alloc(7_000_000, 'whole '),
  'lib/stored.jar': Buffer.alloc(13_000_000, 'stored '),
  ...Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [
      `conf/${index % 7}/${index}.conf`,
      Buffer.from(`value = ${index}`),
    ]),
  ),
}

const packed: TestEntry[] = [
  ...Object.entries(contents).map(([path, content], index) => ({
    name: `p-1/${path}`,
    content,
    deflate: path !== 'lib/stored.jar',
    descriptor: index % 2 === 0,
    mode: unixFile | (index % 3 === 0 ? 0o755 : 0o640),
    extra: extendedTimestamp(1_700_000_000 + index),
  })),
  { name: 'p-1/now', content: 'lib/whole.jar', mode: unixLink | 0o777 },
  { name: 'p-1/closed/', mode: unixDirectory | 0o500 },
]

/** The same pack with another entry among its files. */
const alsoWith = (entry: TestEntry): TestEntry[] => [...packed.slice(0, 50), entry, ...packed.slice(50)]

test('threads unpack and hash a big pack as it is', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'workers-')
  await using pack = await openPack(await writeZipOf(folder.path, packed))
  const home = join(folder.path, 'home')
  const seen: unknown[] = []

  await extractPack(pack, home, { progress: (...all) => seen.push(all) })
  const tree = await packTree(pack)

  expect(areManyBytes([...pack.entries.values()])).toBe(true)
  for (const [path, content] of Object.entries(contents)) {
    const [stat, entry] = [await lstat(join(home, path)), pack.entries.get(path)]
    expect([sha256(await readFile(join(home, path))), stat.mode & 0o777, stat.mtimeMs]).toEqual([
      ...[sha256(content), entry?.mode, entry?.modified],
    ])
    expect(tree.get(path)).toEqual({
      kind: 'file',
      sha256: sha256(content),
      size: content.length,
      mode: entry?.mode,
    })
  }
  expect((await lstat(join(home, 'closed'))).mode & 0o777).toBe(0o500)
  const total = Object.values(contents).reduce((sum, { length }) => sum + length, 0)
  expect(seen.at(-1)).toEqual([total, total, { done: 303, total: 303 }])
}, 60_000)

test('what a thread finds wrong is told with the entry, and nothing stays', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'workers-')
  const wrong = { name: 'p-1/conf/wrong', content: 'abc', crc32: 7 }
  await using pack = await openPack(await writeZipOf(folder.path, alsoWith(wrong)))
  const home = join(folder.path, 'home')

  const extracting = extractPack(pack, home)

  await expect(extracting).rejects.toMatchObject({
    code: 'pack-damaged',
    hint: expect.stringContaining('SHA-256'),
  })
  await expect(extracting).rejects.toThrow('"p-1/conf/wrong", the content does not match its CRC-32')
  expect(await readdir(home)).toEqual([])
  await expect(packTree(pack)).rejects.toMatchObject({ code: 'pack-damaged' })
}, 60_000)

test('an abort ends the threads, and nothing stays', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'workers-')
  await using pack = await openPack(await writeZipOf(folder.path, packed))
  const [home, abort] = [join(folder.path, 'home'), new AbortController()]

  const extracting = extractPack(pack, home, {
    signal: abort.signal,
    progress: () => abort.abort(new Error('stop')),
  })

  await expect(extracting).rejects.toThrow('stop')
  expect(await readdir(home)).toEqual([])
}, 60_000)

test('who is stopped, or finds something wrong, leaves the threads to the others', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'workers-')
  const wrong = { name: 'p-1/conf/wrong', content: 'abc', crc32: 7 }
  await using pack = await openPack(await writeZipOf(folder.path, packed))
  await using damaged = await openPack(await writeZipOf(folder.path, alsoWith(wrong), {}, 'damaged.zip'))
  const abort = new AbortController()
  const stopping = extractPack(pack, join(folder.path, 'home'), {
    signal: abort.signal,
    progress: () => abort.abort(new Error('stop')),
  })

  const [stopped, failed, tree] = await Promise.allSettled([stopping, packTree(damaged), packTree(pack)])

  expect([stopped, failed]).toMatchObject([
    { reason: { message: 'stop' } },
    { reason: { code: 'pack-damaged' } },
  ])
  const found = tree.status === 'fulfilled' ? tree.value : new Map()
  for (const [path, content] of Object.entries(contents))
    expect(found.get(path)).toMatchObject({ kind: 'file', sha256: sha256(content) })
}, 60_000)

test('a question that cannot be put takes no thread with it', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'workers-')
  await using pack = await openPack(await writeZipOf(folder.path, packed))
  await using questions = openQuestions(undefined)
  const request = (): never => {
    throw new Error('no room')
  }

  const asked = Array.from({ length: 5 }, () => questions.ask({ request, bytes: 1 }))

  for (const answer of await Promise.allSettled(asked))
    expect(answer).toMatchObject({ status: 'rejected', reason: { message: 'no room' } })
  expect(await packTree(pack)).toHaveProperty('size', Object.keys(contents).length + 2)
}, 60_000)
