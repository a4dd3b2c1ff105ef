import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { sha256 } from '../../src/kernel/sha256.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { openArchive } from '../../src/pack/archive.ts'
import { contentDigest } from '../../src/pack/content-digest.ts'
import { diffManifestName } from '../../src/pack/diff-manifest.ts'
import { writeDiffZip } from '../../src/pack/diff-zip.ts'
import { comparePacks, compareTrees } from '../../src/pack/difference.ts'
import { readWhole } from '../../src/pack/entry-content.ts'
import { packTree } from '../../src/pack/inventory.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import type { TreeEntry } from '../../src/pack/tree.ts'
import { diffOf, holdingsOf, manifestOf, patched } from '../helpers/diff-of.ts'
import { noise as noiseOf } from '../helpers/noise.ts'
import { type TestEntry, unixDirectory, unixFile, writeZipOf, zipOf } from '../helpers/zip.ts'

const file = (path: string, content: string, mode = 0o644): TestEntry => ({
  name: `p-1/${path}`,
  content,
  deflate: true,
  mode: unixFile | mode,
})
const folderOf = (path: string): TestEntry => ({ name: `p-1/${path}/`, mode: unixDirectory | 0o750 })
const held = (content: string): object => ({ sha256: sha256(content), size: content.length, mode: 0o644 })
const sides = [
  [file('a', 'a'), file('b', 'old'), file('c', 'moved'), file('d', 'gone'), file('e', 'e'), folderOf('f')],
  [
    file('a', 'a'),
    file('b', 'new'),
    file('z', 'moved'),
    file('n', 'added'),
    file('e', 'e', 0o755),
    folderOf('g'),
  ],
] as const

test('a diff zip says what changed and holds changed and added files as they lie in the new pack', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  await using before = await openPack(await writeZipOf(folder.path, sides[0], {}, 'before.zip'))
  await using after = await openPack(await writeZipOf(folder.path, sides[1], {}, 'after.zip'))
  const trees = [await packTree(before), await packTree(after)] as const
  const digests = { before: contentDigest(trees[0]), after: contentDigest(trees[1]) }
  const packs = { before: '0'.repeat(64), after: '1'.repeat(64) }
  const out = join(folder.path, 'diff.zip')

  await writeDiffZip({
    before: { pack: before, tree: trees[0], contentDigest: digests.before, sha256: packs.before },
    after: { pack: after, tree: trees[1], contentDigest: digests.after, sha256: packs.after },
    isState: path => path === 'n',
    out,
    folder: folder.path,
    timestamp: 0,
  })

  await using diff = await openArchive(out)
  const [manifest, ...files] = diff.entries
  const text = manifest === undefined ? '' : readWhole(diff, manifest).toString()
  expect(manifest?.name).toBe(diffManifestName)
  expect(JSON.parse(text)).toEqual({
    format: 'update-train-diff',
    version: 1,
    root: 'p-1',
    contentDigest: digests,
    sha256: packs,
    removed: ['d'],
    renamed: [{ from: 'c', to: 'z' }],
    modes: { e: 0o755, g: 0o750, z: 0o644 },
    addedDirectories: ['g'],
    removedDirectories: ['f'],
    unlistedDirectories: [],
    before: { c: held('moved'), d: held('gone'), e: held('e') },
    state: ['n'],
    changes: [
      { path: 'b', kind: 'whole', before: held('old'), after: held('new'), undo: ['old'] },
      { path: 'n', kind: 'whole', before: null, after: held('added') },
    ],
  })
  expect(files.map(entry => entry.name)).toEqual(['p-1/b', 'p-1/n'])
  const [bytes, source] = [await readFile(out), await readFile(after.path)]
  for (const entry of files) {
    const original = after.archive.entries.find(({ name }) => name === entry.name)
    const lies = source.subarray(original?.start, original?.end)
    expect(bytes.subarray(entry.start, entry.end).equals(lies)).toBe(true)
  }
  expect(comparePacks(before, after)).toEqual(compareTrees(...trees))
})

test('many bytes are planned in other threads, and lead to the new pack all the same', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  const noise = randomBytes(3 * 1024 * 1024)
  const big = (index: number, kind: string): TestEntry => ({
    ...file(`lib/${index}.bin`, ''),
    content: Buffer.concat([noise, Buffer.from(`${kind} ${index}`), noise]),
    deflate: index === 0,
  })
  const packs = ['old', 'new'].map(kind => [
    ...[0, 1, 2].map(index => big(index, kind)),
    file('conf/a.txt', `port = ${kind}\n`.repeat(999)),
  ])
  const before = await writeZipOf(folder.path, packs[0] ?? [], {}, 'before.zip')
  const after = await writeZipOf(folder.path, packs[1] ?? [], {}, 'after.zip')

  const diff = await diffOf(before, after, folder.path)

  const { changes } = await manifestOf(diff)
  expect(changes.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
    'whole conf/a.txt',
    'ranges lib/0.bin',
    'ranges lib/1.bin',
    'ranges lib/2.bin',
  ])
  expect((await readFile(diff)).length).toBeLessThan(20_000)
  expect(await holdingsOf(await patched(before, diff, folder.path))).toEqual(await holdingsOf(after))
})

