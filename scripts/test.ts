import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { installTestPackages, run } from './test-packages.ts'

/**
 * `npm test`: runs jest on the sources, with the options given to it, and ends with one plain line of counts.
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

await installTestPackages()
process.exitCode = await runJest(process.argv.slice(2))

async function runJest(options: readonly string[]): Promise<number> {
  const results = await mkdtemp(join(tmpdir(), 'update-train-jest-'))
  try {
    const file = join(results, 'results.json')
    const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js')
    const code = await run(
      process.execPath,
      [...flags, jest, '--json', `--outputFile=${file}`, `--testTimeout=${testTimeout}`, ...options],
      root,
    )
    if (!existsSync(file)) return code === 0 ? 1 : code
    const counts = countsSchema.parse(JSON.parse(await readFile(file, 'utf8')))
    // A test file that cannot even be loaded has no failed test of its own; it counts as one.
    const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites
    const skipped = counts.numPendingTests + counts.numTodoTests
    console.log(`${counts.numPassedTests} passed, ${failed} failed, ${skipped} skipped`)
    return code
  } finally {
    await rm(results, { recursive: true, force: true })
  }
}
