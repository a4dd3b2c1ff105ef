import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { sha256 } from '../../src/kernel/sha256.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { createPack } from '../../src/pack/write-pack.ts'
import { packOf, type SmallProduct, smallProduct, treeAt } from '../helpers/small-product.ts'
import { type Content, writeTree } from '../helpers/tree.ts'
import { type PackedCli, packedCli } from '../machine/packed-cli.ts'

let folder: string
let cli: PackedCli
let product: SmallProduct
let work: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-customised-'))
  cli = packedCli(join(folder, 'package'))
  product = await smallProduct(join(folder, 'vendor'))
}, 60_000)

beforeEach(async () => {
  work = await mkdtemp(join(folder, 'work-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** A pack of level 0 in which the team has changed, added, deleted, and set permission bits. */
async function customised(own: Record<string, Content | null> = {}): Promise<string> {
  const tree: Record<string, Content> = { ...treeAt(0) }
  const changes = {
    'conf/users.conf': { content: 'admin\nours\n', mode: 0o600 },
    'conf/ours.conf': 'ours\n',
    'docs/read me.txt': null,
    'lib/current.jar': { content: 'a file, and no link\n' },
    'bin/server.sh': { content: '#!/bin/sh\necho 0\n', mode: 0o775 },
    ...own,
  }
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) Reflect.deleteProperty(tree, path)
    else tree[path] = content
  }
  return packOf(tree, await mkdtemp(join(work, 'customised-')))
}

const update = (pack: string, ...more: string[]) =>
  cli(['run', '--pack', pack, '--base', product.pack, '--feed', product.feed, '--json', ...more], work, {
    env: { XDG_CACHE_HOME: join(work, 'cache') },
  })

test('what differs from the base is laid over the vendor’s update, and what lacks stays away', async () => {
  const { exitCode, stderr } = await update(await customised(), '--level', '2')

  expect(stderr).toContain('differs from its base in 5 paths')
  expect(exitCode).toBe(0)
  await using pack = await openPack(join(work, 'out', 'widget-1.0.0+2.full.local.zip'))
  const read = async (path: string): Promise<string> => (await pack.read(path, 1000)).toString()
  expect(await read('conf/server.conf')).toBe('port = 2\nname = vendor\n')
  expect(await read('conf/users.conf')).toBe('admin\nours\n')
  expect(await read('conf/ours.conf')).toBe('ours\n')
  expect(await read('bin/server.sh')).toBe('#!/bin/sh\necho 1\n')
  expect(pack.entries.get('conf/users.conf')?.mode).toBe(0o600)
  expect(pack.entries.get('bin/server.sh')?.mode).toBe(0o775)
  expect(pack.entries.get('lib/current.jar')?.kind).toBe('file')
  expect(pack.entries.has('docs/read me.txt')).toBe(false)
  const report = await readFile(join(work, 'out', 'report.md'), 'utf8')
  expect(report).toContain('- `docs/read me.txt` is taken away, as you have it')
  expect(report).toContain('- `bin/server.sh` has your permission bits, `0775`')
  expect(report).toContain('- `conf/users.conf` is yours and replaces')
})

test('a file that both changed in one place is a conflict; in places apart it is merged, at every later level', async () => {
  const met = await update(
    await customised({ 'conf/server.conf': 'port = 9\nname = vendor\n' }),
    '--level',
    '2',
  )
  const pack = await customised({
    'conf/server.conf': 'port = 1\nname = vendor\n\n\n\nours = 1\n',
    'lib/current.jar': { link: 'core-1.0.jar' },
  })
  const first = await update(pack, '--level', '2')
  const second = await update(pack, '--level', '3')

  expect(met.exitCode).toBe(3)
  expect(first.exitCode).toBe(0)
  expect(second.exitCode).toBe(0)
  await using updated = await openPack(join(work, 'out', 'widget-1.0.0+3.full.local.zip'))
  expect((await updated.read('conf/server.conf', 1000)).toString()).toBe(
    'port = 2\nname = vendor\n\n\n\nours = 1\n',
  )
})

test('an overlay lies over a customised pack', async () => {
  await writeTree(join(work, 'overlay'), {
    'conf/users.conf': 'overlay\n',
    'docs/read me.txt': 'here again\n',
  })

  const { exitCode } = await update(await customised(), '--level', '1', '--overlay', 'overlay')

  expect(exitCode).toBe(0)
  await using pack = await openPack(join(work, 'out', 'widget-1.0.0+1.full.local.zip'))
  expect((await pack.read('conf/users.conf', 100)).toString()).toBe('overlay\n')
  expect((await pack.read('docs/read me.txt', 100)).toString()).toBe('here again\n')
  expect((await pack.read('conf/ours.conf', 100)).toString()).toBe('ours\n')
})

test('the lock knows what it was made with: the same files again are up to date, others are not', async () => {
  const pack = await customised()
  await update(pack, '--level', '2')
  const lock = await readFile(join(work, 'update-train.lock.json'), 'utf8')

  const again = await update(pack, '--level', '2')
  const other = await update(await customised({ 'conf/ours.conf': 'other\n' }), '--level', '2')

  expect(JSON.parse(again.stdout)).toMatchObject({ outcome: 'up-to-date' })
  expect(JSON.parse(other.stdout)).toMatchObject({ outcome: 'updated' })
  expect(await readFile(join(work, 'update-train.lock.json'), 'utf8')).not.toBe(lock)
})

test('a track goes back to an earlier candidate of a customised pack, byte for byte', async () => {
  const pack = await customised({ 'lib/current.jar': { link: 'core-1.0.jar' } })
  await update(pack, '--level', '2')
  const earlier = join(work, 'out', 'widget-1.0.0+2.full.local.zip')
  const before = sha256(await readFile(earlier))
  await update(pack, '--level', '3')
  await rm(earlier)

  const { exitCode, stderr } = await cli(
    ['revert', '--pack', pack, '--base', product.pack, '--feed', product.feed],
    work,
    { env: { XDG_CACHE_HOME: join(work, 'cache') } },
  )

  expect(stderr).not.toContain('✗')
  expect(exitCode).toBe(0)
  expect(sha256(await readFile(earlier))).toBe(before)
})

test('a pack that only lacks a file goes on from level to level', async () => {
  const pack = await packOf(
    Object.fromEntries(Object.entries(treeAt(0)).filter(([path]) => path !== 'docs/read me.txt')),
    await mkdtemp(join(work, 'lacking-')),
  )

  const runs = [await update(pack, '--level', '1'), await update(pack, '--level', '2')]

  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0])
  await using opened = await openPack(join(work, 'out', 'widget-1.0.0+2.full.local.zip'))
  expect(opened.entries.has('docs/read me.txt')).toBe(false)
})

