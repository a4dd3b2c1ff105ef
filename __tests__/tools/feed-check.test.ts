import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { channelPath, updatesPath } from '../../src/feed/layout.ts'
import type { World } from '../../src/kernel/world.ts'
import { feedTool } from '../../src/tools/feed/feed-tool.ts'
import type { Availability, CheckRequest } from '../../src/tools/update-tool.ts'
import { acme, type Files, feedOf, timeOf } from '../helpers/acme-feed.ts'
import { serveFeed } from '../helpers/feed-server.ts'
import { testWorld } from '../helpers/world.ts'

const channelFile = channelPath(acme, 'full')

/** A feed with the levels 1 to 3. */
function threeLevels(world: World): Promise<string> {
  const level = (number: number): Files => ({ 'conf/a': `a ${number}` })
  return feedOf(world, level(0), level(1), level(2), level(3))
}

function check(
  world: World,
  feed: string,
  level: number,
  more: Partial<CheckRequest> = {},
): Promise<Availability> {
  return feedTool(feed, world).check({
    product: acme,
    channel: 'full',
    installed: { level, timestamp: null },
    pinnedFileList: null,
    wanted: { at: 'latest' },
    ...more,
  })
}

/** Withdraws the newest level, as a publisher does. */
async function yankNewest(
  feed: string,
  yanked: { class: string; replacement: number | null },
): Promise<void> {
  const text = await readFile(join(feed, channelFile), 'utf8')
  const at = text.lastIndexOf('"status": "active"')
  const record = JSON.stringify({ reason: 'it breaks logins', ...yanked })
  const changed = text.slice(at).replace('"active"', `"yanked", "yanked": ${record}`)
  await writeFile(join(feed, channelFile), text.slice(0, at) + changed)
}

describe('a check', () => {
  test('with nothing new is one request', async () => {
    await using world = await testWorld()
    await using server = await serveFeed(await threeLevels(world))

    const { installed, latest, target, updates } = await check(world, server.url, 3)

    expect(target).toEqual(installed)
    expect(latest).toEqual(installed)
    expect(updates).toEqual([])
    expect(server.requests).toEqual([channelFile])
  })

  test('reads the updates of the levels between, oldest first, and no other file', async () => {
    await using world = await testWorld()
    await using server = await serveFeed(await threeLevels(world))

    const { target, updates } = await check(world, server.url, 1)

    expect(target).toMatchObject({ level: 3, timestamp: timeOf(3), yanked: false })
    expect(updates.map(({ id, level }) => ({ id, level }))).toEqual([
      { id: 'ACME-2', level: 2 },
      { id: 'ACME-3', level: 3 },
    ])
    expect(server.requests.toSorted()).toEqual(
      [channelFile, updatesPath(acme, 'full', 2), updatesPath(acme, 'full', 3)].toSorted(),
    )
  })

  test('of a level that was rewritten is refused', async () => {
    await using world = await testWorld()

    const checking = check(world, await threeLevels(world), 2, { pinnedFileList: 'ab'.repeat(32) })

    await expect(checking).rejects.toMatchObject({
      code: 'verification',
      message: expect.stringContaining('Level 2 of channel full was rewritten'),
    })
  })

  test('of a level that vanished is refused', async () => {
    await using world = await testWorld()

    const checking = check(world, await threeLevels(world), 7)

    await expect(checking).rejects.toMatchObject({
      code: 'verification',
      message: expect.stringContaining('vanished'),
    })
  })
})

describe('a pin', () => {
  test.each([
    ['a level', { at: 'level', level: 2 } as const, 2],
    ['an exact timestamp', { at: 'timestamp', timestamp: timeOf(2) } as const, 2],
    ['a lower level', { at: 'level', level: 1 } as const, 1],
    ['the base', { at: 'level', level: 0 } as const, 0],
  ])('to %s is followed', async (_what, wanted, level) => {
    await using world = await testWorld()
    const installed = level < 2 ? 2 : 0

    const { target } = await check(world, await threeLevels(world), installed, { wanted })

    expect(target.level).toBe(level)
  })

  test('to a level that there is not names those that there are', async () => {
    await using world = await testWorld()

    const checking = check(world, await threeLevels(world), 0, { wanted: { at: 'level', level: 9 } })

    await expect(checking).rejects.toMatchObject({ code: 'config', hint: expect.stringContaining('1, 2, 3') })
  })

  test('to a timestamp between two levels names both', async () => {
    await using world = await testWorld()
    const wanted = { at: 'timestamp', timestamp: timeOf(2) + 1 } as const

    const checking = check(world, await threeLevels(world), 0, { wanted })

    const hint = `${timeOf(2)} (level 2) and ${timeOf(3)} (level 3)`
    await expect(checking).rejects.toMatchObject({ code: 'config', hint: expect.stringContaining(hint) })
  })
})

describe('a withdrawn level', () => {
  test('is never the latest', async () => {
    await using world = await testWorld()
    const feed = await threeLevels(world)
    await yankNewest(feed, { class: 'broken', replacement: null })

    const { latest, target, warnings } = await check(world, feed, 1)

    expect([latest.level, target.level]).toEqual([2, 2])
    expect(warnings).toEqual([])
  })

  test('that is pinned is taken with a warning', async () => {
    await using world = await testWorld()
    const feed = await threeLevels(world)
    await yankNewest(feed, { class: 'broken', replacement: 2 })

    const { target, warnings } = await check(world, feed, 1, { wanted: { at: 'level', level: 3 } })

    expect(target).toMatchObject({ level: 3, yanked: true })
    expect(warnings).toEqual([expect.stringMatching(/Level 3 .*it breaks logins.*level 2/)])
  })

  test.each(['security', 'malicious'])(
    'for a reason of class %s is refused even where it is pinned',
    async reason => {
      await using world = await testWorld()
      const feed = await threeLevels(world)
      await yankNewest(feed, { class: reason, replacement: 2 })

      const checking = check(world, feed, 1, { wanted: { at: 'level', level: 3 } })

      await expect(checking).rejects.toMatchObject({
        code: 'config',
        hint: expect.stringContaining('level 2'),
      })
    },
  )

  test.each([
    ['latest', { at: 'latest' } as const],
    ['its level', { at: 'level', level: 3 } as const],
    ['its timestamp', { at: 'timestamp', timestamp: timeOf(3) } as const],
  ])('that is installed is kept with one warning, where %s is wanted', async (_what, wanted) => {
    await using world = await testWorld()
    const feed = await threeLevels(world)
    await yankNewest(feed, { class: 'security', replacement: null })

    const { target, warnings } = await check(world, feed, 3, { wanted })

    expect(target.level).toBe(3)
    expect(warnings).toHaveLength(1)
  })
})
