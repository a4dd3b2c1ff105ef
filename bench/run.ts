import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { rolldown } from 'rolldown'
import { moduleTypes, packPlugins, threadEntries } from '../scripts/pack-bundling.ts'
import { formatBytes, formatElapsed } from '../src/kernel/time.ts'
import { feedOf, partsOfApply } from './apply.ts'
import { diffSizeText } from './diff-size.ts'
import { growthTable } from './growth.ts'
import { type Sample, sampleOf } from './measure.ts'
import { type Contender, operationsOf } from './operations.ts'
import { fullParts, quickParts } from './packages.ts'
import { cacheFolder, packsOf, sizeOf } from './packs.ts'
import { cpuRatio, cpuRatiosIn, type Measured, rawOf, tableOf } from './results.ts'

/**
 * `npm run bench`: ours and the peers interleaved in one session, on packs that are made of public npm packages.
 * Prints the tables and writes `bench/results.md` and `bench/quick.md`. With `--quick`: small packs, fewer peers; fails
 * where ours keeps processors much longer busy, in times of what `unzip -t` needs, than `bench/quick.md` says. Other work on the machine
 * makes all wait, and is not counted. `--quick --write` writes that file anew.
 */
const root = resolve(import.meta.dirname, '..')
const resultsFile = join(import.meta.dirname, 'results.md')
const quickFile = join(import.meta.dirname, 'quick.md')

/** Runs of each contender, after one that is not counted. */
const rounds = 3
const quickRounds = 2

/** How far a quick ratio may be over the committed one: other machines, other noise. */
const tolerance = 1.5

/** Programs that are not there, said once. */
const missed = new Set<string>()

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
})
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
    const measured = await measureAll('quick', quickRounds)
    console.log(`\n${tableOf(measured)}\n`)
    if (values.write) writeFileSync(quickFile, quickOf(measured))
    else await compareWithCommitted(measured)
  } else {
    const full = await measureAll('full', rounds)
    const quick = await measureAll('quick', quickRounds)
    const growth = await growthTable(join(root, 'dist', 'cli.js'), scratch, rounds)
    const text = resultsOf(full, growth, partsText())
    writeFileSync(resultsFile, text)
    writeFileSync(quickFile, quickOf(quick))
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
  const cli = join(root, 'dist', 'cli.js')
  const engine = await bundledEngine()
  const bench = {
    packs,
    cli,
    engine,
    changes: join(cache, `${size}-changes.txt`),
    diff: join(cache, `${size}-diff.zip`),
    feed: size === 'full' ? feedOf(cli, packs) : '',
    scratch,
    clear: () => {
      rmSync(scratch, { recursive: true, force: true })
      mkdirSync(scratch, { recursive: true })
    },
  }
  bench.clear()
  const node = (...words: string[]) => execFileSync(process.execPath, words, { stdio: 'ignore' })
  node(engine, 'changes', packs.before, packs.afterHome, bench.changes)
  if (size === 'full') node(cli, 'diff', packs.before, packs.after, '--out', bench.diff)
  const all = operationsOf(bench).map(operation => ({
    operation,
    contenders: operation.contenders.filter(one => isWanted(one, size)),
    samples: new Map<string, Sample[]>(),
  }))
  const measured = all.filter(({ contenders }) => contenders.length > 0)
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
    input: Object.fromEntries([['engine', join('bench', 'engine.ts')], ...threadEntries]),
    platform: 'node',
    tsconfig: join(root, 'tsconfig.json'),
    transform: { target: 'node24' },
    moduleTypes,
    plugins: packPlugins,
  })
  await bundle.write({ dir: out, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' })
  await bundle.close()
  return join(out, 'engine.mjs')
}

async function compareWithCommitted(measured: readonly Measuring[]): Promise<void> {
  const committed = cpuRatiosIn(readFileSync(quickFile, 'utf8'))
  let failed = 0
  for (const one of measured) {
    const before = committed.get(one.operation.name) ?? Number.NaN
    if (isTooSlow(one, measured, before)) {
      // Once more, as something else may have run: the quickest of all runs counts.
      await measureOne(one, quickRounds)
      if (!isTooSlow(one, measured, before)) continue
      failed += 1
      const ratio = cpuRatio(one, measured).toFixed(2)
      const known = Number.isNaN(before) ? 'not in bench/quick.md' : `${before.toFixed(2)} in bench/quick.md`
      console.log(`Too slow: ${one.operation.name}: ratio ${ratio}, ${known}.`)
    }
  }
  console.log(`${measured.length - failed} passed, ${failed} failed, 0 skipped`)
  process.exitCode = failed === 0 ? 0 : 1
}

/** Where `unzip` is missing there is no ratio to compare. */
function isTooSlow(one: Measured, all: readonly Measured[], before: number): boolean {
  const ratio = cpuRatio(one, all)
  return !Number.isNaN(ratio) && !(ratio <= before * tolerance)
}

function machineText(): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const [cpu] = cpus()
  return `Machine: ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${formatBytes(totalmem())}, ${process.platform} ${release()}. Node ${process.version}. Commit ${commit}.
Processes that wanted to run in the quarter of an hour before the end (load average; ours are one or two of them): ${loadavg()[2]?.toFixed(1)}.`
}

/** Of one run of `apply`, as it says it; and of the diff zip. */
function partsText(): string {
  const cli = join(root, 'dist', 'cli.js')
  const packs = packsOf(fullParts, cache)
  const parts = partsOfApply(cli, packs, feedOf(cli, packs), join(scratch, 'applied.zip'))
  return `${parts}\n\n${diffSizeText(cli, packs, join(cache, 'full-diff.zip'))}`
}

function resultsOf(full: readonly Measured[], growth: string, parts: string): string {
  return `# Bench

\`npm run bench\` wrote this: medians of ${rounds} runs after one that warms the page cache, contenders in turn, whole processes from start to exit.
Ours is \`dist/cli.js\`; where an operation has no command of its own (*) it is a small driver over the same modules, bundled in the same way.
To write the updated pack, the driver is told which paths differ, as the train knows what it laid itself; with an update tool of somebody else's they have to be found first, which stands among the others.
The ratio is ours to the baseline's time, that of processors of the best runs. Memory is the highest that the kernel saw in ours, worker threads included.

${machineText()}

## Full

A pack of ${formatBytes(sizeOf(packsOf(fullParts, cache).before))} made of public npm packages (\`bench/packages.ts\`), zipped by Info-ZIP.

${tableOf(full)}

\`apply\` in one run. ${parts}

## Growth

Small deflated entries, ${rounds} runs each.

${growth}

## Samples

Milliseconds of time and of processors in the order of the runs.

\`\`\`
${rawOf(full)}
\`\`\`
`
}

function quickOf(quick: readonly Measured[]): string {
  return `# Quick bench

\`npm run bench -- --quick\` fails where ours keeps processors busy for over ${tolerance} times as long as it says here, in times of what \`unzip -t\` needs. \`--quick --write\` wrote this.

${machineText()}
A pack of ${formatBytes(sizeOf(packsOf(quickParts, cache).before))}.

${tableOf(quick)}

\`\`\`
${rawOf(quick)}
\`\`\`
`
}
