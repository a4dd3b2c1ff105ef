import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { World } from '../../src/kernel/world.ts'
import type { Merging } from '../../src/merge/merging.ts'
import { feedTool } from '../../src/tools/feed/feed-tool.ts'
import type { Application } from '../../src/tools/update-tool.ts'
import { acme, type Files, feedOf, noMerging } from '../helpers/acme-feed.ts'
import { readTree, writeTree } from '../helpers/tree.ts'
import { type TestWorld, testWorld } from '../helpers/world.ts'

const base = 'host = a\nport = 1\nname = vendor\nmode = x\nlog = off\n'

/** Brings a home with `ours` from the base to a level with `theirs`. */
async function meet(
  world: TestWorld,
  files: { base: Files; ours: Files; theirs: Files },
  more: Partial<Merging> = {},
): Promise<{ application: Application; home: string; conflicts: string }> {
  const feed = await feedOf(world, files.base, files.theirs)
  const home = join(world.temporary, 'home')
  const { conflicts } = noMerging(world)
  await writeTree(home, files.ours)
  return { application: await updated(world, feed, home, { ...noMerging(world), ...more }), home, conflicts }
}

async function updated(world: World, feed: string, home: string, merging: Merging): Promise<Application> {
  const tool = feedTool(feed, world)
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
    merging,
  })
}