test('of files with one content, one travels: what has no old file whole, others as ranges of one old content', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  const [bytes, text] = [noiseOf(1, 9000), noiseOf(2, 4000).toString('hex')]
  const jar = (content: string): Buffer =>
    zipOf([
      { name: 'a.class', content: bytes },
      { name: 'b.class', content },
    ])
  const packs = ['old', 'new'].map(kind => [
    { ...file('b/x.jar', '', 0o755), content: jar(kind) },
    { ...file('c/x.jar', ''), content: jar(kind) },
    { ...file('d/x.jar', ''), content: jar(kind === 'old' ? 'older' : kind) },
    { ...file('e/y.jar', ''), content: jar(`${kind}est`) },
    file('t/a.txt', `${text}${kind}`),
    file('t/b.txt', `${text}${kind}`),
    file('updates/x', kind === 'old' ? 'x' : `${text}x`),
  ])
  const [before = [], after = []] = packs
  const [one, two] = [
    await writeZipOf(folder.path, before, {}, 'before.zip'),
    await writeZipOf(
      folder.path,
      [...after, { ...file('f.jar', ''), content: jar('newest') }, file('z', `${text}x`)],
      {},
      'after.zip',
    ),
  ]

  const diff = await diffOf(one, two, folder.path)

  expect((await manifestOf(diff)).changes.map(({ path, kind, as }) => [path, kind, as])).toEqual([
    ['b/x.jar', 'ranges', undefined],
    ['c/x.jar', 'same', 'b/x.jar'],
    ['d/x.jar', 'ranges', undefined],
    ['e/y.jar', 'same', 'f.jar'],
    ['f.jar', 'whole', undefined],
    ['t/a.txt', 'whole', undefined],
    ['t/b.txt', 'whole', undefined],
    ['updates/x', 'whole', undefined],
    ['z', 'whole', undefined],
  ])
  expect(await holdingsOf(await patched(one, diff, folder.path))).toEqual(await holdingsOf(two))
})

test('a manifest that would be too long to be read has files travel whole, or says so', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  // Not the same bytes each time, which nothing here depends on.
  const noise = randomBytes(6000)
  const jar = (version: string) =>
    zipOf([
      { name: 'a.class', content: noise },
      { name: 'b.class', content: version },
    ])
  const pack = (name: string, version: string) =>
    writeZipOf(folder.path, [file('b.txt', version), { name: 'p-1/x.jar', content: jar(version) }], {}, name)
  const [before, after] = [await pack('before.zip', 'one'), await pack('after.zip', 'two')]
  const full = await diffOf(before, after, folder.path)
  const bytes = await manifestBytesOf(full)

  const shorter = await diffOf(before, after, folder.path, bytes - 1)
  const shortest = await diffOf(before, after, folder.path, bytes - 60)
  const tooShort = diffOf(before, after, folder.path, 100)

  const waysOf = async (diff: string) =>
    (await manifestOf(diff)).changes.map(({ kind, undo }) => `${kind} ${undo === undefined ? '-' : 'undo'}`)
  expect(await waysOf(full)).toEqual(['whole undo', 'ranges -'])
  expect(await waysOf(shorter)).toEqual(['whole undo', 'whole -'])
  expect(await waysOf(shortest)).toEqual(['whole -', 'whole -'])
  await expect(tooShort).rejects.toMatchObject({ code: 'failure' })
  for (const diff of [shorter, shortest])
    expect(await holdingsOf(await patched(before, diff, folder.path))).toEqual(await holdingsOf(after))
})

test('a hundred thousand files of one content that moved are paired in their order, and at once', () => {
  const names = Array.from({ length: 100_000 }, (_, index) => String(index).padStart(6, '0'))
  const entry = { kind: 'file', mode: 0o644, size: 1, sha256: '0'.repeat(64) } as const
  const side = (folder: string) => new Map(names.map(name => [`${folder}/${name}`, entry]))

  const { renamed, added, removed } = compareTrees(side('old'), side('new'))

  expect([added, removed]).toEqual([[], []])
  expect(renamed.map(({ from, to }) => `${from} ${to}`)).toEqual(names.map(name => `old/${name} new/${name}`))
}, 5000)

test('the digest of a content changes with names, bytes and permission bits, not with state, updates or folders', () => {
  const tree = (path: string, mode: number, content: string) =>
    new Map([[path, { kind: 'file', mode, size: 1, sha256: content.repeat(64) } as const]])
  const base = tree('a', 0o644, '0')

  const others = [tree('b', 0o644, '0'), tree('a', 0o755, '0'), tree('a', 0o644, '1')].map(it =>
    contentDigest(it),
  )
  const same = [
    contentDigest(new Map([...base, ...tree('updates/x', 0o644, '2')])),
    contentDigest(new Map<string, TreeEntry>([...base, ['f', { kind: 'directory', mode: 0o755 }]])),
    contentDigest(new Map([...base, ...tree('state', 0o644, '2')]), path => path === 'state'),
  ]

  expect(new Set([contentDigest(base), ...others]).size).toBe(4)
  expect(new Set(same)).toEqual(new Set([contentDigest(base)]))
})

async function manifestBytesOf(diff: string): Promise<number> {
  await using zip = await openArchive(diff)
  return zip.entries.find(({ name }) => name === diffManifestName)?.size ?? 0
}
