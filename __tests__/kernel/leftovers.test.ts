import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { removeLeftovers } from '../../src/kernel/leftovers.ts'
import { ownMark } from '../../src/kernel/process-mark.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { deadMark, foreignMark } from '../helpers/dead-process.ts'
import { testWorld } from '../helpers/world.ts'

test('what a killed process left is removed, also what is closed', async () => {
  await using world = await testWorld()
  const dead = deadMark()
  const left = join(world.cwd, `update-train-${dead}-AbC123`)
  await mkdir(join(left, 'home/closed'), { recursive: true })
  await writeFile(join(left, 'home/closed/file'), '')
  await chmod(join(left, 'home/closed'), 0o500)
  await mkdir(join(world.cwd, `.update-train-${dead}-AbC123`))
  await writeFile(join(world.cwd, `x.lock.json.update-train-${dead}-0a1b2c`), '{"half')

  await removeLeftovers(world.cwd)

  expect(await readdir(world.cwd)).toEqual([])
})

test('nothing else is removed', async () => {
  await using world = await testWorld()
  const dead = deadMark()
  const names = [
    `update-train-${ownMark()}-AbC123`,
    `update-train-${foreignMark()}-AbC123`,
    `update-train-${dead}`,
    `update-train-${dead}-AbC123.zip`,
    `my-update-train-${dead}-AbC123`,
    `${dead}-AbC123`,
    '.update-train',
    'update-train.lock.json',
  ]
  for (const name of names) await writeFile(join(world.cwd, name), '')

  await removeLeftovers(world.cwd)

  expect(await readdir(world.cwd)).toEqual(names.toSorted())
})

test('what a leftover links to stays', async () => {
  await using world = await testWorld()
  const left = join(world.cwd, `update-train-${deadMark()}-AbC123`)
  await mkdir(join(world.cwd, 'theirs'))
  await writeFile(join(world.cwd, 'theirs/file'), 'theirs')
  await mkdir(left)
  await symlink('../theirs', join(left, 'home'))

  await removeLeftovers(world.cwd)

  expect(await readdir(world.cwd)).toEqual(['theirs'])
  expect(await readFile(join(world.cwd, 'theirs/file'), 'utf8')).toBe('theirs')
})

test('a new temporary folder begins with that, beside it', async () => {
  await using world = await testWorld()
  await mkdir(join(world.cwd, `update-train-${deadMark()}-AbC123`))

  await using work = await temporaryFolder(world.cwd)

  expect(await readdir(world.cwd)).toEqual([work.path.slice(world.cwd.length + 1)])
})
