import { chmod, lstat, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { blobPath } from '../../src/feed/layout.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import type { World } from '../../src/kernel/world.ts'
import { feedTool } from '../../src/tools/feed/feed-tool.ts'
import type { Application } from '../../src/tools/update-tool.ts'
import { acme, addLevel, type Files, feedOf, noMerging, timeOf } from '../helpers/acme-feed.ts'
import { serveFeed } from '../helpers/feed-server.ts'
import { readTree, writeTree } from '../helpers/tree.ts'
import { testWorld } from '../helpers/world.ts'

const stateFile = 'updates/update-train.json'

/** Brings a home from one level of `full` to another. */
async function applied(
  world: World,
  feed: string,
  home: string,
  from: number,
  to: number,
): Promise<Application> {
  const tool = feedTool(feed, world)
  const { installed, target } = await tool.check({
    product: acme,
    channel: 'full',
    installed: { level: from, timestamp: null },
    pinnedFileList: null,
    wanted: { at: 'level', level: to },
  })
  return tool.apply({
    product: acme,
    channel: 'full',
    from: installed,
    to: target,
    home,
    merging: noMerging(world),
  })
}

async function homeOf(world: World, files: Files, name = 'home'): Promise<string> {
  const home = join(world.temporary, name)
  await writeTree(home, files)
  return home
}

/** The product's files in a home, without the level's own record. */
async function productIn(home: string): Promise<Record<string, string>> {
  const { [stateFile]: _state, ...rest } = await readTree(home)
  return rest
}

const base: Files = {
  'bin/run.sh': { content: 'run 0', mode: 0o755 },
  'conf/a.conf': 'a 0',
  'conf/b.conf': 'b 0',
  'lib/old.jar': 'PK\0 old',
  'lib/same.jar': 'PK\0 same',
}
const one: Files = {
  'bin/run.sh': { content: 'run 1', mode: 0o755 },
  'bin/run': { link: 'run.sh' },
  'conf/a.conf': 'a 1',
  'conf/b.conf': 'b 0',
  'lib/new.jar': 'PK\0 new',
  'lib/same.jar': 'PK\0 same',
}

describe('an update', () => {
  test('makes the home what the level lists, and records the level', async () => {
    await using world = await testWorld()
    const feed = await feedOf(world, base, one)
    const home = await homeOf(world, base)
    const fresh = await homeOf(world, one, 'fresh')

    const application = await applied(world, feed, home, 0, 1)

    expect(application).toMatchObject({ kind: 'applied', notices: [] })
    expect(await productIn(home)).toEqual(await readTree(fresh))
    const list = await readFile(join(feed, 'targets/acme/1.0.0/full/1.files.json'))
    const state = {
      channel: 'full',
      files: sha256(list),
      level: 1,
      product: 'acme-1.0.0',
      timestamp: timeOf(1),
    }
    expect(await readFile(join(home, stateFile), 'utf8')).toBe(`${JSON.stringify(state, null, 2)}\n`)
    expect((await stat(join(home, 'lib/new.jar'))).mtimeMs).toBe(timeOf(1))
  })

  test('fetches the changed contents only, each once', async () => {
    await using world = await testWorld()
    const twice: Files = { ...one, 'lib/again.jar': 'PK\0 new' }
    await using server = await serveFeed(await feedOf(world, base, twice))
    const home = await homeOf(world, base)

    const application = await applied(world, server.url, home, 0, 1)

    const blobs = server.requests.filter(path => path.startsWith('blobs/')).sort()
    expect(blobs).toEqual(['run 1', 'a 1', 'PK\0 new'].map(content => blobPath(sha256(content))).sort())
    expect(application).toMatchObject({ fetchedBytes: 'run 1a 1PK\0 new'.length })
  })

  test('renames by what the home already holds', async () => {
    await using world = await testWorld()
    const { 'lib/old.jar': _gone, ...rest } = base
    const renamed: Files = { ...rest, 'lib/renamed.jar': 'PK\0 old' }
    await using server = await serveFeed(await feedOf(world, base, renamed))
    const home = await homeOf(world, base)

    const application = await applied(world, server.url, home, 0, 1)

    expect(application).toMatchObject({ kind: 'applied', fetchedBytes: 0 })
    expect(await productIn(home)).toEqual(await readTree(await homeOf(world, renamed, 'fresh')))
    expect(server.requests.filter(path => path.startsWith('blobs/'))).toEqual([])
  })

  test('keeps customised and added files that it does not touch', async () => {
    await using world = await testWorld()
    const feed = await feedOf(world, base, one)
    const home = await homeOf(world, { ...base, 'conf/b.conf': 'our b', 'lib/ours.jar': 'ours' })

    const application = await applied(world, feed, home, 0, 1)

    expect(application).toMatchObject({ kind: 'applied', notices: [{ path: 'conf/b.conf', row: '5' }] })
    expect(await productIn(home)).toMatchObject({
      'conf/a.conf': '644 a 1',
      'conf/b.conf': '644 our b',
      'lib/ours.jar': '644 ours',
    })
  })

  test('that meets a file which both sides changed is a conflict: only its sides are fetched, and nothing is written', async () => {
    await using world = await testWorld()
    await using server = await serveFeed(await feedOf(world, base, one))
    const home = await homeOf(world, { ...base, 'conf/a.conf': 'our a' })
    const before = await readTree(home)

    const application = await applied(world, server.url, home, 0, 1)

    expect(application).toMatchObject({
      kind: 'conflict',
      conflicts: [{ path: 'conf/a.conf', row: '11', kind: 'modify/modify' }],
    })
    expect(await readTree(home)).toEqual(before)
    expect(server.requests.filter(path => path.startsWith('blobs/'))).toHaveLength(2)
  })

  test('with a blob that lies leaves the home as it was', async () => {
    await using world = await testWorld()
    await using server = await serveFeed(await feedOf(world, base, one))
    server.breaks(blobPath(sha256('a 1')), { content: 'a X' })
    const home = await homeOf(world, base)
    const before = await readTree(home)

    const applying = applied(world, server.url, home, 0, 1)

    await expect(applying).rejects.toMatchObject({ code: 'verification' })
    expect(await readTree(home)).toEqual(before)
  })

  test('sets permission bits where only they changed', async () => {
    await using world = await testWorld()
    const feed = await feedOf(world, base, { ...base, 'conf/a.conf': { content: 'a 0', mode: 0o600 } })
    const home = await homeOf(world, base)

    const application = await applied(world, feed, home, 0, 1)

    expect(application).toMatchObject({ kind: 'applied', fetchedBytes: 0 })
    expect(await productIn(home)).toMatchObject({ 'conf/a.conf': '600 a 0' })
  })
})

describe('a path that becomes something else', () => {
  const kinds: Record<string, Files> = {
    file: { x: 'a file', 'other/a': 'other' },
    'link to a directory': { x: { link: 'other' }, 'other/a': 'other' },
    'broken link': { x: { link: 'nowhere' }, 'other/a': 'other' },
    directory: { 'x/a': 'inside', 'other/a': 'other' },
    'empty directory': { x: { directory: 0o755 }, 'other/a': 'other' },
    nothing: { 'other/a': 'other' },
  }
  const pairs = Object.keys(kinds).flatMap(from => Object.keys(kinds).map(to => ({ from, to })))

  test.each(pairs.filter(({ from, to }) => from !== to))('$from → $to', async ({ from, to }) => {
    await using world = await testWorld()
    const feed = await feedOf(world, kinds[from] ?? {}, kinds[to] ?? {})
    const home = await homeOf(world, kinds[from] ?? {})

    const application = await applied(world, feed, home, 0, 1)

    expect(application).toMatchObject({ kind: 'applied' })
    expect(await productIn(home)).toEqual(await readTree(await homeOf(world, kinds[to] ?? {}, 'fresh')))
  })

  test('while the team has a directory inside is a conflict, and nothing is written', async () => {
    await using world = await testWorld()
    const feed = await feedOf(world, { 'x/a': 'inside' }, { x: 'a file' })
    const home = await homeOf(world, { 'x/a': 'inside', 'x/ours/empty': { directory: 0o755 } })
    const before = await readTree(home)

    const application = await applied(world, feed, home, 0, 1)

    expect(application).toMatchObject({ kind: 'conflict', conflicts: [{ path: 'x', row: '20' }] })
    expect(await readTree(home)).toEqual(before)
  })
})

describe('a link of the team', () => {
  test('that stands for a directory is never written through', async () => {
    await using world = await testWorld()
    const feed = await feedOf(world, base, one)
    const home = await homeOf(world, base)
    const outside = await homeOf(world, { 'old.jar': 'PK\0 old', 'same.jar': 'PK\0 same' }, 'outside')
    await rm(join(home, 'lib'), { recursive: true })
    await symlink(outside, join(home, 'lib'))

    const application = await applied(world, feed, home, 0, 1)

    expect(application).toMatchObject({ kind: 'conflict', conflicts: [{ path: 'lib/new.jar', row: '24' }] })
    expect(await readTree(outside)).toEqual({ 'old.jar': '644 PK\0 old', 'same.jar': '644 PK\0 same' })
  })

  test.each([
    ['leads to another file', true],
    ['leads nowhere', false],
  ])(
    'that stands for a file and %s is kept, and what it leads to keeps its permission bits',
    async (_what, exists) => {
      await using world = await testWorld()
      const feed = await feedOf(world, base, one)
      const home = await homeOf(world, base)
      const elsewhere = join(world.temporary, 'elsewhere')
      if (exists) {
        await writeFile(elsewhere, 'secret')
        await chmod(elsewhere, 0o600)
      }
      await rm(join(home, 'conf/b.conf'))
      await symlink(elsewhere, join(home, 'conf/b.conf'))

      const application = await applied(world, feed, home, 0, 1)

      expect(application).toMatchObject({ kind: 'applied', notices: [{ path: 'conf/b.conf' }] })
      expect((await lstat(join(home, 'conf/b.conf'))).isSymbolicLink()).toBe(true)
      const mode = exists ? (await stat(elsewhere)).mode & 0o777 : undefined
      expect(mode).toBe(exists ? 0o600 : undefined)
    },
  )
})

describe('levels', () => {
  test('can be gone back, to the base too', async () => {
    await using world = await testWorld()
    const feed = await feedOf(world, base, one)
    const home = await homeOf(world, base)
    const before = await readTree(home)
    await applied(world, feed, home, 0, 1)

    const application = await applied(world, feed, home, 1, 0)

    expect(application).toMatchObject({ kind: 'applied' })
    expect(await productIn(home)).toEqual(before)
    expect(JSON.parse(await readFile(join(home, stateFile), 'utf8'))).toMatchObject({
      level: 0,
      timestamp: null,
    })
  })

  test('give the same home by one jump as by all steps, for any trees', async () => {
    const name = fc.constantFrom('a', 'b', 'd/a', 'd/b', 'd/e/a')
    const content = fc.constantFrom('1', '2', '3')
    const tree = fc.dictionary(name, content, { minKeys: 1 })

    await fc.assert(
      fc.asyncProperty(fc.array(tree, { minLength: 3, maxLength: 4 }), async trees => {
        await using world = await testWorld()
        // What stays at the top, so that no tree looks like one that was named a folder too high or too deep.
        const [first = {}, ...levels] = trees.map(one => ({ ...one, 'release.txt': '' }))
        const feed = await feedOf(world, first, ...levels)
        const jumping = await homeOf(world, first, 'jumping')
        const stepping = await homeOf(world, first, 'stepping')

        await applied(world, feed, jumping, 0, levels.length)
        for (const level of levels.keys()) await applied(world, feed, stepping, level, level + 1)

        expect(await readTree(jumping)).toEqual(await readTree(stepping))
        const fresh = await homeOf(world, levels.at(-1) ?? {}, 'fresh')
        expect(await productIn(jumping)).toEqual(await readTree(fresh))
      }),
      { numRuns: 8 },
    )
  })
})

describe('files of class state', () => {
  test('stay as they are and are named in the record of the level', async () => {
    await using world = await testWorld()
    const feed = await feedOf(world, base)
    const level = { ...base, 'data/db.h2': 'vendor 1' }
    await addLevel(world, feed, 1, level, { classes: { 'data/**': 'state' } })
    const home = await homeOf(world, base)
    await mkdir(join(home, 'data'))
    await writeFile(join(home, 'data/db.h2'), 'ours, growing')

    const application = await applied(world, feed, home, 0, 1)

    expect(application).toMatchObject({ kind: 'applied' })
    expect(await readFile(join(home, 'data/db.h2'), 'utf8')).toBe('ours, growing')
    expect(JSON.parse(await readFile(join(home, stateFile), 'utf8'))).toMatchObject({ state: ['data/db.h2'] })
  })
})
