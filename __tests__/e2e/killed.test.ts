import { cp, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parseLock } from '../../src/config/lock.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import { addLevel, beginFeed, packOf } from '../helpers/acme-feed.ts'
import { writeTree } from '../helpers/tree.ts'
import { testWorld } from '../helpers/world.ts'
import { type Call, type PackedCli, packedCli } from '../machine/packed-cli.ts'

const counter = resolve(import.meta.dirname, '../helpers/count-writes.ts')
/** Processes at once. */
const width = availableParallelism() + 1

let folder: string
let cli: PackedCli

/** Level 1 runs, with an overlay; level 2 meets a file of it that merges, and one that was answered. As few files as do. */
const one = { 'answered.toml': 'port = 1\n', 'merged.toml': 'a = 1\nb = 1\n', 'core.jar': 'PK\0 1' }
const two = { 'answered.toml': 'port = 2\n', 'merged.toml': 'a = 2\nb = 1\n', 'core.jar': 'PK\0 2' }
const overlay = { 'answered.toml': 'port = 9\n', 'merged.toml': 'a = 1\nb = 9\n' }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-kill-'))
  cli = packedCli(join(folder, 'package'))
  // Once, and not in each of a thousand processes.
  await writeFile(join(folder, 'counter.mjs'), stripTypeScriptTypes(await readFile(counter, 'utf8')))
  await using world = await testWorld()
  const feed = await beginFeed(world, one)
  await addLevel(world, feed, 1, one)
  await addLevel(world, feed, 2, two)
  const vendor = join(folder, 'vendor')
  await cp(feed, join(vendor, 'feed'), { recursive: true })
  // A library that the team has patched: the update takes its place, and it is laid out as replaced.
  const pack = await packOf(world, 'acme-1.0.0', { ...one, 'core.jar': 'PK\0 1, patched' })
  await cp(pack, join(vendor, 'acme-1.0.0.zip'))
  await writeTree(join(vendor, 'overlay'), overlay)
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

function call(
  command: 'run' | 'apply',
  work: string,
  more: string[],
  env: Record<string, string> = {},
): Promise<Call> {
  const given = [
    '--pack',
    '../vendor/acme-1.0.0.zip',
    '--feed',
    '../vendor/feed',
    '--overlay',
    '../vendor/overlay',
  ]
  const out = command === 'run' ? 'out' : 'out/q.zip'
  return cli([command, ...given, '--out', out, ...more], work, {
    env: {
      XDG_CACHE_HOME: join(work, 'cache'),
      TMPDIR: join(work, 'tmp'),
      NODE_OPTIONS: `--import=${join(folder, 'counter.mjs')}`,
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      ...env,
    },
  })
}

/** A folder in which level 1 is installed, and what meets level 2 is answered. */
async function begin(command: 'run' | 'apply'): Promise<string> {
  const work = await mkdtemp(join(folder, 'begin-'))
  await mkdir(join(work, 'tmp'))
  const first = await call(command, work, ['--level', '1'])
  const stopped = await call(command, work, [])
  const conflicts = command === 'run' ? 'out/conflicts' : 'out/q.conflicts'
  const answered = await cli(['resolve', '--conflicts', conflicts, '--ours', 'answered.toml'], work)
  expect([first.exitCode, stopped.exitCode, answered.exitCode]).toEqual([0, 3, 0])
  return work
}

/** Every path below a folder with what it holds. */
async function stateOf(at: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const entry of await readdir(at, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const holds = entry.isDirectory()
      ? 'folder'
      : entry.isSymbolicLink()
        ? await readlink(path)
        : sha256(await readFile(path))
    found.set(path.slice(at.length + 1), holds)
  }
  return found
}

/** The part of a path that is only a run's own, without the random part of its name, as `count-writes.ts` says it; null where none is. */
function ownPart(path: string): string | null {
  const found = /^(?:.*?[/.])??update-train-[\d*]/.exec(path)
  return found === null ? null : `${found[0].slice(0, -1)}*`
}

/** What the next run finds: what a dead one was at goes as a whole, whatever is in it. */
function recoverable(found: Map<string, string>): string {
  const names = [...found].map(
    ([path, holds]) => ownPart(path) ?? (isPassing(path) ? path : `${path} ${holds}`),
  )
  return [...new Set(names)].sort().join('\n')
}

/**
 * Where a run is killed: before and after every call that changes something for people, after every call with which
 * something that is only a run's own comes or goes, and before the first call of each function inside of the latter.
 * More of those change nothing that people or the next run look at; what they made of it is seen at the next call that does.
 */
function killsAt(calls: readonly string[]): string[] {
  const seen = new Set<string>()
  return calls.flatMap(call => {
    const [, name = '', paths = ''] = /^(\w+) (.*) \d+$/.exec(call) ?? []
    const places = paths.split(' > ').map(ownPart)
    if (places.includes(null)) return [`before ${call}`, `after ${call}`]
    const kind = `${name} ${places.join(' > ')}`
    const kills = seen.has(kind) ? [] : [`before ${call}`]
    seen.add(kind)
    return paths === places.join(' > ') ? [...kills, `after ${call}`] : kills
  })
}

