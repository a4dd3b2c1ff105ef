import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openPromise } from 'yauzl'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { extractPack } from '../../src/pack/extract.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { createPack, repack } from '../../src/pack/write-pack.ts'
import { type Content, readTree, writeTree } from '../helpers/tree.ts'
import { type TestEntry, unixDirectory, unixFile, unixLink, writeZipOf } from '../helpers/zip.ts'

const timestamp = Date.UTC(2026, 0, 2, 3, 4, 6)

/** What yauzl, a reader that is not ours, finds in a zip: name → content. */
async function readForeign(path: string): Promise<Record<string, string>> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false })
  const found: Record<string, string> = {}
  for await (const entry of zip.eachEntry()) {
    found[entry.fileName] = (await buffer(await zip.openReadStreamPromise(entry))).toString()
  }
  zip.close()
  return found
}

/** Unpacks a zip of ours beside it and reads the tree. */
async function unpack(path: string): Promise<Record<string, string>> {
  await using pack = await openPack(path)
  await extractPack(pack, `${path}.home`)
  return await readTree(`${path}.home`)
}

const old: TestEntry[] = [
  { name: 'p-1/', mode: unixDirectory | 0o755 },
  {
    name: 'p-1/lib/keep.jar',
    content: 'kept '.repeat(99),
    deflate: true,
    descriptor: true,
    mode: unixFile | 0o644,
  },
  { name: Buffer.from('702d312f6b81', 'hex'), content: 'cp437' },
  { name: 'p-1/bin/run.sh', content: 'echo 1\n', mode: unixFile | 0o644 },
  { name: 'p-1/gone.txt', content: 'gone', mode: unixFile | 0o644 },
  { name: 'p-1/conf.toml', content: 'port = 1\n', deflate: true, mode: unixFile | 0o644 },
  { name: 'p-1/now', content: 'lib', mode: unixLink | 0o777 },
]

test('repack copies what did not change as it lies and writes the rest anew', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  const zip = await writeZipOf(folder.path, old, { comment: 'made by acme' })
  const home = join(folder.path, 'home')
  const out = join(folder.path, 'out.zip')
  await using from = await openPack(zip)
  await extractPack(from, home)
  await writeFile(join(home, 'conf.toml'), 'port = 2\n')
  await rm(join(home, 'gone.txt'))
  await chmod(join(home, 'bin/run.sh'), 0o755)
  await writeTree(home, { 'z new.txt': 'new', 'a/ü.txt': 'ü', empty: { directory: 0o755 } })

  const written = await repack({ from, home, out, timestamp })

  const bytes = await readFile(out)
  const before = await readFile(zip)
  await using pack = await openPack(out)
  expect(written).toEqual({ size: bytes.length })
  expect([...pack.entries.keys()]).toEqual([
    ...['lib/keep.jar', 'kü', 'bin/run.sh', 'now', 'conf.toml', 'a/ü.txt', 'empty', 'z new.txt'],
  ])
  for (const path of ['lib/keep.jar', 'kü', 'bin/run.sh', 'now']) {
    const [was, is] = [from.entries.get(path), pack.entries.get(path)]
    expect(bytes.subarray(is?.start, is?.end).equals(before.subarray(was?.start, was?.end))).toBe(true)
  }
  expect(pack.archive.comment.toString()).toBe('made by acme')
  expect(await unpack(out)).toEqual(await readTree(home))
  expect(await readForeign(out)).toMatchObject({
    'p-1/conf.toml': 'port = 2\n',
    'p-1/a/ü.txt': 'ü',
    'p-1/now': 'lib',
  })
})

test('paths that are not named stay as they were', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  const home = join(folder.path, 'home')
  const out = join(folder.path, 'out.zip')
  await using from = await openPack(await writeZipOf(folder.path, old))
  await extractPack(from, home)
  await writeFile(join(home, 'conf.toml'), 'port = 2\n')

  await repack({ from, home, out, timestamp, only: new Set(['lib', 'now']) })

  expect(await readForeign(out)).toMatchObject({ 'p-1/conf.toml': 'port = 1\n' })
})

test('a failure leaves no file, and a file that is there is not touched', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  const home = join(folder.path, 'home')
  const out = join(folder.path, 'out.zip')
  const big = Buffer.alloc(3 * 1024 * 1024, 'some text ')
  await writeTree(home, { a: big, b: big, link: { link: '/etc/passwd' } })
  await writeFile(join(folder.path, 'there.zip'), 'mine')

  const failed = createPack({ home, root: 'p-1', out, timestamp })
  const refused = createPack({ home, root: 'p-1', out: join(folder.path, 'there.zip'), timestamp })

  await expect(failed).rejects.toMatchObject({ code: 'pack-unsafe' })
  await expect(refused).rejects.toMatchObject({ code: 'not-writable' })
  expect((await readdir(folder.path)).sort()).toEqual(['home', 'there.zip'])
  expect(await readFile(join(folder.path, 'there.zip'), 'utf8')).toBe('mine')
})

test('an abort in the middle leaves no file', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  const home = join(folder.path, 'home')
  const out = join(folder.path, 'out.zip')
  const big = Buffer.alloc(16 * 1024 * 1024, 'some text ')
  await writeTree(home, { a: big })
  const abort = new AbortController()

  const work = { signal: abort.signal, progress: () => abort.abort(new Error('stop')) }
  const packing = createPack({ home, root: 'p-1', out, timestamp, ...work })

  await expect(packing).rejects.toThrow('stop')
  expect(await readdir(folder.path)).toEqual(['home'])
})

test('more than 65,535 entries get a zip64 end record that others read', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  const home = join(folder.path, 'home')
  const out = join(folder.path, 'out.zip')
  const names = Array.from({ length: 65_600 }, (_, index) => `p-1/f${index}`)
  await using from = await openPack(
    await writeZipOf(
      folder.path,
      names.map(name => ({ name })),
    ),
  )
  await mkdir(home)

  await repack({ from, home, out, timestamp, only: new Set() })

  const zip = await openPromise(out)
  expect(zip.entryCount).toBe(65_600)
  zip.close()
}, 60_000)

const name = fc.stringMatching(/^[a-z][a-z üß]{0,6}[a-z]$/)
const content: fc.Arbitrary<Content> = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.record({ content: fc.string({ maxLength: 50 }), mode: fc.constantFrom(0o755, 0o600, 0o444) }),
  fc.record({ link: name }),
)
const tree = fc.dictionary(
  fc.tuple(fc.constantFrom('A', 'B', 'C/D'), name).map(parts => parts.join('/')),
  content,
)

test('any tree comes out of its pack as it went in, and so does any change of it', async () => {
  const property = fc.asyncProperty(tree, tree, async (before, after) => {
    await using folder = await temporaryFolder(tmpdir(), 'pack-')
    const [first, second] = [join(folder.path, '1.zip'), join(folder.path, '2.zip')]
    const [one, two] = [join(folder.path, 'one'), join(folder.path, 'two')]
    await writeTree(one, before)
    await writeTree(two, after)

    await createPack({ home: one, root: 'p-1', out: first, timestamp })
    await using from = await openPack(first)
    await repack({ from, home: two, out: second, timestamp })

    expect(await unpack(first)).toEqual(await readTree(one))
    expect(await unpack(second)).toEqual(await readTree(two))
    await using pack = await openPack(second)
    expect(Object.keys(await readForeign(second)).map(path => path.replace(/\/$/, ''))).toEqual([
      ...['p-1', ...[...pack.entries.keys()].map(path => `p-1/${path}`)],
    ])
  })

  await fc.assert(property, { numRuns: 30 })
}, 30_000)
