import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { openPromise } from 'yauzl'
import { z } from 'zod'
import { formatBytes, formatElapsed } from '../../src/kernel/time.ts'
import { type Call, packedCli } from './packed-cli.ts'

/**
 * `npm run e2e:tomcat`: a feed of real, consecutive Apache Tomcat releases, and the oldest taken to the newest
 * with an overlay that moves it to another port. Maven fetches the releases and keeps them in its own local
 * repository. Versions between them that are missing were never released; the newest's changelog says so.
 */
const versions = ['11.0.13', '11.0.14', '11.0.15', '11.0.18']
const product = 'apache-tomcat-11.0.13'
const memoryLimit = 150e6

const changesSchema = z.object({
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(z.string()),
  renamed: z.array(z.object({ from: z.string(), to: z.string() })),
  modeChanged: z.array(z.string()),
})
const nothing = { added: [], removed: [], changed: [], renamed: [], modeChanged: [] }

const runSchema = z.object({
  outcome: z.string(),
  fromLevel: z.number(),
  toLevel: z.number(),
  pack: z.string(),
  diff: z.string(),
})

const work = mkdtempSync(join(tmpdir(), 'update-train-tomcat-'))
try {
  await main()
} finally {
  rmSync(work, { recursive: true, force: true })
}

async function main(): Promise<void> {
  console.log(`Java: ${javaVersion()}`)
  const packs = versions.map(fetchRelease)
  const [oldest = '', newest = ''] = [packs[0], packs.at(-1)]
  console.log(`Releases: ${versions.join(', ')}. ${await unreleased(newest)}`)
  await assertSameServerXml(packs)

  const cli = packedCli(join(work, 'package'))
  const train = async (...args: string[]): Promise<Call> => {
    const call = await cli(args, work)
    assert.equal(call.exitCode, 0, `update-train ${args.join(' ')}\n${call.stdout}${call.stderr}`)
    return call
  }

  await buildFeed(train, packs)
  const peak = await applyWithoutOverlay(train, oldest, newest)
  await runWithOverlay(train, oldest, newest)
  assert.ok(peak < memoryLimit, `apply took ${formatBytes(peak)} of memory`)
}

type Train = (...args: string[]) => Promise<Call>

async function buildFeed(train: Train, packs: readonly string[]): Promise<void> {
  const [base = '', ...later] = packs
  await train('feed', 'init', 'feed', '--product', product, '--pack', base)
  for (const [index, pack] of later.entries()) {
    const level = String(index + 1)
    const updates = join(work, `updates-${level}.json`)
    writeFileSync(updates, JSON.stringify([updateTo(versions[index + 1] ?? '')]))
    const args = ['--channel', 'full', '--level', level, '--pack', pack, '--updates', updates]
    const { milliseconds } = await train('feed', 'publish', 'feed', ...args)
    const [before = ''] = packs.slice(index)
    const changed = changesSchema.parse(JSON.parse((await train('diff', before, pack, '--json')).stdout))
    console.log(
      `Level ${level} is ${versions[index + 1]}: ${countsOf(changed)}; published in ${formatElapsed(milliseconds)}.`,
    )
  }
}

/** The vendor's own statement of a release is its changelog; nothing is claimed beyond it. */
function updateTo(version: string): object {
  return {
    id: `tomcat-${version}`,
    kind: 'fix',
    severity: null,
    title: `Apache Tomcat ${version}`,
    description: 'https://tomcat.apache.org/tomcat-11.0-doc/changelog.html',
    instructions: '',
    cves: [],
  }
}

/**
 * What `apply` makes must be the newest release itself, but for the file that says the level. Gives the peak memory in
 * bytes: the middle one of three, as when garbage is collected differs from run to run.
 */
async function applyWithoutOverlay(train: Train, oldest: string, newest: string): Promise<number> {
  const calls: Call[] = []
  for (const name of ['first.zip', 'second.zip', 'applied.zip'])
    calls.push(await train('apply', '--pack', oldest, '--feed', 'feed', '--out', name))
  const size = statSync(join(work, 'applied.zip')).size
  const peaks = calls.map(call => call.peakMemory).toSorted((one, other) => one - other)
  const [, peak = Number.NaN] = peaks
  console.log(
    `apply: ${formatBytes(statSync(oldest).size)} → ${formatBytes(size)} in ${formatElapsed(calls[0]?.milliseconds ?? 0)}, ` +
      `peak memory ${peaks.map(formatBytes).join(', ')} (limit ${formatBytes(memoryLimit)} for the middle one).`,
  )
  const difference = await differenceOf(train, newest, 'applied.zip')
  assert.deepEqual(difference, { ...nothing, added: ['updates/update-train.json'] })
  return peak
}

