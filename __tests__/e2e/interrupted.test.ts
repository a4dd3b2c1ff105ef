import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type SmallProduct, smallProduct } from '../helpers/small-product.ts'
import { type PackedCli, packedCli } from '../machine/packed-cli.ts'

let folder: string
let cli: PackedCli
let product: SmallProduct

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-stop-'))
  cli = packedCli(join(folder, 'package'))
  product = await smallProduct(join(folder, 'vendor'))
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Whether a process is gone, or dead and only not yet collected by its parent, within five seconds. */
function endsSoon(pid: number): boolean {
  const deadline = performance.now() + 5000
  while (performance.now() < deadline) {
    const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
    if (state === '' || state.startsWith('Z')) return true
  }
  return false
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s while the tests run ends them and leaves no half file',
  async (signal, exitCode) => {
    const work = await mkdtemp(join(folder, 'work-'))
    await mkdir(join(work, 'tmp'))
    const env = { XDG_CACHE_HOME: join(work, 'cache'), TMPDIR: join(work, 'tmp') }
    const words = ['run', '--pack', product.pack, '--feed', product.feed]

    const call = await cli([...words, '--test', `echo $$ > ${work}/pid; echo started; sleep 600`], work, {
      env,
      onStderr: (text, kill) => {
        if (text.includes('started')) kill(signal)
      },
    })

    const pid = Number(await readFile(join(work, 'pid'), 'utf8'))
    expect(call.exitCode).toBe(exitCode)
    expect(call.stderr).toContain(`Stopped by ${signal}`)
    expect(endsSoon(pid)).toBe(true)
    expect(readdirSync(join(work, 'tmp'))).toEqual([])
    expect(existsSync(join(work, 'out'))).toBe(false)
    expect(existsSync(join(work, 'update-train.lock.json'))).toBe(false)
  },
  30_000,
)

test('a second Ctrl-C ends tests that do not want to end', async () => {
  const work = await mkdtemp(join(folder, 'work-'))
  const env = { XDG_CACHE_HOME: join(work, 'cache') }
  const stubborn = `trap '' TERM INT; echo $$ > ${work}/pid; echo started; while :; do sleep 0.05; echo still; done`

  const call = await cli(['run', '--pack', product.pack, '--feed', product.feed, '--test', stubborn], work, {
    env,
    onStderr: (text, kill) => {
      if (text.includes('started') || text.includes('still')) kill('SIGINT')
    },
  })

  const pid = Number(await readFile(join(work, 'pid'), 'utf8'))
  expect(call.exitCode).toBe(130)
  expect(endsSoon(pid)).toBe(true)
}, 30_000)
