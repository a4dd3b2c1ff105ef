import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type SmallProduct, smallProduct } from '../helpers/small-product.ts'
import { type PackedCli, packedCli, unpackedPackage } from '../machine/packed-cli.ts'

let folder: string
let cli: PackedCli
let product: SmallProduct

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-figures-'))
  cli = packedCli(join(folder, 'package'))
  product = await smallProduct(join(folder, 'vendor'))
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Milliseconds of the fastest of ten whole processes: the machine's other work is not what is measured. */
function fastest(args: readonly string[]): number {
  const times = Array.from({ length: 10 }, () => {
    const start = performance.now()
    const cliFile = join(unpackedPackage(join(folder, 'package')), 'dist', 'cli.js')
    const { status } = spawnSync(process.execPath, [cliFile, ...args], { cwd: folder })
    expect(status).toBe(0)
    return performance.now() - start
  })
  return Math.min(...times)
}

test('the command line starts in under 150 ms', () => {
  const milliseconds = fastest(['--help'])

  console.log(`update-train --help: ${milliseconds.toFixed(0)} ms`)
  expect(milliseconds).toBeLessThan(150)
})

test('`check` with nothing new takes under 0.5 s and reads no pack', async () => {
  const env = { XDG_CACHE_HOME: join(folder, 'cache') }
  await cli(['run', '--pack', product.pack, '--feed', product.feed], folder, { env })
  const words = ['check', '--product', 'widget-1.0.0', '--pack', 'not-there.zip', '--feed', product.feed]

  const milliseconds = fastest(words)

  console.log(`update-train check, nothing new: ${milliseconds.toFixed(0)} ms`)
  expect(milliseconds).toBeLessThan(500)
})
