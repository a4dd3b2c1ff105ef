import { existsSync, readdirSync } from 'node:fs'
import { lstat, mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { parseLock } from '../../src/config/lock.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import { packOf, type SmallProduct, smallProduct, treeAt } from '../helpers/small-product.ts'
import { type Call, type CallOptions, type PackedCli, packedCli } from '../machine/packed-cli.ts'

let folder: string
let cli: PackedCli
let product: SmallProduct
let work: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-side-'))
  cli = packedCli(join(folder, 'package'))
  product = await smallProduct(join(folder, 'vendor'))
}, 60_000)

beforeEach(async () => {
  work = await mkdtemp(join(folder, 'work-'))
  await mkdir(join(work, 'tmp'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function call(command: string, words: string[], { env, ...options }: CallOptions = {}): Promise<Call> {
  const pack = words.includes('--pack') ? [] : ['--pack', product.pack]
  return cli([command, ...pack, '--feed', product.feed, ...words], work, {
    ...options,
    env: { XDG_CACHE_HOME: join(work, 'cache'), TMPDIR: join(work, 'tmp'), ...env },
  })
}

const candidateSchema = z.object({ digests: z.object({ packSha256: z.string() }) })

const lockFile = (): string => join(work, 'update-train.lock.json')

async function lockedPack(): Promise<string | undefined> {
  const lock = parseLock(await readFile(lockFile(), 'utf8'), lockFile())
  return lock.products['widget-1.0.0']?.tracks['local']?.packSha256
}

/** Tests that run until a file `go` is there. */
const untilGo = 'echo started; while [ ! -e go ]; do sleep 0.02; done'

/** Calls the command line, and does something else while its tests run; gives both calls. */
async function meanwhile(first: string[], other: () => Promise<Call>): Promise<{ first: Call; other: Call }> {
  const { promise, resolve: met } = Promise.withResolvers<undefined>()
  const [command = '', ...words] = first
  const running = call(command, [...words, '--test', untilGo], {
    onStderr: text => {
      if (text.includes('started')) met(undefined)
    },
  })
  await Promise.race([promise, running])
  const second = await other()
  await writeFile(join(work, 'go'), '')
  return { first: await running, other: second }
}

describe('two at once', () => {
  test.each([
    ['run', []],
    ['apply', ['--out', 'q.zip']],
  ])(
    '%s on the same results: the second says so before it works, and changes nothing',
    async (command, out) => {
      const calls = await meanwhile([command, ...out], () => call(command, [...out, '--level', '1']))

      const { stderr, exitCode } = calls.other
      expect(exitCode).toBe(6)
      expect(stderr).toMatch(/✗ Process \d+ works on .* right now/)
      expect(stderr).not.toContain('check')
      expect(calls.first.exitCode).toBe(0)
      const made = command === 'run' ? 'out/widget-1.0.0+3.full.local.zip' : 'q.zip'
      const candidate = command === 'run' ? 'out/candidate.json' : 'q.candidate.json'
      const { digests } = candidateSchema.parse(JSON.parse(await readFile(join(work, candidate), 'utf8')))
      expect(digests.packSha256).toBe(sha256(await readFile(join(work, made))))
      if (command === 'run') expect(await lockedPack()).toBe(digests.packSha256)
    },
  )

  test('beside each other, under other names, both go on', async () => {
    const calls = await meanwhile(['apply', '--out', 'q.zip'], () => call('apply', ['--out', 'r.zip']))

    expect([calls.first.exitCode, calls.other.exitCode]).toEqual([0, 0])
    expect(await readFile(join(work, 'q.zip'))).toEqual(await readFile(join(work, 'r.zip')))
  })

  test('for one track, the lock keeps the word of whoever came first', async () => {
    const calls = await meanwhile(['run'], () => call('run', ['--out', 'other', '--level', '1']))

    expect([calls.first.exitCode, calls.other.exitCode]).toEqual([6, 0])
    expect(calls.first.stderr).toContain('Another run has brought widget-1.0.0 (local) to level 1 meanwhile')
    expect(await lockedPack()).toBe(sha256(await readFile(join(work, 'other/widget-1.0.0+1.full.local.zip'))))
  })

  test('where the file system has no links, too', async () => {
    const counter = resolve(import.meta.dirname, '../helpers/count-writes.ts')
    const env = { NODE_OPTIONS: `--import=${counter}`, NO_LINKS: 'yes' }
    await call('run', ['--level', '1'], { env })
    await mkdir(join(work, 'held'))
    await writeFile(join(work, 'held/.update-train.running'), 'somebody')

    const busy = await call('run', ['--out', 'held'], { env })

    expect(busy.exitCode).toBe(6)
    expect(await lockedPack()).toBe(sha256(await readFile(join(work, 'out/widget-1.0.0+1.full.local.zip'))))
    expect(readdirSync(work).sort()).toEqual(['cache', 'held', 'out', 'tmp', 'update-train.lock.json'])
  })
})

describe('too little space', () => {
  const counter = resolve(import.meta.dirname, '../helpers/count-writes.ts')

  test.each([
    ['an update', ['--level', '3'], 'Updating widget-1.0.0'],
    ['another overlay', ['--level', '1', '--overlay', 'overlay'], 'Building widget-1.0.0 again'],
  ])('for %s is said with the numbers before anything is unpacked', async (_what, words, what) => {
    await mkdir(join(work, 'overlay'))
    await writeFile(join(work, 'overlay/extra.txt'), 'extra')
    await call('run', ['--level', '1'])
    const before = readdirSync(join(work, 'out'))
    const env = { NODE_OPTIONS: `--import=${counter}`, FREE_BYTES: '99', COUNT_FILE: join(work, 'count') }

    const { exitCode, stderr } = await call('run', words, { env })

    expect(exitCode).toBe(1)
    expect(stderr).toMatch(new RegExp(`✗ ${what} needs [\\d.]+ k?B in .*, where 99 B is free`))
    // The hold, two folders, the name of our own for the kept pack, and the removal of them all.
    expect((await readFile(join(work, 'count'), 'utf8')).split('\n').length).toBeLessThanOrEqual(10)
    expect(readdirSync(join(work, 'out'))).toEqual(before)
    expect(readdirSync(join(work, 'tmp'))).toEqual([])
  })
})

describe('links of the user', () => {
  test('for the folder of results and the lock stay, and what they lead to is written', async () => {
    await mkdir(join(work, 'far/results'), { recursive: true })
    await symlink('far/results', join(work, 'out'))
    await symlink('far/lock.json', lockFile())

    const first = await call('run', ['--level', '1'])
    const second = await call('run', [])

    expect([first.exitCode, second.exitCode]).toEqual([0, 0])
    expect([await readlink(join(work, 'out')), await readlink(lockFile())]).toEqual([
      'far/results',
      'far/lock.json',
    ])
    expect(await lockedPack()).toBe(
      sha256(await readFile(join(work, 'far/results/widget-1.0.0+3.full.local.zip'))),
    )
    expect(readdirSync(join(work, 'far')).sort()).toEqual(['lock.json', 'results'])
  })

  test('in the place of a result give way, and what they lead to stays', async () => {
    await writeFile(join(work, 'theirs'), 'theirs')
    await symlink('theirs', join(work, 'q.zip'))

    const { exitCode } = await call('apply', ['--out', 'q.zip'])

    expect(exitCode).toBe(0)
    expect((await lstat(join(work, 'q.zip'))).isFile()).toBe(true)
    expect(await readFile(join(work, 'theirs'), 'utf8')).toBe('theirs')
  })

  test('in the place of a folder of results are in the way', async () => {
    await mkdir(join(work, 'theirs'))
    await writeFile(join(work, 'theirs/replaced.json'), '[]')
    await mkdir(join(work, 'out'))
    await symlink('../theirs', join(work, 'out/replaced'))
    const pack = await packOf({ ...treeAt(0), 'lib/core-1.0.jar': Buffer.from('PK\x03\x04\0 patched') }, work)

    const { exitCode, stderr } = await call('run', ['--pack', pack])

    expect(exitCode).toBe(2)
    expect(stderr).toContain('out/replaced is in the way')
    expect(readdirSync(join(work, 'theirs'))).toEqual(['replaced.json'])
    expect(existsSync(lockFile())).toBe(false)
  })

  test('in a pack in the place of a directory that the update writes to are a conflict', async () => {
    const tree = treeAt(0)
    const home = Object.fromEntries(Object.entries(tree).filter(([path]) => !path.startsWith('conf/')))
    const pack = await packOf({ ...home, conf: { link: 'elsewhere' }, 'elsewhere/mine.conf': 'mine\n' }, work)

    const { exitCode, stdout } = await call('apply', ['--pack', pack, '--out', 'q.zip', '--json'])

    expect(exitCode).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'conflict', pack: null })
    expect(await readFile(join(work, 'q.report.md'), 'utf8')).toContain('escape')
  })
})

describe('the former pack', () => {
  test.each([
    ['the tests fail', 'false', 'q.other', 4],
    ['the tests change the new one', 'echo >> "$UPDATE_TRAIN_PACK"', 'q.other', 7],
    ['a companion cannot be placed', 'true', 'q.diff.zip', 2],
  ])('stays as it was where %s', async (_what, tests, folderInTheWay, code) => {
    await call('apply', ['--level', '1', '--out', 'q.zip'])
    const former = await readFile(join(work, 'q.zip'))
    await rm(join(work, folderInTheWay), { force: true })
    await mkdir(join(work, folderInTheWay))

    const { exitCode } = await call('apply', ['--test', tests, '--out', 'q.zip'])

    expect(exitCode).toBe(code)
    expect(await readFile(join(work, 'q.zip'))).toEqual(former)
  })
})
