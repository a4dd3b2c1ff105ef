import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { formatLock, type LockedTrack, lockedTrack, parseLock } from '../../src/config/lock.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import { createPack } from '../../src/pack/write-pack.ts'
import { type Content, readTree, writeTree } from '../helpers/tree.ts'
import { type Call, type PackedCli, packedCli } from '../machine/packed-cli.ts'

let folder: string
let cli: PackedCli
/** SHA-256 of the packs as they were published, by level. */
const publishedAs = new Map<number, string>()

const times = [1, 2, 3, 4].map(month => Date.UTC(2026, month, 1))

/** What each level has; level 3 takes a file away. Files of the levels before keep the dates of theirs. */
const levels: Record<string, Content>[] = []
levels[0] = {
  'bin/server.sh': { content: '#!/bin/sh\necho 0\n', mode: 0o755 },
  'conf/server.conf': 'port = 1\nname = vendor\n\nthreads = 1\n',
  'conf/users.conf': 'admin\n',
  'conf/legacy.conf': 'legacy = 1\n',
  'docs/read.txt': 'Read me.\n',
  'lib/gone.jar': Buffer.from('PK\x03\x04\0 gone'),
}
levels[1] = {
  ...levels[0],
  'bin/server.sh': { content: '#!/bin/sh\necho 1\n', mode: 0o755 },
  'lib/z.jar': 'z',
}
levels[2] = {
  ...levels[1],
  'conf/server.conf': 'port = 2\nname = vendor\n\nthreads = 1\n',
  'conf/users.conf': 'root\n',
}
levels[3] = { ...levels[2], 'conf/legacy.conf': 'legacy = 2\n', 'lib/a.jar': 'a' }
Reflect.deleteProperty(levels[3], 'lib/gone.jar')

