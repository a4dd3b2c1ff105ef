import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { sha256 } from '../../src/kernel/sha256.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { changedOnDisk } from '../../src/pack/changed-on-disk.ts'
import { extractPack } from '../../src/pack/extract.ts'
import { homeTree, packTree } from '../../src/pack/inventory.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { noise } from '../helpers/noise.ts'
import { touch, writeTree } from '../helpers/tree.ts'
import { type TestEntry, unixDirectory, unixFile, unixLink, writeZipOf, zipOf } from '../helpers/zip.ts'

const packed: TestEntry[] = [
  { name: 'p-1/bin/', mode: unixDirectory | 0o755 },
  { name: 'p-1/bin/run.sh', content: 'echo run\n', deflate: true, mode: unixFile | 0o755 },
  { name: 'p-1/conf/a.toml', content: 'port = 1\n', mode: unixFile | 0o644 },
  { name: 'p-1/lib/a.jar', content: 'jar', descriptor: true, mode: unixFile | 0o644 },
  { name: 'p-1/now', content: 'lib/a.jar', mode: unixLink | 0o777 },
]

const spares: TestEntry[] = [
  { name: 'p-1/to-link', content: 'x', mode: unixFile | 0o644 },
  { name: 'p-1/to-folder', content: 'x', mode: unixFile | 0o644 },
]

/** A Unix socket at `path`, there until its scope ends. */
async function socketAt(path: string): Promise<AsyncDisposable> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(path, resolve))
  return { [Symbol.asyncDispose]: () => new Promise(resolve => server.close(() => resolve())) }
}

describe('a tree', () => {
  test('of a pack and of the home unpacked from it are the same', async () => {
    await using folder = await temporaryFolder(tmpdir(), 'tree-')
    const home = join(folder.path, 'home')
    await using pack = await openPack(await writeZipOf(folder.path, packed))
    await extractPack(pack, home)

    const ofPack = await packTree(pack)
    const ofHome = await homeTree(home)

    expect(Object.fromEntries(ofPack)).toEqual({
      bin: { kind: 'directory', mode: 0o755 },
      'bin/run.sh': { kind: 'file', sha256: sha256('echo run\n'), size: 9, mode: 0o755 },
      'conf/a.toml': { kind: 'file', sha256: sha256('port = 1\n'), size: 9, mode: 0o644 },
      'lib/a.jar': { kind: 'file', sha256: sha256('jar'), size: 3, mode: 0o644 },
      now: { kind: 'link', target: 'lib/a.jar' },
    })
    expect(Object.fromEntries(ofHome)).toEqual({
      ...Object.fromEntries(ofPack),
      conf: { kind: 'directory', mode: 0o755 },
      lib: { kind: 'directory', mode: 0o755 },
    })
  })

  test('of a home never follows a link and never opens what is special', async () => {
    await using folder = await temporaryFolder(tmpdir(), 'tree-')
    const home = join(folder.path, 'home')
    await writeTree(join(folder.path, 'outside'), { secret: 'x' })
    await writeTree(home, { a: 'a' })
    await symlink('../outside', join(home, 'out'))
    await using _socket = await socketAt(join(home, 'socket'))

    const tree = await homeTree(home)

    expect(Object.fromEntries(tree)).toEqual({
      a: { kind: 'file', sha256: sha256('a'), size: 1, mode: 0o644 },
      out: { kind: 'link', target: '../outside' },
      socket: { kind: 'special' },
    })
  })

  test('of a home leaves out what is skipped, with all below it', async () => {
    await using folder = await temporaryFolder(tmpdir(), 'tree-')
    await writeTree(folder.path, { 'logs/today/server.log': 'x', 'logs.txt': 'y', 'bin/logs': 'z' })

    const tree = await homeTree(folder.path, { skip: path => path === 'logs' })

    expect([...tree.keys()].sort()).toEqual(['bin', 'bin/logs', 'logs.txt'])
  })

  // The file systems of macOS refuse such names themselves.
  const onLinux = process.platform === 'linux' ? test : test.skip
  onLinux('of a home with a name that is not UTF-8 is refused', async () => {
    await using folder = await temporaryFolder(tmpdir(), 'tree-')
    await writeFile(Buffer.concat([Buffer.from(`${folder.path}/caf`), Buffer.from([0xe9])]), 'x')

    await expect(homeTree(folder.path)).rejects.toMatchObject({ code: 'pack-unsafe' })
    await expect(homeTree(folder.path)).rejects.toThrow('is not UTF-8')
  })

  test.each(['small', 'big'])('of a pack is refused where a %s entry is not what it says', async size => {
    await using folder = await temporaryFolder(tmpdir(), 'tree-')
    const content = Buffer.alloc(size === 'big' ? 3_000_000 : 30, 'content ')
    const path = await writeZipOf(folder.path, [{ name: 'p-1/lib/a.jar', content, deflate: true, crc32: 7 }])
    await using pack = await openPack(path)

    await expect(packTree(pack)).rejects.toMatchObject({ code: 'pack-damaged' })
    await expect(packTree(pack)).rejects.toThrow('"p-1/lib/a.jar", the content does not match its CRC-32')
  })

  test('of a pack that has a file several times reads it once, and each has its permission bits', async () => {
    await using folder = await temporaryFolder(tmpdir(), 'tree-')
    const content = Buffer.concat([noise(1, 100_000), Buffer.alloc(70 * 1024 * 1024)])
    const jar = (name: string, mode: number): TestEntry => ({
      name,
      content,
      deflate: true,
      mode: unixFile | mode,
    })
    await using pack = await openPack(
      await writeZipOf(folder.path, [jar('p-1/a.jar', 0o644), jar('p-1/b/a.jar', 0o755)]),
    )
    const totals = new Set<number>()

    const tree = await packTree(pack, { progress: (_, total) => totals.add(total) })

    const held = { kind: 'file', sha256: sha256(content), size: content.length } as const
    expect(tree.get('a.jar')).toEqual({ ...held, mode: 0o644 })
    expect(tree.get('b/a.jar')).toEqual({ ...held, mode: 0o755 })
    expect([...totals]).toEqual([content.length])
  })

  test('of a pack takes no file for another one because its headers say the same', async () => {
    await using folder = await temporaryFolder(tmpdir(), 'tree-')
    const [content, other] = [noise(1, 100_000), noise(2, 100_000)]
    const lying = { name: 'p-1/b.jar', content: other, crc32: crc32(content) }
    await using pack = await openPack(await writeZipOf(folder.path, [{ name: 'p-1/a.jar', content }, lying]))

    await expect(packTree(pack)).rejects.toThrow('"p-1/b.jar", the content does not match its CRC-32')
  })

  test('of a pack counts the bytes of its content, and stops when it is told to', async () => {
    await using folder = await temporaryFolder(tmpdir(), 'tree-')
    const content = Buffer.alloc(40 * 1024 * 1024, 'content ')
    await using pack = await openPack(
      await writeZipOf(folder.path, [{ name: 'p-1/a', content, deflate: true }]),
    )
    const controller = new AbortController()
    const seen: [number, number][] = []

    const reading = packTree(pack, {
      signal: controller.signal,
      progress: (done, total) => {
        seen.push([done, total])
        controller.abort(new Error('enough'))
      },
    })

    await expect(reading).rejects.toThrow('enough')
    expect(seen).toHaveLength(1)
    expect(seen[0]?.[0]).toBeLessThan(content.length)
    expect(seen[0]?.[1]).toBe(content.length)
  })
})

