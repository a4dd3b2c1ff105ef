import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatBytes, formatElapsed } from '../../src/kernel/time.ts'
import { type Stage, setScene, trainStep } from '../helpers/action-runs.ts'
import { unixFile, zipOf } from '../helpers/zip.ts'
import { startBlobStore } from '../standins/blob-store.ts'
import { type PackedCli, packedCli, peakMemoryPreload, unpackedPackage } from './packed-cli.ts'

/**
 * The action with a pack of 500 MB and 7,000 files: one run that builds, uploads and caches it, and one that takes it
 * from the cache. Its memory must stay flat; times are said beside those of a plain `cp` and `curl` of the same bytes.
 */
/** 250 MB are promised; on a busy machine garbage waits longer. */
const memoryLimit = 260e6
const jars = 1000
const jarSize = 500_000
const smallFiles = 6000
const changedJars = 30

const work = mkdtempSync(join(tmpdir(), 'update-train-large-'))
try {
  await measure()
} finally {
  rmSync(work, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const cli = packedCli(join(work, 'package'))
  const vendor = join(work, 'vendor')
  mkdirSync(vendor)
  const feed = join(vendor, 'feed')
  const pack = writePack(join(vendor, 'widget-1.0.0.zip'), 0)
  await succeed(cli(['feed', 'init', feed, '--product', 'widget-1.0.0', '--pack', pack], vendor))
  await using blobs = await startBlobStore()
  const stage: Stage = {
    folder: work,
    action: unpackedPackage(join(work, 'package')),
    cli,
    product: { pack, feed },
    blobs,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  await using scene = await setScene(stage)

  const update = async (level: number): Promise<void> => {
    const next = writePack(join(vendor, `level-${level}.zip`), level)
    const updates = join(vendor, `updates-${level}.json`)
    writeFileSync(updates, JSON.stringify([{ id: `W-${level}`, kind: 'fix', title: `Update ${level}` }]))
    const words = ['--channel', 'full', '--level', String(level), '--pack', next, '--updates', updates]
    await succeed(cli(['feed', 'publish', scene.feedFolder, ...words], vendor))
    const peakFile = join(work, `peak-${level}.txt`)
    const env = { NODE_OPTIONS: `--no-warnings --import ${peakMemoryPreload}`, PEAK_MEMORY_FILE: peakFile }
    const job = await scene.update({ pack }, { env })
    assert.equal(job.conclusion, 'success', job.log)
    const step = trainStep(job)
    assert.equal(step.outputs['outcome'], 'updated')
    const peak = existsSync(peakFile) ? Number(readFileSync(peakFile, 'utf8')) : Number.NaN
    console.log(
      `level ${level - 1} → ${level}: ${formatElapsed(step.milliseconds)}, peak memory ${formatBytes(peak)} (limit ${formatBytes(memoryLimit)}); ${stationsOf(job.log)}`,
    )
    assert.ok(peak < memoryLimit, `peak memory ${formatBytes(peak)}`)
    const fromCache = job.log.includes('Cache restored successfully')
    assert.equal(fromCache, level > 1)
  }

  await update(1)
  compareWithPlainTools(pack, blobs.uploadUrl('plain'))
  await update(2)
}

/** Random content does not compress, as jars do not. Level n changes some jars of its own. */
function writePack(file: string, level: number): string {
  const entries = [
    ...Array.from({ length: jars }, (_, index) => {
      const version = index < changedJars ? level : 0
      return {
        name: `widget-1.0.0/lib/part-${index}.jar`,
        content: noise(`${index}.${version}`, jarSize),
        deflate: true,
      }
    }),
    ...Array.from({ length: smallFiles }, (_, index) => ({
      name: `widget-1.0.0/conf/${index % 100}/setting-${index}.conf`,
      content: `value = ${index}\n`,
    })),
  ]
  writeFileSync(file, zipOf(entries.map(entry => ({ ...entry, mode: unixFile | 0o644 }))))
  return file
}

/** The same bytes for the same name, so that levels differ where they should. */
function noise(name: string, size: number): Buffer {
  return createHash('shake256', { outputLength: size }).update(name).digest()
}

function stationsOf(log: string): string {
  return [...log.matchAll(/^(check|apply|test|publish) took (.*)$/gm)]
    .map(([, name, time]) => `${name} ${time}`)
    .join(', ')
}

function compareWithPlainTools(pack: string, url: string): void {
  const copied = timeOf('cp', [pack, join(work, 'copy.zip')])
  const sent = timeOf('curl', ['-sS', '-f', '-T', pack, '-H', 'x-ms-blob-type: BlockBlob', url])
  console.log(`the same bytes: cp ${formatElapsed(copied)}, curl to the same store ${formatElapsed(sent)}`)
}

function timeOf(program: string, args: readonly string[]): number {
  const start = performance.now()
  execFileSync(program, args, { stdio: 'ignore' })
  return performance.now() - start
}

async function succeed(call: ReturnType<PackedCli>): Promise<void> {
  const { exitCode, stderr } = await call
  assert.equal(exitCode, 0, stderr)
}