const overlay: Record<string, Content> = {
  'conf/server.conf': 'port = 1\nname = vendor\n\nthreads = 8\n',
  'conf/users.conf': 'ours\n',
  'conf/legacy.conf': 'legacy = ours\n',
  'docs/read.txt': { content: 'Read ours.\n', mode: 0o755 },
  'tools/ours.sh': { content: '#!/bin/sh\n', mode: 0o755 },
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-revert-'))
  cli = packedCli(join(folder, 'package'))
  await publishProduct()
  const team = join(folder, 'team')
  await mkdir(team)
  git(team, 'init', '--quiet')
  await rideToLevel2(team)
  await cp(team, join(folder, 'team-2'), { recursive: true })
  await rideToLevel3(team)
  for (const level of [1, 2, 3]) publishedAs.set(level, packSha256(team, level))
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

async function publishProduct(): Promise<void> {
  const homes = await Promise.all(
    levels.map(async (tree, level) => {
      const home = join(folder, `level-${level}`)
      await writeTree(home, tree)
      return home
    }),
  )
  const pack = join(folder, 'widget-1.0.0.zip')
  await createPack({ home: homes[0] ?? '', root: 'widget-1.0.0', out: pack, timestamp: times[0] ?? 0 })
  await ok(cli(['feed', 'init', 'feed', '--product', 'widget-1.0.0', '--pack', pack], folder))
  for (const level of [1, 2, 3]) {
    const kind = level === 3 ? 'security' : 'fix'
    await writeFile(
      join(folder, 'updates.json'),
      JSON.stringify([{ id: `W-${level}`, kind, title: `Update ${level}` }]),
    )
    const words = ['--channel', 'full', '--level', String(level), '--tree', homes[level] ?? '']
    const more = ['--updates', 'updates.json', '--timestamp', String(times[level])]
    await ok(cli(['feed', 'publish', 'feed', ...words, ...more], folder))
  }
}

/** Level by level, all committed. */
async function rideToLevel2(team: string): Promise<void> {
  await writeTree(join(team, 'overlay'), overlay)
  await writeFile(join(team, '.gitignore'), 'out\ncache\n')
  await ok(go(['run', '--level', '1'], team))
  commit(team, 'level 1')
  expect((await go(['run', '--level', '2'], team)).exitCode).toBe(3)
  await ok(cli(['resolve', '--ours', 'conf/users.conf'], team))
  await ok(go(['run', '--level', '2'], team))
  commit(team, 'level 2')
}

async function rideToLevel3(team: string): Promise<void> {
  await writeTree(join(team, 'overlay'), { 'tools/ours.sh': '#!/bin/sh\necho changed\n' })
  commit(team, 'change the overlay')
  expect((await go(['run', '--level', '3'], team)).exitCode).toBe(3)
  await ok(cli(['resolve', '--delete', 'conf/legacy.conf'], team))
  await ok(go(['run', '--level', '3'], team))
  commit(team, 'level 3')
}

function go(words: readonly string[], team: string, feed = join(folder, 'feed')): Promise<Call> {
  const all = ['--track', 'dev', '--product', 'widget-1.0.0', '--feed', feed, '--overlay', 'overlay']
  const pack = words.includes('--pack') ? [] : ['--pack', join(folder, 'widget-1.0.0.zip')]
  return cli([...words, ...all, ...pack, '--json'], team, { env: { XDG_CACHE_HOME: join(team, 'cache') } })
}

async function ok(call: Promise<Call>): Promise<Call> {
  const done = await call
  if (done.exitCode !== 0) throw new Error(done.stderr)
  return done
}

function git(cwd: string, ...words: string[]): void {
  execFileSync('git', ['-c', 'user.name=Team', '-c', 'user.email=team@example.com', ...words], { cwd })
}

function commit(team: string, message: string): void {
  git(team, 'add', '--all')
  git(team, 'commit', '--quiet', '--message', message)
}

/** A copy of the team's folder, where nothing of earlier runs lies but what is committed. */
async function freshClone(from = 'team'): Promise<string> {
  const team = await mkdtemp(join(folder, 'clone-'))
  await cp(join(folder, from), team, { recursive: true })
  await rm(join(team, 'out'), { recursive: true })
  await rm(join(team, 'cache'), { recursive: true })
  return team
}

function packOf(level: number): string {
  return `widget-1.0.0+${level}.full.dev.zip`
}

function packSha256(team: string, level: number): string {
  return sha256(readFileSync(join(team, 'out', packOf(level))))
}

async function lockOf(team: string): Promise<LockedTrack> {
  const file = join(team, 'update-train.lock.json')
  const track = lockedTrack(parseLock(await readFile(file, 'utf8'), file), 'widget-1.0.0', 'dev')
  if (track === null) throw new Error('The lock holds nothing.')
  return track
}

/** All that a failed command must leave alone. */
async function everythingIn(team: string): Promise<Record<string, string>> {
  const files = await readTree(team)
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('.git/')))
}