describe('a home is compared with its pack', () => {
  test('by kind, content, target and permission bits', async () => {
    await using folder = await temporaryFolder(tmpdir(), 'changes-')
    const home = join(folder.path, 'home')
    await using pack = await openPack(await writeZipOf(folder.path, [...packed, ...spares]))
    await extractPack(pack, home)
    const unchanged = await changedOnDisk(pack, home)

    await writeTree(home, { 'conf/a.toml': 'port = 2\n', 'new/file': 'x', empty: { directory: 0o755 } })
    await chmod(join(home, 'bin/run.sh'), 0o644)
    await Promise.all(['lib/a.jar', 'now', 'to-link', 'to-folder'].map(path => rm(join(home, path))))
    await symlink('conf/a.toml', join(home, 'now'))
    await symlink('now', join(home, 'to-link'))
    await mkdir(join(home, 'to-folder'))
    const changes = await changedOnDisk(pack, home)

    expect(unchanged).toEqual({ added: [], removed: [], changed: [], modeChanged: [] })
    expect(changes).toEqual({
      added: ['empty', 'lib', 'new/file'],
      removed: ['lib/a.jar'],
      changed: ['conf/a.toml', 'now', 'to-folder', 'to-link'],
      modeChanged: ['bin/run.sh'],
    })
  })

  test('of some paths alone, and without what is special', async () => {
    await using folder = await temporaryFolder(tmpdir(), 'changes-')
    const home = join(folder.path, 'home')
    await using pack = await openPack(await writeZipOf(folder.path, packed))
    await extractPack(pack, home)
    await writeTree(home, { 'conf/a.toml': 'port = 2\n', 'conf/b.toml': 'x' })
    await rm(join(home, 'lib/a.jar'))
    await using _socket = await socketAt(join(home, 'socket'))

    const changes = await changedOnDisk(pack, home, {
      only: new Set(['bin/run.sh', 'conf', 'now', 'socket']),
    })

    expect(changes).toEqual({ added: [], removed: [], changed: [], modeChanged: [] })
  })

  test('by content where size and date are the same', async () => {
    await using folder = await temporaryFolder(tmpdir(), 'changes-')
    const home = join(folder.path, 'home')
    const path = join(folder.path, 'pack.zip')
    await writeFile(path, zipOf(packed))
    await using pack = await openPack(path)
    await extractPack(pack, home)
    await writeFile(join(home, 'lib/a.jar'), 'raj')
    await touch(join(home, 'lib/a.jar'), pack.entries.get('lib/a.jar')?.modified ?? 0)

    const { changed } = await changedOnDisk(pack, home)

    expect(changed).toEqual(['lib/a.jar'])
  })

  test('by size and date where that is asked for, and by content where one of them is another', async () => {
    await using folder = await temporaryFolder(tmpdir(), 'changes-')
    const home = join(folder.path, 'home')
    await using pack = await openPack(await writeZipOf(folder.path, [...packed, ...spares]))
    await extractPack(pack, home)
    await writeFile(join(home, 'lib/a.jar'), 'raj')
    await touch(join(home, 'lib/a.jar'), pack.entries.get('lib/a.jar')?.modified ?? 0)
    await touch(join(home, 'to-link'), 1e12)
    await writeFile(join(home, 'to-folder'), 'y')
    await writeFile(join(home, 'conf/a.toml'), 'longer than before\n')

    const { changed } = await changedOnDisk(pack, home, { by: 'time' })

    expect(changed).toEqual(['conf/a.toml', 'to-folder'])
  })
})
