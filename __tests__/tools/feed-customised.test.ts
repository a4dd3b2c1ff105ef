import { chmod, lstat, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { initFeed } from '../../src/feed/init.ts'
import type { World } from '../../src/kernel/world.ts'
import { writableFolders } from '../../src/kernel/writable-folders.ts'
import type { ClassGlobs } from '../../src/merge/classes.ts'
import { feedTool } from '../../src/tools/feed/feed-tool.ts'
import type { Application } from '../../src/tools/update-tool.ts'
import { acme, addLevel, type Files, feedOf, noMerging, packOf } from '../helpers/acme-feed.ts'
import { readTree, writeTree } from '../helpers/tree.ts'
import { testWorld } from '../helpers/world.ts'

async function updated(world: World, folder: string, home: string): Promise<Application> {
  const tool = feedTool(folder, world)
  const { installed, target } = await tool.check({
    product: acme,
    channel: 'full',
    installed: { level: 0, timestamp: null },
    pinnedFileList: null,
    wanted: { at: 'latest' },
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

async function homeOf(world: World, files: Files): Promise<string> {
  const home = join(world.temporary, 'home')
  await writeTree(home, files)
  return home
}

describe('a file of another class below a state folder', () => {
  const classes: ClassGlobs = { 'logs/README.txt': 'config', 'logs/my.cfg': 'config', 'logs/**': 'state' }

  async function stateFeed(world: World, base: Files, level: Files): Promise<string> {
    const folder = join(world.temporary, 'feed')
    await initFeed({ folder, product: acme, pack: await packOf(world, 'acme-1.0.0', base), classes }, world)
    await addLevel(world, folder, 1, level, { classes })
    return folder
  }

  test('is updated where the team left it alone', async () => {
    await using world = await testWorld()
    const folder = await stateFeed(world, { 'logs/README.txt': 'old' }, { 'logs/README.txt': 'new' })
    const home = await homeOf(world, { 'logs/README.txt': 'old', 'logs/server.log': 'a line' })

    const application = await updated(world, folder, home)

    expect(application.kind).toBe('applied')
    expect(await readTree(home)).toMatchObject({
      'logs/README.txt': '644 new',
      'logs/server.log': '644 a line',
    })
  })

  test('that the team added meets the vendor’s as a conflict', async () => {
    await using world = await testWorld()
    const folder = await stateFeed(
      world,
      { 'logs/README.txt': 'x' },
      { 'logs/README.txt': 'x', 'logs/my.cfg': 'theirs' },
    )
    const home = await homeOf(world, { 'logs/README.txt': 'x', 'logs/my.cfg': 'ours' })

    const application = await updated(world, folder, home)

    expect(application).toMatchObject({ kind: 'conflict', conflicts: [{ path: 'logs/my.cfg', row: '15' }] })
    expect(await readTree(home)).toMatchObject({ 'logs/my.cfg': '644 ours' })
  })
})

test('files of the team’s beside updated ones are kept, whatever they are called', async () => {
  await using world = await testWorld()
  const folder = await feedOf(world, { 'a.conf': 'old', b: 'b' }, { 'a.conf': 'new', b: 'b' })
  const home = await homeOf(world, {
    'a.conf': 'old',
    b: 'b',
    'a.conf.update-train': 'ours',
    'a.conf.tmp': 'ours',
  })
  await symlink('b', join(home, 'a.conf.new'))

  await updated(world, folder, home)

  expect(await readTree(home)).toMatchObject({
    'a.conf': '644 new',
    'a.conf.update-train': '644 ours',
    'a.conf.tmp': '644 ours',
    'a.conf.new': '-> b',
    b: '644 b',
  })
})

test('folders that their owner may not write are opened for the update only', async () => {
  await using world = await testWorld()
  const home = await homeOf(world, { 'closed/deep/a': 'old' })
  await chmod(join(home, 'closed', 'deep'), 0o555)
  const modeOf = async (): Promise<number> => (await lstat(join(home, 'closed', 'deep'))).mode & 0o777

  const during = await (async () => {
    await using _open = await writableFolders(home, ['closed/deep/a'])
    await mkdir(join(home, 'closed', 'deep', 'new'))
    return await modeOf()
  })()

  expect(during).toBe(0o755)
  expect(await modeOf()).toBe(0o555)
})