describe('revert builds the very bytes again that were published', () => {
  test.each([
    ['team', 3, 2],
    ['team', 3, 1],
    ['team-2', 2, 1],
  ])('in a fresh clone of %s, from level %i to %i', async (from, current, level) => {
    const team = await freshClone(from)
    const before = await lockOf(team)

    const { stdout } = await ok(go(['revert', '--to', String(level)], team))

    const after = await lockOf(team)
    expect(packSha256(team, level)).toBe(publishedAs.get(level))
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'reverted', fromLevel: current, toLevel: level })
    const { history, ...identity } = after
    expect(identity).toEqual(before.history.find(one => one.level === level))
    expect(history.map(one => one.level)).toEqual([current, ...before.history.map(one => one.level)])
  })

  test('from the pack kept in --out, without the pack that all began with', async () => {
    const team = await freshClone()
    await cp(join(folder, 'team', 'out'), join(team, 'out'), { recursive: true })

    const { stderr } = await ok(go(['revert', '--pack', 'gone.zip'], team))

    expect(stderr).toContain('still lies in')
    expect(stderr).toContain('The overlay is another today than this candidate was made with')
    expect(packSha256(team, 2)).toBe(publishedAs.get(2))
    expect((await lockOf(team)).level).toBe(2)
  })

  test('of a team that lives in a folder of a larger repository', async () => {
    const repository = await mkdtemp(join(folder, 'many-'))
    const team = join(repository, 'products', 'widget')
    await mkdir(team, { recursive: true })
    git(repository, 'init', '--quiet')
    await rideToLevel2(team)
    await rideToLevel3(team)
    await rm(join(team, 'out'), { recursive: true })

    await ok(go(['revert'], team))

    expect(packSha256(team, 2)).toBe(publishedAs.get(2))
  })

  test('without an overlay', async () => {
    const team = await mkdtemp(join(folder, 'plain-'))
    const words = ['--pack', join(folder, 'widget-1.0.0.zip'), '--feed', join(folder, 'feed')]
    const cache = { env: { XDG_CACHE_HOME: join(team, 'cache') } }
    for (const level of ['1', '2', '3']) await ok(cli(['run', ...words, '--level', level], team, cache))
    const name = 'widget-1.0.0+2.full.local.zip'
    const before = sha256(await readFile(join(team, 'out', name)))
    await rm(join(team, 'out'), { recursive: true })

    const { stderr } = await ok(cli(['revert', ...words], team, cache))

    expect(stderr).not.toContain('overlay')
    expect(sha256(await readFile(join(team, 'out', name)))).toBe(before)
  })

  test('of the same level, where only the overlay was another', async () => {
    const team = await freshClone()
    await writeTree(join(team, 'overlay'), { 'tools/ours.sh': 'of a later day\n' })
    await ok(go(['run', '--level', '3'], team))
    const later = packSha256(team, 3)

    await ok(go(['revert'], team))

    expect(later).not.toBe(publishedAs.get(3))
    expect(packSha256(team, 3)).toBe(publishedAs.get(3))
  })

  test('to a level that was withdrawn as malicious since, with a warning', async () => {
    const team = await freshClone()
    const feed = join(team, 'feed')
    await cp(join(folder, 'feed'), feed, { recursive: true })
    const file = join(feed, 'targets', 'widget', '1.0.0', 'full', 'channel.json')
    const channel = z
      .looseObject({ levels: z.array(z.looseObject({ level: z.number() })) })
      .parse(JSON.parse(await readFile(file, 'utf8')))
    const yanked = { class: 'malicious', reason: 'not ours', replacement: null }
    const withdrawn = channel.levels.map(one =>
      one.level === 1 ? one : { ...one, status: 'yanked', yanked },
    )
    await writeFile(file, JSON.stringify({ ...channel, levels: withdrawn }))

    const { stderr } = await ok(go(['revert'], team, feed))

    expect(stderr).toContain('Level 2 was withdrawn by its publisher: not ours')
    expect(packSha256(team, 2)).toBe(publishedAs.get(2))
  })

  test('whatever lies uncommitted in the overlay and the index, which stay as they are', async () => {
    const team = await freshClone()
    await writeTree(join(team, 'overlay'), { 'conf/users.conf': 'uncommitted\n' })
    git(team, 'add', 'overlay/conf/users.conf')
    chmodSync(join(team, 'overlay', 'docs', 'read.txt'), 0o644)
    const status = (): string =>
      execFileSync('git', ['diff', 'HEAD', '--', 'overlay'], { cwd: team, encoding: 'utf8' })
    const before = status()

    await ok(go(['revert', '--to', '3'], team))
    await ok(go(['revert', '--to', '2'], team))

    expect(packSha256(team, 2)).toBe(publishedAs.get(2))
    expect(status()).toBe(before)
  })
})

