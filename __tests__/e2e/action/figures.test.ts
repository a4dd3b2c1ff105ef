import { existsSync, readFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { importsOf } from '../../../scripts/imports.ts'
import { setScene, trainStep } from '../../helpers/action-runs.ts'
import { stageOfFile } from '../../helpers/stage-of-file.ts'

/** Milliseconds of the whole process with nothing new. */
const patience = 1500
/** Bytes of `dist/main.js` and everything that it loads, now or later. */
const largestBundle = 6_000_000

const stage = stageOfFile()

test.each([['the lock'], ['the cache']])(
  'with nothing new, as %s says, the whole process is quick and asks the feed once',
  async source => {
    await using scene = await setScene(stage())
    const first = await scene.update()
    const lock = 'update-train.lock.json'
    if (source === 'the lock') await copyFile(join(first.workspace, lock), join(scene.repository, lock))
    const asked = scene.feed.requests.length

    const times: number[] = []
    for (let run = 0; run < 5; run += 1) {
      const job = await scene.update({ product: 'widget-1.0.0' })
      expect(trainStep(job).outputs['outcome']).toBe('up-to-date')
      times.push(trainStep(job).milliseconds)
    }

    console.log(`nothing new, by ${source}: ${times.map(time => Math.round(time)).join(', ')} ms`)
    expect(Math.min(...times)).toBeLessThan(patience)
    expect(scene.feed.requests.length - asked).toBe(5)
  },
)

test('the bundle is small', () => {
  const dist = join(stage().action, 'dist')
  const seen = new Map<string, number>()
  const visit = (file: string): void => {
    if (seen.has(file)) return
    const text = readFileSync(join(dist, file), 'utf8')
    seen.set(file, Buffer.byteLength(text))
    for (const { to } of importsOf(file, text))
      if (to.endsWith('.js') && existsSync(join(dist, to))) visit(to)
  }

  visit('main.js')

  const bytes = [...seen.values()].reduce((sum, size) => sum + size, 0)
  console.log(`dist/main.js and all that it loads: ${bytes} bytes in ${seen.size} files`)
  expect(seen.size).toBeGreaterThan(10)
  expect(bytes).toBeLessThan(largestBundle)
})
