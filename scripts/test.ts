import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { installTestPackages, run } from './test-packages.ts'

/**
 * `npm test`: runs jest on the sources, with the options given to it, and ends with one plain line of counts. Without
 * options, what measures time runs alone, after all else.
 * Packages that only tests need and that are heavy live in `__tests__/package.json`; they are installed here,
 * when that folder's lockfile is not the one that was installed last.
 */
const root = resolve(import.meta.dirname, '..')

/** Milliseconds after which a test hangs; a first start of everything on a busy machine is slow, not wrong. */
const testTimeout = 60_000

const countsSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
})

/** Bytes that have to be free in memory; the tests were never seen to use 100 MB of them at once. */
const roomOfTests = 4 * 1024 ** 3

/** Test files that measure time. */
const figures = 'figures\\.test\\.ts$'

const options = process.argv.slice(2)
const others = `^(?!.*${figures}).*\\.test\\.ts$`
/** What jest has made of sources is good for the next run, too. */
const kept = [`--cacheDirectory=${join(tmpdir(), 'update-train-jest')}`]
const total = { passed: 0, failed: 0, skipped: 0 }
await installTestPackages()
// Most of the time is that of child processes: jest's own default leaves one processor to itself.
const saysWorkers = options.some(option => /^(--runInBand|-i|--maxWorkers|-w)/.test(option))
const workers = saysWorkers ? [] : [`--maxWorkers=${availableParallelism()}`]
// Thousands of processes load the same bundles; those that are timed compile them themselves.
const disk = tmpdir()
const isChosen = process.env['TMPDIR'] !== undefined
const shared = await mkdtemp(join((isChosen ? null : await memoryFolder()) ?? disk, 'update-train-test-'))
process.env['UPDATE_TRAIN_TEST_PACKAGE'] = join(shared, 'package')
process.env['NODE_COMPILE_CACHE'] = join(shared, 'compiled')
// Nobody has to wait for a disk either, but where time is measured.
process.env['TMPDIR'] = join(shared, 'tmp')
await mkdir(process.env['TMPDIR'])
const codes = [await runJest([...workers, ...(options.length > 0 ? options : [others])])]
Reflect.deleteProperty(process.env, 'NODE_COMPILE_CACHE')
process.env['TMPDIR'] = disk
if (options.length === 0) codes.push(await runJest(['--runInBand', figures]))
await rm(shared, { recursive: true, force: true })
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = codes.find(code => code !== 0) ?? 0

/** A folder in memory, where there is one that has room for all tests and lets programs run; null elsewhere. */
async function memoryFolder(): Promise<string | null> {
  const folder = '/dev/shm'
  try {
    const { bavail, bsize } = await statfs(folder)
    if (bavail * bsize < roomOfTests) return null
    const probe = await mkdtemp(join(folder, 'update-train-probe-'))
    try {
      const program = join(probe, 'program')
      await writeFile(program, '#!/bin/sh\n', { mode: 0o700 })
      return (await run(program, [], probe)) === 0 ? folder : null
    } finally {
      await rm(probe, { recursive: true })
    }
  } catch {
    return null
  }
}

async function runJest(words: readonly string[]): Promise<number> {
  const results = await mkdtemp(join(tmpdir(), 'update-train-jest-'))
  try {
    const file = join(results, 'results.json')
    const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js')
    const code = await run(
      process.execPath,
      [...flags, jest, '--json', `--outputFile=${file}`, `--testTimeout=${testTimeout}`, ...kept, ...words],
      root,
    )
    if (!existsSync(file)) {
      total.failed += 1
      return code === 0 ? 1 : code
    }
    const counts = countsSchema.parse(JSON.parse(await readFile(file, 'utf8')))
    // A test file that cannot even be loaded has no failed test of its own; it counts as one.
    total.failed += counts.numFailedTests + counts.numRuntimeErrorTestSuites
    total.skipped += counts.numPendingTests + counts.numTodoTests
    total.passed += counts.numPassedTests
    return code
  } finally {
    await rm(results, { recursive: true, force: true })
  }
}
