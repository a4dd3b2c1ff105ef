import { readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { channelPath, filesPath } from '../../src/feed/layout.ts'
import { openFeed } from '../../src/feed/open-feed.ts'
import { ownMark } from '../../src/kernel/process-mark.ts'
import { acme, addLevel, beginFeed, type Files, feedOf, timeOf } from '../helpers/acme-feed.ts'
import { deadMark } from '../helpers/dead-process.ts'
import { readTree } from '../helpers/tree.ts'
import { testWorld } from '../helpers/world.ts'

const base: Files = { 'bin/run.sh': { content: 'run 0', mode: 0o755 }, 'lib/a.jar': 'PK\0 a' }
const one: Files = { ...base, 'lib/b.jar': 'PK\0 b', 'updates/update-train.json': 'of the tools' }

test('a level lists its files with class and mode, and leaves updates/ to the tools', async () => {
  await using world = await testWorld()
  const folder = await feedOf(world, base, one)
  const feed = openFeed(folder, world)
  const channel = await feed.channel(acme, 'full')

  const { files, previous } = await feed.fileList(channel, 1)

  expect(Object.keys(files)).toEqual(['bin', 'bin/run.sh', 'lib', 'lib/a.jar', 'lib/b.jar'])
  expect(files['bin/run.sh']).toMatchObject({ kind: 'file', mode: 0o755, class: 'config', size: 5 })
  expect(files['lib/b.jar']).toMatchObject({ kind: 'file', mode: 0o644, class: 'vendor' })
  expect(previous).toBe(channel.base.files.sha256)
})

test('the same level published again in another feed gives the same bytes', async () => {
  await using world = await testWorld()
  const folder = await feedOf(world, base, one)
  const first = await readTree(folder)
  await rm(folder, { recursive: true })
  await rm(join(world.temporary, 'packed'), { recursive: true })

  const second = await readTree(await feedOf(world, base, one))

  expect(second).toEqual(first)
})

test('what a crash left behind does not stop the next publisher, and readers never saw it', async () => {
  await using world = await testWorld()
  const folder = await feedOf(world, base, one)
  await symlink(deadMark(), join(folder, '.publishing'))
  await writeFile(join(folder, filesPath(acme, 'full', 2)), '{"half')
  await writeFile(join(folder, `${channelPath(acme, 'full')}.abcd.tmp`), '{"half')
  const before = await openFeed(folder, world).channel(acme, 'full')

  await addLevel(world, folder, 2, base)

  const feed = openFeed(folder, world)
  const after = await feed.channel(acme, 'full')
  expect(before.levels.map(({ level }) => level)).toEqual([1])
  expect(after.levels.map(({ level }) => level)).toEqual([1, 2])
  expect((await feed.fileList(after, 2)).level).toBe(2)
})

test('a second publisher at the same time is refused and changes nothing', async () => {
  await using world = await testWorld()
  const folder = await feedOf(world, base, one)
  await symlink(ownMark(), join(folder, '.publishing'))
  const before = await readTree(folder)

  const publishing = addLevel(world, folder, 2, base)

  await expect(publishing).rejects.toMatchObject({ code: 'busy' })
  expect(await readTree(folder)).toEqual(before)
})

test.each([
  ['level', 1, {}],
  ['timestamp', 2, { timestamp: timeOf(1) }],
])('a %s that does not grow is refused', async (_what, level, more) => {
  await using world = await testWorld()
  const folder = await feedOf(world, base, one)
  const before = await readFile(join(folder, channelPath(acme, 'full')), 'utf8')

  const publishing = addLevel(world, folder, level, base, more)

  await expect(publishing).rejects.toMatchObject({ code: 'config' })
  expect(await readFile(join(folder, channelPath(acme, 'full')), 'utf8')).toBe(before)
})

test('a tree with a link out of the product is refused with its path', async () => {
  await using world = await testWorld()
  const folder = await beginFeed(world, base)

  const publishing = addLevel(world, folder, 1, { ...base, away: { link: '../etc' } })

  await expect(publishing).rejects.toMatchObject({
    code: 'config',
    problems: [{ message: expect.stringContaining('"away"') }],
  })
})

describe('a tree that holds the product one folder deeper is refused with the folder that was meant', () => {
  test.each([
    ['alone, whatever its name', 'unpacked', {}],
    ['beside other files, by its name', 'acme-1.0.0', { 'notes.txt': 'x', 'bin/run.sh': 'run 1' }],
  ])('%s', async (_, name, beside) => {
    await using world = await testWorld()
    const folder = await feedOf(world, base)
    const deeper = Object.fromEntries(Object.entries(base).map(([path, file]) => [`${name}/${path}`, file]))

    const publishing = addLevel(world, folder, 1, { ...deeper, ...beside })

    await expect(publishing).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining(`in its folder ${name}`),
      hint: expect.stringContaining(`/${name}, the folder that holds bin, lib`),
    })
    expect((await readTree(folder))['targets/acme/1.0.0/full/channel.json']).toBeUndefined()
  })

  test('and one of its folders as well', async () => {
    await using world = await testWorld()
    const folder = await feedOf(world, base)

    const publishing = addLevel(world, folder, 1, { 'run.sh': 'run 1' })

    await expect(publishing).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('nothing of what the product has at its top'),
      hint: expect.stringContaining('the folder that holds bin, lib'),
    })
    expect((await readTree(folder))['targets/acme/1.0.0/full/channel.json']).toBeUndefined()
  })

  test('but a level may bring such a folder of its own', async () => {
    await using world = await testWorld()
    const folder = await feedOf(world, base, { ...base, 'samples/bin/run.sh': 'run' })

    const channel = await openFeed(folder, world).channel(acme, 'full')

    expect(channel.levels).toHaveLength(1)
  })
})