/** Runs tasks, a few at a time. */
async function each<T>(all: readonly T[], task: (one: T) => Promise<void>): Promise<void> {
  const left = all.values()
  const worker = async (): Promise<void> => {
    for (const one of left) await task(one)
  }
  await Promise.all(Array.from({ length: width }, worker))
}

/** Folders and files of a run that may still be at work. */
const isPassing = (path: string): boolean =>
  /(^|[/.])update-train-(\d|former$)|\.(running|writing)$/.test(path)
const isWork = (path: string): boolean => /^(tmp|cache)(\/|$)/.test(path)

/** Whatever a kill leaves for people is the old file or the new one, and each of them whole. */
function half(found: Map<string, string>, before: Map<string, string>, after: Map<string, string>): string[] {
  return [...found].flatMap(([path, holds]) => {
    if (isWork(path) || path.split('/').some(isPassing)) return []
    return holds === before.get(path) || holds === after.get(path) ? [] : [`${path} is half of something`]
  })
}

/** What a killed run must have left for the lock, or for whoever sees the new pack. */
type Promised = (work: string, found: Map<string, string>, after: Map<string, string>) => Promise<string[]>

async function lockedPackIsThere(work: string, found: Map<string, string>): Promise<string[]> {
  const file = join(work, 'update-train.lock.json')
  const lock = parseLock(await readFile(file, 'utf8'), file)
  const { packSha256 = '' } = lock.products['acme-1.0.0']?.tracks['local'] ?? {}
  return [...found.values()].includes(packSha256) ? [] : ['the pack of the lock is gone']
}

function companionsAreThere(
  _work: string,
  found: Map<string, string>,
  after: Map<string, string>,
): Promise<string[]> {
  if (!found.has('out/q.zip')) return Promise.resolve(['the pack is gone'])
  if (found.get('out/q.zip') !== after.get('out/q.zip')) return Promise.resolve([])
  const missing = [...after].filter(([path, holds]) => path.startsWith('out/') && found.get(path) !== holds)
  return Promise.resolve(missing.map(([path]) => `${path} is not the one of the pack`))
}

test.each<['run' | 'apply', Promised]>([
  ['run', lockedPackIsThere],
  ['apply', companionsAreThere],
])(
  'a %s that is killed at any write leaves the old or the new, and the next one makes it whole',
  async (command, promised) => {
    const begun = await begin(command)
    const before = await stateOf(begun)
    const inputs = await stateOf(join(folder, 'vendor'))
    const done = await mkdtemp(join(folder, 'done-'))
    await cp(begun, done, { recursive: true, verbatimSymlinks: true })
    const undisturbed = await call(command, done, [], {
      COUNT_FILE: join(done, 'count'),
    })
    const calls = (await readFile(join(done, 'count'), 'utf8')).split('\n')
    await rm(join(done, 'count'))
    const after = await stateOf(done)
    const wrong: string[] = []
    const seen = new Set<string>()

    await each(killsAt(calls), async at => {
      const work = await mkdtemp(join(folder, 'work-'))
      await cp(begun, work, { recursive: true, verbatimSymlinks: true })
      const killed = await call(command, work, [], { KILL_AT: at })
      const found = await stateOf(work)
      const left = [...half(found, before, after), ...(await promised(work, found, after))]
      const state = recoverable(found)
      const again = seen.has(state) ? null : await call(command, work, [])
      seen.add(state)
      const faults = [
        ...(killed.signal === 'SIGKILL' ? [] : ['it was not killed']),
        ...left,
        ...(again === null || again.exitCode === 0 ? [] : [again.stderr]),
        ...(again === null ? [] : differences(await stateOf(work), after)),
      ]
      wrong.push(...faults.map(fault => `killed at ${at}: ${fault}`))
      await rm(work, { recursive: true, force: true })
    })
    expect(undisturbed.exitCode).toBe(0)
    expect(calls.length).toBeGreaterThan(100)
    expect(wrong).toEqual([])
    expect(seen.size).toBeGreaterThan(10)
    expect(await stateOf(join(folder, 'vendor'))).toEqual(inputs)
  },
  240_000,
)

/** A kept pack is a matter of speed: there may be none, or one that was not yet superseded. */
function differences(end: Map<string, string>, after: Map<string, string>): string[] {
  const isKept = (path: string): boolean =>
    /^cache\/update-train\/update-train-pack-v1-[^/]*\.zip$/.test(path)
  return [...new Set([...end.keys(), ...after.keys()])]
    .filter(path => !isKept(path) && end.get(path) !== after.get(path))
    .map(
      path => `${path} is ${end.has(path) ? (after.has(path) ? 'another one' : 'left behind') : 'missing'}`,
    )
}
