import { readdirSync, statSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parseLock } from '../../src/config/lock.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { type Call, packedCli } from '../machine/packed-cli.ts'

let folder: string
let first: Call
let second: Call
let before: string
let after: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-demo-'))
  const cli = packedCli(join(folder, 'package'))
  first = await cli(['demo'], folder)
  before = listing()
  second = await cli(['demo'], folder)
  after = listing()
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

function listing(): string {
  const out = join(folder, 'out')
  return readdirSync(out)
    .sort()
    .map(name => `${name} ${statSync(join(out, name)).mtimeMs} ${statSync(join(out, name)).ino}`)
    .join('\n')
}

test('the demo takes the sample from level 2 to 6, tests it over HTTP, and says that it is a sample', () => {
  expect(first.stderr).toContain('is a sample that ships with update-train; it is no real product')
  expect(first.stderr).toContain('level 2 → 6, 9 updates, 2 of them security')
  expect(first.stderr).toContain('✓ level 6 of full runs')
  expect(first.stderr).toContain('✓ the greeting is ours')
  expect(first.stderr).toContain('unsigned feed')
  expect(first.stdout).toMatch(/● check .*\n.*● apply .*\n.*● test .*\n.*● publish/)
  expect(first.exitCode).toBe(0)
})

test('it takes under 10 seconds', () => {
  expect(first.milliseconds).toBeLessThan(10_000)
})

test('out/ holds pack, diff zip, report, candidate, test log, lock, recorded answers and what an answer replaced', () => {
  expect(readdirSync(join(folder, 'out')).sort()).toEqual([
    '.update-train',
    'acme-gateway-1.0.0+2..6.full.dev.diff.zip',
    'acme-gateway-1.0.0+6.full.dev.zip',
    'candidate.json',
    'replaced',
    'report.md',
    'test.log',
    'update-train.lock.json',
  ])
})

test('the pack keeps exec bits, the symlink and odd names', async () => {
  await using pack = await openPack(join(folder, 'out', 'acme-gateway-1.0.0+6.full.dev.zip'))

  expect(pack.root).toBe('acme-gateway-1.0.0')
  expect(pack.entries.get('bin/gateway.sh')?.mode).toBe(0o755)
  expect(pack.entries.get('bin/start')?.kind).toBe('link')
  expect([...pack.entries.keys()].some(path => path.includes(' '))).toBe(true)
  expect([...pack.entries.keys()].some(path => /\P{ASCII}/u.test(path))).toBe(true)
})

test('one file of the team’s is merged with the update by its keys, one by a recorded answer', async () => {
  await using pack = await openPack(join(folder, 'out', 'acme-gateway-1.0.0+6.full.dev.zip'))
  const gateway = (await pack.read('conf/gateway.toml', 10_000)).toString()
  const logging = (await pack.read('conf/logging.properties', 10_000)).toString()

  expect(gateway).toContain('greeting = "Grüezi from the developer portal."')
  expect(gateway).toContain('port = 9280')
  expect(gateway).toContain('url-length = 2048')
  expect(logging).toContain('log.rotate=weekly\nlog.keep=14\n')
  expect(first.stdout).toContain('conf/gateway.toml was merged with the update')
  expect(first.stdout).toContain('conf/logging.properties is laid as you answered')
})

test('what a run decides itself is kept beside the lock, with the team’s answers', () => {
  const kept = readdirSync(join(folder, 'out', '.update-train', 'resolutions'))

  expect(kept.filter(name => name.endsWith('.json'))).toHaveLength(2)
})

test('the lock says what the track runs', async () => {
  const file = join(folder, 'out', 'update-train.lock.json')

  const lock = parseLock(await readFile(file, 'utf8'), file)

  expect(lock.products['acme-gateway-1.0.0']?.tracks['dev']).toMatchObject({
    tool: 'feed',
    channel: 'full',
    level: 6,
    history: [],
  })
})

test('a second run finds nothing new and touches nothing', () => {
  expect(second.exitCode).toBe(0)
  expect(second.stdout).toContain('up to date: level 6. Nothing was touched')
  expect(after).toBe(before)
})
