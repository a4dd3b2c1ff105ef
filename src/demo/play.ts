import { existsSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readSettings } from '../config/settings.ts'
import { initFeed } from '../feed/init.ts'
import { publishLevel } from '../feed/publish.ts'
import { besidePack, localHost, outFolder } from '../host/local/local-host.ts'
import { TrainError } from '../kernel/errors.ts'
import { makeFolder } from '../kernel/files.ts'
import { silentLog } from '../kernel/log.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import { formatElapsed } from '../kernel/time.ts'
import type { World } from '../kernel/world.ts'
import { createPack } from '../pack/write-pack.ts'
import { parseProduct } from '../tools/recognise.ts'
import type { TrainOutcome } from '../train/outcome.ts'
import { run } from '../train/run.ts'
import { readSample, type Sample, sampleTree } from './sample.ts'

/** The level that the demo's team runs before. */
const installedLevel = 2

/**
 * A weekly run as a team would see it, on the sample product that ships with update-train. The feed and the pack are made
 * anew in a temporary folder by the project's own publisher; all that stays is in `out`.
 */
export async function playDemo(out: string, world: World): Promise<{ outcome: TrainOutcome; text: string }> {
  const started = world.clock.now()
  const sampleFolder = findSample()
  const sample = await readSample(sampleFolder)
  world.log.info(`${sample.product} is a sample that ships with update-train; it is no real product.`)
  await using stage = await temporaryFolder(world.temporary)
  const { feed, pack } = await world.log.group('set the stage: a feed and the pack of level 2', () =>
    setStage(sampleFolder, sample, stage.path, world),
  )
  const smokeTest = join(sampleFolder, 'smoke-test.mjs')
  // What the team has committed beside its lock; a run adds what it decides itself.
  const resolutions = join(out, '.update-train', 'resolutions')
  await makeFolder(resolutions)
  await cp(join(sampleFolder, 'resolutions'), resolutions, { recursive: true, force: false })
  const settings = await readSettings(
    {
      lock: join(out, 'update-train.lock.json'),
      track: 'dev',
      entry: {
        feed,
        pack,
        overlay: join(sampleFolder, 'overlay'),
        resolutions,
        test: `${quoted(process.execPath)} ${quoted(smokeTest)}`,
      },
    },
    // Not where the user is: a configuration there is none of the demo's business.
    stage.path,
  )
  const host = localHost({ ...outFolder(out), cache: join(stage.path, 'cache'), inputs: [] }, world)
  const outcome = await run(settings, host, world, { useLock: true, dryRun: false })
  const elapsed = formatElapsed(world.clock.now() - started)
  return { outcome, text: timelineOf(outcome, sample, out, elapsed, world.cwd) }
}

/** Beside the bundle, or in the sources. */
function findSample(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const places = ['acme-gateway', '../acme-gateway', '../../examples/acme-gateway']
  const found = places.map(place => join(here, place)).find(place => existsSync(join(place, 'product.json')))
  if (found !== undefined) return found
  throw new TrainError('failure', 'The sample product is not beside the bundle.', {
    hint: 'Install update-train again: dist/acme-gateway is missing.',
  })
}

/** Publishes every level of the sample, as its vendor would, and packs the level that the team runs. */
async function setStage(
  sampleFolder: string,
  sample: Sample,
  stage: string,
  world: World,
): Promise<{ feed: string; pack: string }> {
  const feed = join(stage, 'feed')
  const product = parseProduct(sample.product)
  const { classes } = sample
  const root = sample.product
  const base = join(stage, 'base')
  await sampleTree(sampleFolder, { channel: 'full', level: 0 }, base)
  const basePack = join(stage, `${root}.zip`)
  await createPack({ home: base, root, out: basePack, timestamp: sample.timestamp, signal: world.signal })
  await initFeed({ folder: feed, product, pack: basePack, classes }, world)
  for (const [channel, levels] of Object.entries(sample.channels)) {
    for (const { level, timestamp, renames, updates, equivalent } of levels) {
      const tree = join(stage, channel, String(level))
      await sampleTree(sampleFolder, { channel, level }, tree)
      await publishLevel(
        {
          folder: feed,
          product,
          channel,
          level,
          from: { tree },
          updates,
          timestamp,
          classes,
          renames,
          equivalent,
        },
        world,
      )
    }
  }
  return { feed, pack: await teamPack(sample, basePack, feed, stage, world) }
}

/** The pack that the demo's team has: the base, brought to its level by update-train itself. */
async function teamPack(
  sample: Sample,
  basePack: string,
  feed: string,
  stage: string,
  world: World,
): Promise<string> {
  const pack = join(stage, 'team', `${sample.product}.zip`)
  const quiet = { ...world, log: silentLog }
  const settings = await readSettings(
    { entry: { feed, pack: basePack, level: String(installedLevel) } },
    stage,
  )
  const host = localHost(
    { ...besidePack(pack), cache: join(stage, 'none'), inputs: [] },
    { ...world, log: silentLog },
  )
  await run(settings, host, quiet, { useLock: false, dryRun: false })
  return pack
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

function timelineOf(result: TrainOutcome, sample: Sample, out: string, elapsed: string, cwd: string): string {
  if (result.outcome === 'up-to-date')
    return `${sample.product} is up to date: level ${result.installed.level}. Nothing was touched (${elapsed}). Remove ${shown(out, cwd)} to see the run again.\n`
  if (result.outcome === 'held') throw new Error('The demo proposes nothing.')
  const { candidate, published } = result
  const stations = candidate.stations.map(
    ({ name, milliseconds }) => `  ● ${name.padEnd(9)}${formatElapsed(milliseconds)}`,
  )
  const paths = Object.entries(published.paths).map(
    ([kind, path]) => `  ${kind.padEnd(11)}${shown(path, cwd)}`,
  )
  return [
    `${sample.product} (a sample): level ${candidate.from.level} → ${candidate.to.level}, ${result.outcome} in ${elapsed}`,
    ...stations,
    '',
    'Your files met the update:',
    ...candidate.notices.map(({ path, message }) => `  ${path} ${message}`),
    '',
    'Open:',
    ...paths,
    `  ${'lock'.padEnd(11)}${shown(join(out, 'update-train.lock.json'), cwd)}`,
    '',
    'Run it again: it finds nothing new and touches nothing.',
    '',
  ].join('\n')
}

function shown(path: string, cwd: string): string {
  const below = relative(cwd, path)
  return below.startsWith('..') ? path : below
}
