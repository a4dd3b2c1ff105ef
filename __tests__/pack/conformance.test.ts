import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sha256 } from '../../src/kernel/sha256.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { extractPack } from '../../src/pack/extract.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { createPack, repack } from '../../src/pack/write-pack.ts'
import { type ForeignEntry, readStrictly, readWithFflate } from '../helpers/foreign-zip.ts'
import { additions, packEntries } from '../helpers/random-packs.ts'
import { type Content, readTree, writeTree } from '../helpers/tree.ts'
import { unixFile, unixLink, writeZipOf } from '../helpers/zip.ts'

const timestamp = Date.UTC(2026, 0, 2, 3, 4, 6)

test('any pack, updated, is read by two foreign readers as it was, with what was added', async () => {
  const property = fc.asyncProperty(packEntries, additions, async (entries, added) => {
    await using folder = await temporaryFolder(tmpdir(), 'conformance-')
    const before = await writeZipOf(folder.path, entries, { comment: 'made by acme' })
    const [home, after] = [join(folder.path, 'home'), join(folder.path, 'after.zip')]
    await using from = await openPack(before)
    await extractPack(from, home)
    await writeTree(home, added)

    await repack({ from, home, out: after, timestamp })

    const [old, found, alike] = [
      await readStrictly(before),
      await readStrictly(after),
      await readWithFflate(after),
    ]
    expect([...found.keys()].filter(name => !name.startsWith('p-1/added/'))).toEqual([...old.keys()])
    for (const [name, entry] of old) expect(found.get(name)).toEqual(entry)
    for (const [path, content] of Object.entries(added))
      expect(found.get(`p-1/${path}`)).toMatchObject(writtenOf(content))
    expect(Object.fromEntries(alike)).toEqual(digestsOf(found))
  })

  await fc.assert(property, { numRuns: 60, interruptAfterTimeLimit: 15_000 })
}, 60_000)

test('a pack that is written from a home alone is read by two foreign readers', async () => {
  const property = fc.asyncProperty(additions, async tree => {
    await using folder = await temporaryFolder(tmpdir(), 'conformance-')
    const [home, out] = [join(folder.path, 'home'), join(folder.path, 'out.zip')]
    await writeTree(home, tree)

    await createPack({ home, root: 'p-1', out, timestamp })

    const [found, alike] = [await readStrictly(out), await readWithFflate(out)]
    for (const [path, content] of Object.entries(tree))
      expect(found.get(`p-1/${path}`)).toMatchObject(writtenOf(content))
    expect(Object.fromEntries(alike)).toEqual(digestsOf(found))
  })

  await fc.assert(property, { numRuns: 40, interruptAfterTimeLimit: 15_000 })
}, 60_000)

/** What the zip must say of content that `writeTree` put there. */
function writtenOf(content: Content): Pick<ForeignEntry, 'sha256' | 'unixMode'> {
  if (typeof content === 'string' || content instanceof Uint8Array)
    return { sha256: sha256(content), unixMode: unixFile | 0o644 }
  if ('link' in content) return { sha256: sha256(content.link), unixMode: unixLink | 0o777 }
  if ('directory' in content) throw new Error('no directories are added')
  return { sha256: sha256(content.content), unixMode: unixFile | (content.mode ?? 0o644) }
}

function digestsOf(entries: ReadonlyMap<string, ForeignEntry>): Record<string, string> {
  return Object.fromEntries([...entries].map(([name, entry]) => [name, entry.sha256]))
}

test('permission bits count only where the entry was made on Unix', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'conformance-')
  const path = await writeZipOf(folder.path, [
    { name: 'p-1/unix', mode: unixFile | 0o751 },
    { name: 'p-1/unix-without-bits', mode: 0 },
    { name: 'p-1/dos' },
  ])
  await using pack = await openPack(path)
  const home = join(folder.path, 'home')
  await extractPack(pack, home)

  expect(await readTree(home)).toEqual({ unix: '751 ', 'unix-without-bits': '644 ', dos: '644 ' })
})

test('folders that are only implied are made, and are no entries of the pack written from it', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'conformance-')
  const [home, out] = [join(folder.path, 'home'), join(folder.path, 'out.zip')]
  await using from = await openPack(
    await writeZipOf(folder.path, [{ name: 'p-1/a/b/c/file', content: 'x' }, { name: 'p-1/empty-file' }]),
  )
  await extractPack(from, home)
  await writeTree(home, { 'a/b/other': 'y' })
  await rm(join(home, 'empty-file'))

  await repack({ from, home, out, timestamp })

  expect((await readdir(join(home, 'a/b'))).sort()).toEqual(['c', 'other'])
  expect([...(await readStrictly(out)).keys()]).toEqual(['p-1/a/b/c/file', 'p-1/a/b/other'])
})
