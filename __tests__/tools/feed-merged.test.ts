import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { World } from '../../src/kernel/world.ts'
import type { Resolutions } from '../../src/merge/resolutions.ts'
import { feedTool } from '../../src/tools/feed/feed-tool.ts'
import type { Application } from '../../src/tools/update-tool.ts'
import { acme, type Files, feedOf, noResolutions } from '../helpers/acme-feed.ts'
import { readTree, writeTree } from '../helpers/tree.ts'
import { type TestWorld, testWorld } from '../helpers/world.ts'

const base = 'host = a\nport = 1\nname = vendor\nmode = x\nlog = off\n'

/** Brings a home with `ours` from the base to a level with `theirs`. */
async function meet(
  world: TestWorld,
  files: { base: Files; ours: Files; theirs: Files },
  resolutions: Resolutions = noResolutions,
): Promise<{ application: Application; home: string; conflicts: string }> {
  const feed = await feedOf(world, files.base, files.theirs)
  const home = join(world.temporary, 'home')
  const conflicts = join(world.temporary, 'conflicts')
  await writeTree(home, files.ours)
  return { application: await updated(world, feed, home, conflicts, resolutions), home, conflicts }
}

async function updated(
  world: World,
  feed: string,
  home: string,
  conflicts: string,
  resolutions: Resolutions,
): Promise<Application> {
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
    conflicts,
    resolutions,
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

  test('merges into JSON or not at all', async () => {
    await using world = await testWorld()
    const { application } = await meet(world, {
      base: { 'a.json': '{\n"a": 1\n}\n' },
      ours: { 'a.json': '{\n"o": 1,\n"a": 1\n}\n' },
      theirs: { 'a.json': '{\n"a": 1,\n"t": 1\n}\n' },
    })

    expect(application.kind).toBe('conflict')
  })
})

test('a binary that both sides changed (row 12) never gets markers', async () => {
  await using world = await testWorld()
  const { application, conflicts } = await meet(world, {
    base: { 'conf/key.p12': 'a\0b' },
    ours: { 'conf/key.p12': 'a\0ours' },
    theirs: { 'conf/key.p12': 'a\0theirs' },
  })

  // Not text, so of class `vendor` by the publisher's default.
  expect(application).toMatchObject({ kind: 'conflict', conflicts: [{ merged: null, open: [] }] })
  expect(await readFile(join(conflicts, 'conf/key.p12.theirs'), 'utf8')).toBe('a\0theirs')
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
