import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'
import { sha256 } from '../../src/kernel/sha256.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { createPack, repack } from '../../src/pack/write-pack.ts'
import { touch, writeTree } from '../helpers/tree.ts'

const timestamp = Date.UTC(2026, 5, 7, 8, 9, 10)
const before = {
  bin: { directory: 0o755 },
  conf: { directory: 0o755 },
  lib: { directory: 0o755 },
  'bin/run.sh': { content: 'echo run\n', mode: 0o755 },
  'conf/a.toml': 'port = 1\n'.repeat(50),
  'lib/Übung ß.jar': 'x',
}
const after = { 'conf/a.toml': 'port = 2\n'.repeat(50), 'conf/b.toml': 'added', now: { link: 'bin/run.sh' } }

/**
 * In a process of its own: unpacks `<folder>/1.zip`, repacks it with the changes to `<folder>/2.zip`, and packs the home
 * alone to `<folder>/3.zip`. Gives the bytes of both.
 */
async function updateApart(folder: string, umask: number, env: Record<string, string>): Promise<Buffer[]> {
  const from = (path: string): string => pathToFileURL(join(import.meta.dirname, '../..', path)).href
  const script = `
    import { openPack } from '${from('src/pack/open-pack.ts')}'
    import { extractPack } from '${from('src/pack/extract.ts')}'
    import { createPack, repack } from '${from('src/pack/write-pack.ts')}'
    import { writeTree } from '${from('__tests__/helpers/tree.ts')}'
    process.umask(${umask})
    const [folder, changes] = process.argv.slice(1)
    await using pack = await openPack(folder + '/1.zip')
    await extractPack(pack, folder + '/work')
    await writeTree(folder + '/work', JSON.parse(changes))
    await repack({ from: pack, home: folder + '/work', out: folder + '/2.zip', timestamp: ${timestamp} })
    await createPack({ home: folder + '/work', root: 'p-1', out: folder + '/3.zip', timestamp: ${timestamp} })`
  const options = [
    '--no-warnings',
    '--experimental-strip-types',
    '--input-type=module-typescript',
    '-e',
    script,
  ]
  await promisify(execFile)(process.execPath, [...options, folder, JSON.stringify(after)], {
    env: { ...process.env, ...env },
  })
  return await Promise.all(['2.zip', '3.zip'].map(name => readFile(join(folder, name))))
}

test('the same update gives the same bytes in another folder, time zone, locale and umask', async () => {
  await using here = await temporaryFolder(tmpdir(), 'here-')
  await using there = await temporaryFolder(tmpdir(), 'there-')
  for (const [folder, date] of [
    [here.path, 1e12],
    [there.path, 1.5e12],
  ] as const) {
    await writeTree(join(folder, 'home'), before)
    await touch(join(folder, 'home/conf/a.toml'), date)
    await createPack({ home: join(folder, 'home'), root: 'p-1', out: join(folder, '1.zip'), timestamp: 0 })
  }

  const one = await updateApart(here.path, 0o022, { TZ: 'UTC', LC_ALL: 'C' })
  const other = await updateApart(there.path, 0o077, { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8' })

  expect(other.map(sha256)).toEqual(one.map(sha256))
  await using pack = await openPack(join(here.path, '2.zip'))
  expect(
    [...pack.entries.values()].map(entry => [entry.path, entry.mode.toString(8), entry.modified]),
  ).toEqual([
    ['bin', '755', 0],
    ['bin/run.sh', '755', 0],
    ['conf', '755', 0],
    ['lib', '755', 0],
    ['lib/Übung ß.jar', '644', 0],
    ['conf/a.toml', '644', timestamp],
    ['conf/b.toml', '644', timestamp],
    ['now', '777', timestamp],
  ])
})

test('the bytes of a written pack are those of every version before', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pinned-')
  const [home, out] = [join(folder.path, 'home'), join(folder.path, '1.zip')]
  await writeTree(home, {
    ...before,
    'lib/a.jar': Buffer.from('504b0304', 'hex'),
    empty: { directory: 0o755 },
    'empty/d': { directory: 0o750 },
  })

  await createPack({ home, root: 'p-1', out, timestamp })

  // Teams compare packs by hash: where this changes, the release notes have to say so.
  expect(sha256(await readFile(out))).toBe('c582b948c28a6e4f642a757fb68a1e90360ea4b030ab1eb492027021ce2ec171')
})

test('a home that no pack may hold is refused before anything is written, with the path', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'unfit-')
  const [home, out] = [join(folder.path, 'home'), join(folder.path, '1.zip')]
  await writeTree(home, before)
  await createPack({ home, root: 'p-1', out, timestamp })
  await using from = await openPack(out)
  const attempt = (name: string) =>
    repack({ from, home: join(folder.path, name), out: join(folder.path, 'out.zip'), timestamp })

  await writeTree(join(folder.path, 'backslash'), { ...before, 'a\\b': 'x' })
  await writeTree(join(folder.path, 'escape'), { ...before, now: { link: '../../etc' } })

  await expect(attempt('backslash')).rejects.toMatchObject({ code: 'pack-unsafe' })
  await expect(attempt('backslash')).rejects.toThrow('cannot be packed: it has a backslash in its name')
  await expect(attempt('escape')).rejects.toThrow('it is a link out of the root folder, to ../../etc')
  await expect(readFile(join(folder.path, 'out.zip'))).rejects.toThrow('ENOENT')
})

// Elsewhere the file system itself takes both names for one.
const onLinux = process.platform === 'linux' ? test : test.skip

onLinux('a home with twins by case is refused, as the pack would be', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'twins-')
  const home = join(folder.path, 'home')
  await writeTree(home, { 'conf/a.toml': 'x', 'Conf/b.toml': 'y' })

  const packing = createPack({ home, root: 'p-1', out: join(folder.path, 'out.zip'), timestamp })

  await expect(packing).rejects.toMatchObject({ code: 'pack-unsafe' })
  await expect(packing).rejects.toThrow('differs only in case or Unicode form from')
})