describe('a text that both sides changed (row 11)', () => {
  test('in different places is merged, and said to be', async () => {
    await using world = await testWorld()
    const { application, home, conflicts } = await meet(world, {
      base: { 'conf/a.conf': base, 'lib/b.txt': 'b' },
      ours: {
        'conf/a.conf': { content: base.replace('host = a', 'host = ours'), mode: 0o600 },
        'lib/b.txt': 'b',
      },
      theirs: { 'conf/a.conf': base.replace('log = off', 'log = on'), 'lib/b.txt': 'b2' },
    })

    expect(application).toMatchObject({
      kind: 'applied',
      notices: [
        {
          path: 'conf/a.conf',
          row: '11',
          message: 'was changed here and by the update; both changes are in it',
        },
      ],
    })
    expect(await readTree(home)).toMatchObject({
      'conf/a.conf': '600 host = ours\nport = 1\nname = vendor\nmode = x\nlog = on\n',
      'lib/b.txt': '644 b2',
    })
    expect(existsSync(conflicts)).toBe(false)
  })

  test('in the same place is laid out with its three sides and one with markers, and nothing is written', async () => {
    await using world = await testWorld()
    const { application, home, conflicts } = await meet(world, {
      base: { 'conf/a.conf': base, 'lib/b.txt': 'b' },
      ours: { 'conf/a.conf': base.replace('port = 1', 'port = 9'), 'lib/b.txt': 'b' },
      theirs: { 'conf/a.conf': base.replace('port = 1', 'port = 2'), 'lib/b.txt': 'b2' },
    })

    expect(application).toMatchObject({
      kind: 'conflict',
      conflicts: [
        {
          path: 'conf/a.conf',
          kind: 'modify/modify',
          open: [{ base: 'port = 1\n', ours: 'port = 9\n', theirs: 'port = 2\n' }],
          key: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ],
    })
    expect(await readTree(conflicts)).toEqual({
      'conf/a.conf.base': `644 ${base}`,
      'conf/a.conf.ours': `644 ${base.replace('port = 1', 'port = 9')}`,
      'conf/a.conf.theirs': `644 ${base.replace('port = 1', 'port = 2')}`,
      'conf/a.conf.merged': expect.stringContaining(
        '<<<<<<< ours\nport = 9\n||||||| installed level\nport = 1\n=======\nport = 2\n>>>>>>> update\n',
      ),
    })
    expect(await readTree(home)).toMatchObject({ 'lib/b.txt': '644 b' })
  })

  test('by its keys is merged where lines would meet', async () => {
    await using world = await testWorld()
    const { application, home } = await meet(world, {
      base: { 'conf/deployment.toml': '[server]\nport = 1\n' },
      ours: { 'conf/deployment.toml': '[server]\nport = 1\nours = "ü" # added here\n' },
      theirs: { 'conf/deployment.toml': '[server]\nport = 1\ntheirs = 3\n' },
    })

    expect(application.kind).toBe('applied')
    expect(await readTree(home)).toMatchObject({
      'conf/deployment.toml': '644 [server]\nport = 1\ntheirs = 3\nours = "ü" # added here\n',
    })
  })

  test('in JSON is merged by its keys, where lines would make none', async () => {
    await using world = await testWorld()
    const { application, home } = await meet(world, {
      base: { 'a.json': '{\n"a": 1\n}\n' },
      ours: { 'a.json': '{\n"o": 1,\n"a": 1\n}\n' },
      theirs: { 'a.json': '{\n"a": 1,\n"t": 1\n}\n' },
    })

    expect(application.kind).toBe('applied')
    expect(await readTree(home)).toMatchObject({ 'a.json': '644 {\n"o": 1,\n"a": 1,\n"t": 1\n}\n' })
  })
})

describe('a file of the vendor’s (class `vendor`) that both sides changed', () => {
  test('becomes the update’s, and ours is kept aside', async () => {
    await using world = await testWorld()
    const { application, home } = await meet(world, {
      base: { 'lib/a.jar': 'a\0b', 'lib/b.jar': 'a\0c', 'c.conf': 'c' },
      ours: { 'lib/a.jar': 'a\0ours', 'lib/b.jar': 'a\0mine', 'c.conf': 'c' },
      theirs: { 'lib/a.jar': 'a\0theirs', 'c.conf': 'c' },
    })

    expect(application).toMatchObject({
      kind: 'applied',
      notices: [
        { path: 'lib/a.jar', message: expect.stringContaining('yours is in the folder replaced') },
        { path: 'lib/b.jar' },
      ],
    })
    expect(await readTree(home)).toMatchObject({ 'lib/a.jar': '644 a\0theirs' })
    expect(Object.keys(await readTree(home))).not.toContain('lib/b.jar')
    expect(await readTree(noMerging(world).replaced)).toEqual({
      'lib/a.jar': '644 a\0ours',
      'lib/b.jar': '644 a\0mine',
    })
  })
})

describe('`on-conflict` decides what nobody has answered', () => {
  const sides = {
    base: { 'a.conf': 'a', 'b.conf': 'b', 'c.conf': 'c' },
    ours: { 'a.conf': 'ours', 'c.conf': 'ours' },
    theirs: { 'a.conf': 'theirs', 'b.conf': 'theirs' },
  }

  test('for ours', async () => {
    await using world = await testWorld()
    const { application, home } = await meet(world, sides, { onConflict: 'ours' })

    expect(application).toMatchObject({ kind: 'applied', notices: [{}, {}, {}] })
    expect(await readTree(home)).toMatchObject({ 'a.conf': '644 ours', 'c.conf': '644 ours' })
    expect(Object.keys(await readTree(home))).not.toContain('b.conf')
  })

  test('for theirs, and ours is kept aside', async () => {
    await using world = await testWorld()
    const { application, home } = await meet(world, sides, { onConflict: 'theirs' })

    expect(application.kind).toBe('applied')
    expect(await readTree(home)).toMatchObject({ 'a.conf': '644 theirs', 'b.conf': '644 theirs' })
    expect(Object.keys(await readTree(home))).not.toContain('c.conf')
    expect(await readTree(noMerging(world).replaced)).toEqual({ 'a.conf': '644 ours', 'c.conf': '644 ours' })
  })
})

test('what one side removed (rows 13 and 14) is laid out with the sides that are there', async () => {
  await using world = await testWorld()
  const { application, conflicts } = await meet(world, {
    base: { 'a.conf': 'a', 'b.conf': 'b', 'c.conf': 'c' },
    ours: { 'a.conf': 'ours', 'c.conf': 'c' },
    theirs: { 'b.conf': 'theirs', 'c.conf': 'c' },
  })

  expect(application).toMatchObject({
    kind: 'conflict',
    conflicts: [
      { path: 'a.conf', kind: 'modify/delete', ours: 'a.conf.ours', theirs: null, merged: null },
      { path: 'b.conf', kind: 'delete/modify', ours: null, theirs: 'b.conf.theirs', merged: null },
    ],
  })
  expect(Object.keys(await readTree(conflicts))).toEqual([
    'a.conf.base',
    'a.conf.ours',
    'b.conf.base',
    'b.conf.theirs',
  ])
})
