import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { diffTrees } from '../../src/pack/diff-trees.ts'
import { packTree } from '../../src/pack/inventory.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { diffOf, holdingsOf, manifestOf, patched } from '../helpers/diff-of.ts'
import { noise } from '../helpers/noise.ts'
import { type TestEntry, unixDirectory, unixFile, unixLink, writeZipOf, zipOf } from '../helpers/zip.ts'

const member = fc.record({
  seed: fc.integer({ min: 0, max: 3 }),
  length: fc.constantFrom(0, 10, 3000, 9000),
  deflate: fc.boolean(),
  descriptor: fc.boolean(),
})
type Member = { seed: number; length: number; deflate: boolean; descriptor: boolean }
const members = fc.dictionary(fc.constantFrom('a.class', 'b/c.class', 'd', 'e.txt'), member)

function archiveOf(
  content: Record<string, Member>,
  inner: Record<string, Member> | null,
  comment: string,
): Buffer {
  const entries: TestEntry[] = Object.entries(content).map(([name, { seed, length, ...how }]) => ({
    name,
    content: noise(seed, length),
    ...how,
  }))
  if (inner !== null) entries.push({ name: 'lib/inner.jar', content: archiveOf(inner, null, comment) })
  return zipOf(entries, { comment })
}

const content = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(members, fc.option(members), fc.constantFrom('', 'about'))
      .map(it => archiveOf(...it)),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }).map(text => Buffer.from(text.toWellFormed())) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom(0, 1, 20_000))
      .map(it => noise(...it)),
  },
)
const leaf = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ content, mode: fc.constantFrom(0o644, 0o755), deflate: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ link: fc.constantFrom('top', 'lib') }) },
  { weight: 1, arbitrary: fc.record({ directory: fc.constantFrom(0o755, 0o750) }) },
)
const names = ['a', 'a/b', 'lib/x_1.0.jar', 'lib/x_1.0.1.jar', 'lib/y-2.jar', 'lib', 'conf/é', 'top']
type Leaf = { content: Buffer; mode: number; deflate: boolean } | { link: string } | { directory: number }
const tree = fc.dictionary(fc.constantFrom(...names), leaf)

/** A tree and one that has much in common with it. */
const pair = fc
  .tuple(tree, tree, fc.subarray(names))
  .map(([one, changes, gone]) => [one, without({ ...one, ...changes }, gone)] as const)

function without(leaves: Record<string, Leaf>, gone: readonly string[]): Record<string, Leaf> {
  return Object.fromEntries(Object.entries(leaves).filter(([path]) => !gone.includes(path)))
}

/** The zip entries of a tree; what lies below a file or link is left out. */
function entriesOf(leaves: Record<string, Leaf>): TestEntry[] {
  const isBlocked = (path: string): boolean =>
    Object.entries(leaves).some(([other, what]) => path.startsWith(`${other}/`) && !('directory' in what))
  return Object.entries<Leaf>({ ...leaves, always: { directory: 0o755 } }).flatMap(
    ([path, what]): TestEntry[] => {
      const name = `p-1/${path}`
      if (isBlocked(path)) return []
      if ('directory' in what) return [{ name: `${name}/`, mode: unixDirectory | what.directory }]
      if ('link' in what) return [{ name, content: what.link, mode: unixLink | 0o777 }]
      return [{ name, content: what.content, deflate: what.deflate, mode: unixFile | what.mode }]
    },
  )
}

test('any pack is patched to any other one, entry by entry, by a diff zip that has the same bytes each time', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'patch-')
  let ranges = 0
  await fc.assert(
    fc.asyncProperty(pair, async ([one, other]) => {
      const before = await writeZipOf(folder.path, entriesOf(one), {}, 'before.zip')
      const after = await writeZipOf(folder.path, entriesOf(other), {}, 'after.zip')
      const diff = await diffOf(before, after, folder.path)
      const again = await diffOf(before, after, folder.path)

      const result = await patched(before, diff, folder.path)

      ranges += (await manifestOf(diff)).changes.filter(({ kind }) => kind === 'ranges').length
      expect(await holdingsOf(result)).toEqual(await holdingsOf(after))
      expect((await readFile(again)).equals(await readFile(diff))).toBe(true)
    }),
    { numRuns: 100, seed: 7 },
  )
  expect(ranges).toBeGreaterThan(10)
}, 60_000)

test('paths that every object of JavaScript inherits are paths like any other', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'patch-')
  const file = (name: string, mode = 0o644): TestEntry => ({
    name: `p-1/${name}`,
    content: name === 'hasOwnProperty' ? 'valueOf' : name,
    mode: unixFile | mode,
  })
  const olds = ['a', 'constructor', 'toString', '__proto__', 'valueOf'].map(name => file(name))
  const news = [file('a'), file('toString'), file('__proto__', 0o755), file('hasOwnProperty')]
  const before = await writeZipOf(folder.path, olds, {}, 'before.zip')
  const after = await writeZipOf(folder.path, news, {}, 'after.zip')
  const diff = await diffOf(before, after, folder.path)
  await using old = await openPack(before)
  await using now = await openPack(after)
  const [one, two] = [await packTree(old), await packTree(now)]

  await using result = await openPack(await patched(before, diff, folder.path))

  expect(await packTree(result)).toEqual(two)
  const { base, theirs } = diffTrees(await manifestOf(diff), one)
  expect([...base]).toEqual(
    expect.arrayContaining(
      [...one].filter(([path]) => ['constructor', '__proto__', 'valueOf'].includes(path)),
    ),
  )
  expect([...theirs.keys()].sort()).toEqual(['__proto__', 'hasOwnProperty'])
})