describe('after a revert', () => {
  test('report and candidate say what goes away and how to stay', async () => {
    const team = await freshClone()

    const { stdout, stderr } = await ok(go(['revert'], team))

    const report = await readFile(join(team, 'out', 'report.md'), 'utf8')
    expect(report).toContain('# widget-1.0.0: reverted from level 3 to 2')
    expect(report).toMatch(/## Updates that go away\n\n[^#]*W-3[^#]*security/)
    expect(report).toContain('No tests were run')
    expect(report).toContain('set the track’s level to 2 to stay')
    expect(report).toMatch(/taken from commit [0-9a-f]{40}/)
    expect(stderr).toContain('this takes 1 update away, security fixes among them: W-3')
    expect(JSON.parse(stdout)).toMatchObject({ updates: 0, takenAway: 1, securityTakenAway: 1 })
    expect(JSON.parse(await readFile(join(team, 'out', 'candidate.json'), 'utf8'))).toMatchObject({
      outcome: 'reverted',
      from: { level: 3 },
      to: { level: 2 },
      takenAway: [{ id: 'W-3' }],
    })
    expect(existsSync(join(team, 'out', 'widget-1.0.0+3..2.full.dev.diff.zip'))).toBe(true)
  })

  test('check and run go forward again to the same bytes', async () => {
    const team = await freshClone()
    await ok(go(['revert'], team))
    await rm(join(team, 'out'), { recursive: true })

    const check = await ok(
      cli(
        ['check', '--product', 'widget-1.0.0', '--track', 'dev', '--feed', join(folder, 'feed'), '--json'],
        team,
      ),
    )
    await ok(go(['run'], team))

    expect(JSON.parse(check.stdout)).toMatchObject({ status: 'available', installed: { level: 2 } })
    expect(packSha256(team, 3)).toBe(publishedAs.get(3))
  })

  test('another one goes further back and never forward, as --to does', async () => {
    const team = await freshClone()

    await ok(go(['revert'], team))
    await ok(go(['revert'], team))
    const end = await go(['revert'], team)
    await ok(go(['revert', '--to', '3'], team))

    const { level, history } = await lockOf(team)
    expect([1, 2, 3].map(one => packSha256(team, one))).toEqual([1, 2, 3].map(one => publishedAs.get(one)))
    expect([level, ...history.map(one => one.level)]).toEqual([3, 1, 2, 3, 2, 1])
    expect(end.exitCode).toBe(2)
    expect(end.stderr).toContain('no candidate that ran before level 1')
  })

  test('the level that runs already is said to, and nothing changes', async () => {
    const team = await freshClone()
    const before = await everythingIn(team)

    const { exitCode, stdout } = await go(['revert', '--to', '3'], team)

    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'up-to-date', toLevel: 3 })
    expect(await everythingIn(team)).toEqual(before)
  })
})

describe('revert ends with an error that says what to do, and changes nothing', () => {
  async function refused(team: string, words: string[]): Promise<Call> {
    const before = await everythingIn(team)
    const call = await go(['revert', ...words], team)
    expect(await everythingIn(team)).toEqual(before)
    return call
  }

  test('for a level that the history does not hold', async () => {
    const { exitCode, stderr } = await refused(await freshClone(), ['--to', '7'])

    expect(exitCode).toBe(2)
    expect(stderr).toContain('No earlier candidate in the lock is at level 7')
    expect(stderr).toContain('2, 1')
  })

  test('where the overlay has changed and there is no git', async () => {
    const team = await freshClone()
    await rm(join(team, '.git'), { recursive: true })

    const { exitCode, stderr } = await refused(team, [])

    expect(exitCode).toBe(2)
    expect(stderr).toContain('Check the overlay and the answers out as they were at')
    expect(stderr).toContain('not a git repository')
  })

  test('where no commit has the overlay as it was', async () => {
    const team = await freshClone()
    await rm(join(team, '.git'), { recursive: true })
    git(team, 'init', '--quiet')
    commit(team, 'the past is lost')

    const { exitCode, stderr } = await refused(team, [])

    expect(exitCode).toBe(2)
    expect(stderr).toContain('git knows no commit')
  })

  test('for another pack than all was built from', async () => {
    const team = await freshClone()

    const { exitCode, stderr } = await refused(team, ['--pack', join(folder, 'team', 'out', packOf(1))])

    expect(exitCode).toBe(2)
    expect(stderr).toContain('was built from the pack with the SHA-256')
  })

  test('where other bytes come of it than the lock says', async () => {
    const team = await freshClone('team-2')
    const file = join(team, 'update-train.lock.json')
    const lock = parseLock(await readFile(file, 'utf8'), file)
    const former = lockedTrack(lock, 'widget-1.0.0', 'dev')?.history[0]
    if (former !== undefined) former.packSha256 = 'f'.repeat(64)
    await writeFile(file, formatLock(lock))

    const { exitCode, stderr } = await refused(team, [])

    expect(exitCode).toBe(7)
    expect(stderr).toContain('its bytes are others')
    expect(readdirSync(team)).not.toContain('out')
  })
})