test('a merged file keeps the permission bits of the team’s, at this level and the next', async () => {
  const pack = await customised({
    'conf/server.conf': { content: 'port = 1\nname = vendor\n\n\n\nours = 1\n', mode: 0o600 },
    'lib/current.jar': { link: 'core-1.0.jar' },
  })

  await update(pack, '--level', '2')
  await update(pack, '--level', '3')

  for (const level of [2, 3]) {
    await using opened = await openPack(join(work, 'out', `widget-1.0.0+${level}.full.local.zip`))
    expect(opened.entries.get('conf/server.conf')?.mode).toBe(0o600)
  }
})

test('a base of another level is refused before anything is done', async () => {
  await cli(
    ['apply', '--pack', product.pack, '--feed', product.feed, '--level', '1', '--out', 'one.zip'],
    work,
  )

  const { exitCode, stderr } = await cli(
    ['run', '--pack', await customised(), '--base', 'one.zip', '--feed', product.feed],
    work,
  )

  expect(exitCode).toBe(2)
  expect(stderr).toContain('is not what')
  expect(stderr).toContain('same product and level')
  expect(existsSync(join(work, 'out'))).toBe(false)
})

describe('a pack that names no level', () => {
  const apply = (pack: string, ...more: string[]) =>
    cli(['apply', '--pack', pack, '--feed', product.feed, '--out', 'q.zip', '--json', ...more], work, {
      env: { XDG_CACHE_HOME: join(work, 'cache') },
    })

  test('may be a customised one: what it differs in is said in the log and in the report', async () => {
    const { exitCode, stderr } = await apply(await customised(), '--level', '2')

    const report = await readFile(join(work, 'q.report.md'), 'utf8')
    expect(exitCode).toBe(0)
    for (const text of [stderr, report]) {
      expect(text).toContain('names no level and is taken as level 0')
      expect(text).toMatch(/3 of 7 files are other ones or missing, 1 more is there/)
    }
  })

  test('and is another one in most of its files is refused, with the SHA-256 of the right one', async () => {
    const { exitCode, stderr } = await apply(await packOf(treeAt(3), work))

    expect(exitCode).toBe(7)
    expect(stderr).toContain('4 of 7 files are other ones or missing')
    expect(stderr).toContain(sha256(await readFile(product.pack)))
    expect(existsSync(join(work, 'q.zip'))).toBe(false)
  })

  test('is no base where it differs in anything', async () => {
    const base = await packOf({ ...treeAt(0), 'conf/users.conf': 'ours\n' }, work)

    const { exitCode, stderr } = await apply(await customised(), '--base', base)

    expect(exitCode).toBe(7)
    expect(stderr).toContain('1 of 7 files are other ones or missing: conf/users.conf')
    expect(stderr).toContain('as `base` (--base)')
  })

  test('is a base where only its zip is another one', async () => {
    const base = join(work, 'repacked.zip')
    const home = join(work, 'repacked')
    await writeTree(home, treeAt(0))
    await createPack({ home, root: 'widget-1.0.0', out: base, timestamp: Date.UTC(2025, 0, 1) })

    const { exitCode, stderr } = await apply(await customised(), '--base', base, '--level', '2')

    expect(exitCode).toBe(0)
    expect(stderr).not.toContain('is not level 0')
  })
})
