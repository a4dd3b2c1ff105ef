import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { initFeed } from '../../src/feed/init.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import type { World } from '../../src/kernel/world.ts'
import { feedTool } from '../../src/tools/feed/feed-tool.ts'
import { parseFeedState } from '../../src/tools/feed/state.ts'
import type { Application } from '../../src/tools/update-tool.ts'
import {
  acme,
  addLevel,
  beginFeed,
  type Files,
  feedOf,
  noMerging,
  packOf,
  timeOf,
} from '../helpers/acme-feed.ts'
import { readTree, writeTree } from '../helpers/tree.ts'
import { testWorld } from '../helpers/world.ts'

/** Brings `home` from the base to level 1 of `full`; `meanwhile` happens between check and apply. */
async function updated(
  world: World,
  folder: string,
  home: string,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<Application> {
  const tool = feedTool(folder, world)
  const { installed, target } = await tool.check({
    product: acme,
    channel: 'full',
    installed: { level: 0, timestamp: null },
    pinnedFileList: null,
    wanted: { at: 'latest' },
  })
  await meanwhile()
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

test('a level that is rewritten between check and apply is refused, and nothing is written', async () => {
  await using world = await testWorld()
  const base = { a: 'base' }
  const folder = await feedOf(world, base, { a: 'one' })
  const rewritten = await beginFeed(world, base, 'rewritten')
  await addLevel(world, rewritten, 1, { a: 'another one' })
  const home = await homeOf(world, base)

  const applying = updated(world, folder, home, () => cp(rewritten, folder, { recursive: true }))

  await expect(applying).rejects.toMatchObject({
    code: 'verification',
    message: expect.stringContaining('Level 1 of channel full was rewritten'),
  })
  expect(await readTree(home)).toEqual({ a: '644 base' })
})

describe('updates/ of a home', () => {
  test('is not touched by a list that names files in it', async () => {
    await using world = await testWorld()
    const folder = await feedOf(world, { a: 'base' }, { a: 'one' })
    await listInUpdates(folder)
    const home = await homeOf(world, { a: 'base', 'updates/product.txt': 'acme-1.0.0\n' })

    await updated(world, folder, home)

    expect(await readTree(home)).toMatchObject({ a: '644 one', 'updates/product.txt': '644 acme-1.0.0\n' })
  })

  test('that is a link is refused before anything is written', async () => {
    await using world = await testWorld()
    const folder = await feedOf(world, { a: 'base' }, { a: 'one' })
    const home = await homeOf(world, { a: 'base' })
    const outside = join(world.temporary, 'outside')
    await mkdir(outside)
    await symlink(outside, join(home, 'updates'))

    const applying = updated(world, folder, home)

    await expect(applying).rejects.toMatchObject({ code: 'pack-unsafe' })
    expect(await readTree(home)).toEqual({ a: '644 base', updates: `-> ${outside}` })
    expect(await readTree(outside)).toEqual({})
  })
})

/** Republishes level 1 with `updates/product.txt` in its list, as another publisher's tool might. */
async function listInUpdates(folder: string): Promise<void> {
  const channelFile = join(folder, 'targets/acme/1.0.0/full/channel.json')
  const listFile = join(folder, 'targets/acme/1.0.0/full/1.files.json')
  const list = await readFile(listFile, 'utf8')
  const digest = sha256('one')
  const changed = list.replace(
    '"files": {',
    `"files": {"updates/product.txt": {"kind": "file", "class": "vendor", "mode": 420, "sha256": "${digest}", "size": 3},`,
  )
  await writeFile(listFile, changed)
  const channel = await readFile(channelFile, 'utf8')
  const repinned = channel
    .replace(sha256(list), sha256(changed))
    .replace(`"size": ${list.length}`, `"size": ${changed.length}`)
  await writeFile(channelFile, repinned)
}

test('a directory with state inside that is to become a file is a conflict, and nothing is written', async () => {
  await using world = await testWorld()
  const base = { a: 'base', 'data/db': 'records', 'data/schema': 'tables' }
  const folder = join(world.temporary, 'feed')
  const pack = await packOf(world, 'acme-1.0.0', base)
  await initFeed({ folder, product: acme, pack, classes: { 'data/db': 'state' } }, world)
  await addLevel(world, folder, 1, { a: 'one', data: 'a file' })
  const home = await homeOf(world, base)
  const before = await readTree(home)

  const application = await updated(world, folder, home)

  expect(application).toMatchObject({
    kind: 'conflict',
    conflicts: [{ path: 'data', row: '20', kind: 'kind' }],
  })
  expect(await readTree(home)).toEqual(before)
})

test('a yanked level that is installed is warned of once, pinned by its timestamp as well', async () => {
  await using world = await testWorld()
  const folder = await feedOf(world, { a: 'base' }, { a: 'one' })
  const file = join(folder, 'targets/acme/1.0.0/full/channel.json')
  const yanked =
    '"status": "yanked", "yanked": {"class": "defect", "reason": "breaks logins", "replacement": null}'
  await writeFile(file, (await readFile(file, 'utf8')).replace('"status": "active"', yanked))

  const { warnings } = await feedTool(folder, world).check({
    product: acme,
    channel: 'full',
    installed: { level: 1, timestamp: timeOf(1) },
    pinnedFileList: null,
    wanted: { at: 'timestamp', timestamp: timeOf(1) },
  })

  expect(warnings).toEqual([expect.stringContaining('breaks logins')])
})

test('a state file whose channel leads elsewhere is refused', () => {
  const text = JSON.stringify({
    product: 'acme-1.0.0',
    channel: '../../out',
    level: 1,
    timestamp: 1,
    files: sha256(''),
  })

  const parsing = () => parseFeedState(text, 'the state')

  expect(parsing).toThrow(expect.objectContaining({ code: 'pack-damaged' }))
})
