import { readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { holdFile, releaseDead } from '../../src/kernel/exclusive.ts'
import { ownMark } from '../../src/kernel/process-mark.ts'
import { deadMark, foreignMark, formerMark } from '../helpers/dead-process.ts'
import { type TestWorld, testWorld } from '../helpers/world.ts'

function hold(world: TestWorld, limit = 0): Promise<AsyncDisposable> {
  return holdFile(join(world.cwd, 'held'), {
    clock: world.clock,
    signal: world.signal,
    limit,
    work: 'works here',
  })
}

const isOnLinux = process.platform === 'linux'

test('what is held is held for others until the scope ends', async () => {
  await using world = await testWorld()
  const first = await hold(world)

  const second = hold(world)

  await expect(second).rejects.toMatchObject({
    code: 'busy',
    message: `Process ${process.pid} works here right now.`,
    hint: expect.stringContaining(join(world.cwd, 'held')),
  })
  await first[Symbol.asyncDispose]()
  await using _third = await hold(world)
  expect(await readdir(world.cwd)).toEqual(['held'])
})

test.each([
  ['is gone', deadMark],
  ...(isOnLinux ? ([['had our number before us, as in a container', formerMark]] as const) : []),
])('what a process holds that %s is taken over', async (_what, mark) => {
  await using world = await testWorld()
  await symlink(mark(), join(world.cwd, 'held'))

  const held = await hold(world)

  await held[Symbol.asyncDispose]()
  expect(await readdir(world.cwd)).toEqual([])
})

test.each([
  ['runs on another machine', foreignMark],
  ['says nothing we know', () => 'somebody'],
])('what a process holds that %s is left to it', async (_what, mark) => {
  await using world = await testWorld()
  await symlink(mark(), join(world.cwd, 'held'))

  await expect(hold(world)).rejects.toMatchObject({ code: 'busy' })
  await releaseDead(join(world.cwd, 'held'))

  expect(await readdir(world.cwd)).toEqual(['held'])
})

test('a file holds as well, where the file system has no links', async () => {
  await using world = await testWorld()
  await writeFile(join(world.cwd, 'held'), ownMark())

  await expect(hold(world)).rejects.toMatchObject({ code: 'busy' })

  await writeFile(join(world.cwd, 'held'), deadMark())
  await using _held = await hold(world)
})

test('whoever may wait gets what is released meanwhile', async () => {
  await using world = await testWorld()
  const first = await hold(world)

  const second = hold(world, 10_000)
  await first[Symbol.asyncDispose]()

  await using _second = await second
  expect(await readdir(world.cwd)).toEqual(['held'])
})

test('what a killed process holds is taken over by one at a time', async () => {
  await using world = await testWorld()
  const held = join(world.cwd, 'held')
  await symlink(deadMark(), held)
  await symlink(ownMark(), `${held}.takeover`)

  const waiting = hold(world)
  const early = await Promise.race([waiting.then(() => 'held'), setTimeout(200, 'waits')])
  await rm(`${held}.takeover`)

  expect(early).toBe('waits')
  await using _held = await waiting
  expect(await readdir(world.cwd)).toEqual(['held'])
})

test('a takeover on another machine that does not end is named as what is in the way', async () => {
  await using world = await testWorld()
  const held = join(world.cwd, 'held')
  await symlink(deadMark(), held)
  await symlink(foreignMark(), `${held}.takeover`)

  await expect(hold(world)).rejects.toMatchObject({
    code: 'busy',
    hint: expect.stringContaining(`remove ${held}.takeover`),
  })
})

test('a takeover that was killed does not stop the next one', async () => {
  await using world = await testWorld()
  const held = join(world.cwd, 'held')
  for (const name of [held, `${held}.takeover`, `${held}.takeover.takeover`]) await symlink(deadMark(), name)

  await using _held = await hold(world)

  expect(await readdir(world.cwd)).toEqual(['held'])
})

test('many that take over at once come in one after the other', async () => {
  await using world = await testWorld()
  await symlink(deadMark(), join(world.cwd, 'held'))
  let inside = 0
  const most: number[] = []

  await Promise.all(
    Array.from({ length: 12 }, async () => {
      await using _held = await hold(world, 60_000)
      most.push(++inside)
      await setTimeout(1)
      inside--
    }),
  )

  expect(most).toEqual(Array.from({ length: 12 }, () => 1))
})

test('the end of a scope leaves alone what another process holds by then', async () => {
  await using world = await testWorld()
  const held = join(world.cwd, 'held')
  const first = await hold(world)
  await rm(held)
  await symlink(foreignMark(), held)

  await first[Symbol.asyncDispose]()

  expect(await readlink(held)).toBe(foreignMark())
})