async function runWithOverlay(train: Train, oldest: string, newest: string): Promise<void> {
  const port = await freePort()
  await writeOverlay(oldest, port)
  const reply = join(work, 'reply.txt')
  const suite = [process.execPath, join(import.meta.dirname, 'tomcat-suite.ts'), port, versions.at(-1), reply]
  const test = suite.map(word => `'${word}'`).join(' ')
  const origin = ['--product', product, '--track', 'dev', '--pack', oldest, '--feed', 'feed']
  const overlay = ['--overlay', 'overlay', '--lock', 'lock.json']
  const run = await train('run', ...origin, ...overlay, '--test', test, '--out', 'out', '--json')

  const result = runSchema.parse(JSON.parse(run.stdout))
  assert.equal(result.outcome, 'updated')
  assert.equal(result.toLevel, versions.length - 1)
  const difference = await differenceOf(train, newest, result.pack)
  assert.deepEqual(difference, {
    ...nothing,
    added: ['updates/update-train.json'],
    changed: ['conf/server.xml'],
  })
  const total = changesSchema.parse(JSON.parse((await train('diff', oldest, result.pack, '--json')).stdout))
  console.log(
    `run with an overlay (port ${port}): level ${result.fromLevel} → ${result.toLevel}, ${countsOf(total)}, ` +
      `in ${formatElapsed(run.milliseconds)} with the server's start; ` +
      `pack ${formatBytes(statSync(result.pack).size)}, diff zip ${formatBytes(statSync(result.diff).size)}.`,
  )
  console.log(`It answered: ${readFileSync(reply, 'utf8')}`)

  const check = await train('check', ...origin, '--lock', 'lock.json', '--json')
  assert.equal(z.object({ status: z.string() }).parse(JSON.parse(check.stdout)).status, 'up-to-date')
  console.log(`check with nothing new: ${Math.round(check.milliseconds)} ms, whole process.`)
}

async function writeOverlay(pack: string, port: string): Promise<void> {
  const vendor = (await entryOf(pack, 'conf/server.xml')).toString('utf8')
  const ours = vendor
    .replace('<Server port="8005"', '<Server port="-1"')
    .replace('<Connector port="8080"', `<Connector port="${port}" address="127.0.0.1"`)
  assert.ok(
    ours.includes(`port="${port}"`) && ours.includes('port="-1"'),
    'conf/server.xml is not as expected',
  )
  const file = join(work, 'overlay', 'conf', 'server.xml')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, ours)
}

async function differenceOf(train: Train, old: string, updated: string): Promise<object> {
  return changesSchema.parse(JSON.parse((await train('diff', old, updated, '--json')).stdout))
}

function countsOf({ added, removed, changed, renamed }: z.infer<typeof changesSchema>): string {
  return `${changed.length} files changed, ${added.length} added, ${removed.length} removed, ${renamed.length} renamed`
}

/** With the overlay's base changed between the releases this would be another test: one of conflicts. */
async function assertSameServerXml(packs: readonly string[]): Promise<void> {
  const contents = await Promise.all(
    packs.map(async pack => (await entryOf(pack, 'conf/server.xml')).toString()),
  )
  assert.equal(new Set(contents).size, 1, 'conf/server.xml changed between these releases')
}

/** What the newest release's changelog says of the versions that are left out here. */
async function unreleased(newest: string): Promise<string> {
  const changelog = (await entryOf(newest, 'webapps/docs/changelog.html')).toString('utf8')
  const headings = /<h3 id="Tomcat_11\.0\.(\d+)_[^"]*"><span[^>]*>([^<]*)<\/span>/g
  const said = [...changelog.matchAll(headings)].map(([, patch = '', state = '']) => ({
    patch: Number(patch),
    state,
  }))
  const between = said.filter(({ patch }) => patch > 13 && patch < 18 && !versions.includes(`11.0.${patch}`))
  const released = between.filter(({ state }) => /^\d{4}-\d\d-\d\d$/.test(state))
  assert.deepEqual(released, [], 'a release between these was left out')
  return `Its changelog says of those between: ${between.map(({ patch, state }) => `11.0.${patch} "${state}"`).join(', ')}.`
}

/** The content of `path` below the pack's root folder. */
async function entryOf(pack: string, path: string): Promise<Buffer> {
  const zip = await openPromise(pack)
  try {
    for await (const entry of zip.eachEntry())
      if (entry.fileName.slice(entry.fileName.indexOf('/') + 1) === path)
        return await buffer(await zip.openReadStreamPromise(entry))
  } finally {
    zip.close()
  }
  throw new Error(`${pack} has no ${path}.`)
}

function fetchRelease(version: string): string {
  const folder = join(work, 'releases')
  execFileSync(
    'mvn',
    [
      '-B',
      '-q',
      'dependency:copy',
      `-Dartifact=org.apache.tomcat:tomcat:${version}:zip`,
      `-DoutputDirectory=${folder}`,
    ],
    { cwd: work, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  )
  return join(folder, `tomcat-${version}.zip`)
}

/** Tomcat's scripts use `JAVA_HOME` where it is set, else `java` on `PATH`; Tomcat 11 needs Java 17. */
function javaVersion(): string {
  const home = process.env['JAVA_HOME']
  const java = home === undefined || home === '' ? 'java' : join(home, 'bin', 'java')
  const [line = ''] = execFileSync(java, ['--version'], { encoding: 'utf8' }).split('\n')
  const major = Number(/\s(\d+)/.exec(line)?.[1])
  assert.ok(major >= 17, `Tomcat 11 needs Java 17 or newer; ${java} is ${line}`)
  return `${line} (${java})`
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  assert.ok(address !== null && typeof address === 'object')
  return String(address.port)
}
