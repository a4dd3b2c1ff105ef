import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { rolldown } from 'rolldown'
import { formatBytes, formatElapsed } from '../src/kernel/time.ts'
import { growthTable } from './growth.ts'
import { type Sample, sampleOf } from './measure.ts'
import { type Contender, operationsOf } from './operations.ts'
import { fullParts, quickParts } from './packages.ts'
import { cacheFolder, packsOf, sizeOf } from './packs.ts'
import { fastestRatio, type Measured, ratiosIn, rawOf, tableOf } from './results.ts'

/**
 * `npm run bench`: ours and the peers interleaved in one session, on packs that are made of public npm packages.
 * Prints the table and writes `bench/results.md`. With `--quick`: small packs, fewer peers; writes nothing and fails
 * where a ratio is far over the committed one.
 */
const root = resolve(import.meta.dirname, '..')
const resultsFile = join(import.meta.dirname, 'results.md')
const quickHeading = '## Quick'

/** Runs of each contender, after one that is not counted. */
const rounds = 3

/** How far a quick ratio may be over the committed one: other machines, other noise. */
const tolerance = 1.5

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const start = performance.now()
const cache = cacheFolder(process.env)
mkdirSync(cache, { recursive: true })
const scratch = join(cache, `scratch-${process.pid}`)
try {
  if (isThere('zip')) await main()
  else {
    console.log('Skipped: zip is not found on PATH, and it makes the packs.')
    process.exitCode = process.env['CI'] === 'true' ? 1 : 0
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function main(): Promise<void> {
  if (values.quick) {
    const measured = await measureAll('quick', 3)
    console.log(`\n${tableOf(measured)}\n`)
    await compareWithCommitted(measured)
  } else {
    const full = await measureAll('full', rounds)
    const quick = await measureAll('quick', rounds)
    const growth = await growthTable(join(root, 'dist', 'cli.js'), scratch, rounds)
    const text = resultsOf(full, quick, growth)
    writeFileSync(resultsFile, text)
    console.log(`\n${text.split('## Samples')[0] ?? ''}`)
  }
  console.log(`The bench took ${formatElapsed(performance.now() - start)}.`)
}

interface Measuring extends Measured {
  contenders: readonly Contender[]
  samples: Map<string, Sample[]>
}

async function measureAll(size: 'full' | 'quick', times: number): Promise<Measuring[]> {
  const packs = packsOf(size === 'full' ? fullParts : quickParts, cache)
  const bench = {
    packs,
    cli: join(root, 'dist', 'cli.js'),
    engine: await bundledEngine(),
    scratch,
    clear: () => {
      rmSync(scratch, { recursive: true, force: true })
      mkdirSync(scratch, { recursive: true })
    },
  }
  bench.clear()
  const measured = operationsOf(bench).map(operation => ({
    operation,
    contenders: operation.contenders.filter(one => isWanted(one, size)),
    samples: new Map<string, Sample[]>(),
  }))
  for (const one of measured) {
    console.log(`${size}: ${one.operation.name}`)
    await measureOne(one, times)
  }
  return measured
}

/** Round after round, so that what else the machine does hits all of them alike; the first round fills the page cache. */
async function measureOne({ contenders, samples }: Measuring, times: number): Promise<void> {
  for (let round = 0; round <= times; round += 1)
    for (const { name, calls, prepare, aside } of contenders) {
      if (aside === true && (round === 0 || round > 2)) continue
      prepare?.()
      const sample = await sampleOf(calls)
      if (round > 0) samples.set(name, [...(samples.get(name) ?? []), sample])
    }
}

const missed = new Set<string>()

function isWanted({ calls, aside }: Contender, size: 'full' | 'quick'): boolean {
  if (size === 'quick' && aside === true) return false
  const missing = calls.map(({ words: [program = ''] }) => program).filter(program => !isThere(program))
  for (const program of missing) {
    if (missed.has(program)) continue
    missed.add(program)
    console.log(`Skipped: ${program} is not found on PATH.`)
    if (process.env['CI'] === 'true') throw new Error(`CI measures against ${program}, and it is missing.`)
  }
  return missing.length === 0
}

function isThere(program: string): boolean {
  if (program.includes('/')) return existsSync(program)
  return (process.env['PATH'] ?? '').split(delimiter).some(folder => existsSync(join(folder, program)))
}

/** Bundled in the way of `dist/`, in the cache. */
async function bundledEngine(): Promise<string> {
  const out = join(cache, 'engine')
  rmSync(out, { recursive: true, force: true })
  const bundle = await rolldown({
    cwd: root,
    input: { engine: join('bench', 'engine.ts') },
    platform: 'node',
    tsconfig: join(root, 'tsconfig.json'),
    transform: { target: 'node24' },
  })
  await bundle.write({ dir: out, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' })
  await bundle.close()
  return join(out, 'engine.mjs')
}

async function compareWithCommitted(measured: readonly Measuring[]): Promise<void> {
  const committed = ratiosIn(readFileSync(resultsFile, 'utf8').split(quickHeading)[1] ?? '')
  let failed = 0
  for (const one of measured) {
    const before = committed.get(one.operation.name) ?? Number.NaN
    if (isTooSlow(one, before)) {
      // Once more, as something else may have run: the quickest of all runs counts.
      await measureOne(one, 3)
      if (!isTooSlow(one, before)) continue
      failed += 1
      const ratio = fastestRatio(one).toFixed(2)
      const known = Number.isNaN(before)
        ? 'not in bench/results.md'
        : `${before.toFixed(2)} in bench/results.md`
      console.log(`Too slow: ${one.operation.name}: ratio ${ratio}, ${known}.`)
    }
  }
  console.log(`${measured.length - failed} passed, ${failed} failed, 0 skipped`)
  process.exitCode = failed === 0 ? 0 : 1
}

/** Where the baseline's program is missing there is no ratio to compare. */
function isTooSlow(one: Measured, before: number): boolean {
  const ratio = fastestRatio(one)
  return !Number.isNaN(ratio) && !(ratio <= before * tolerance)
}

function resultsOf(full: readonly Measured[], quick: readonly Measured[], growth: string): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const { before } = packsOf(fullParts, cache)
  const [cpu] = cpus()
  return `# Bench

\`npm run bench\` wrote this: medians of ${rounds} runs after one that warms the page cache, contenders in turn, whole processes from start to exit.
Ours is \`dist/cli.js\`; where an operation has no command of its own (*) it is a small driver over the same modules, bundled in the same way.
The ratio is ours to the baseline's time. Memory is the highest that the kernel saw in ours, worker threads included.

Machine: ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${formatBytes(totalmem())}, ${process.platform} ${release()}. Node ${process.version}. Commit ${commit}.
Processes that wanted to run in the quarter of an hour before the end (load average; ours are one or two of them): ${loadavg()[2]?.toFixed(1)}.

## Full

A pack of ${formatBytes(sizeOf(before))} made of public npm packages (\`bench/packages.ts\`), zipped by Info-ZIP.

${tableOf(full)}

## Growth

Small deflated entries, ${rounds} runs each.

${growth}

${quickHeading}

A pack of ${formatBytes(sizeOf(packsOf(quickParts, cache).before))}; \`npm run bench -- --quick\` compares its ratios with these and fails over ${tolerance} times of one.

${tableOf(quick)}

## Samples

Milliseconds in the order of the runs.

\`\`\`
full
${rawOf(full)}

quick
${rawOf(quick)}
\`\`\`
`
}
