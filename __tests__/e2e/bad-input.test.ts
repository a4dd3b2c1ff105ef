import { existsSync, readdirSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { sha256 } from '../../src/kernel/sha256.ts'
import { type SmallProduct, smallProduct } from '../helpers/small-product.ts'
import { type PackedCli, packedCli } from '../machine/packed-cli.ts'

let folder: string
let cli: PackedCli
let product: SmallProduct
let work: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-bad-'))
  cli = packedCli(join(folder, 'package'))
  product = await smallProduct(join(folder, 'vendor'))
}, 60_000)

beforeEach(async () => {
  work = await mkdtemp(join(folder, 'work-'))
  await mkdir(join(work, 'tmp'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs `run` with one thing wrong; nothing may be left behind, in the working or the temporary folder. */
async function refused(
  words: readonly string[],
  expected: { exitCode: number; says: RegExp[] },
  prefix: readonly string[] = [],
): Promise<void> {
  const before = sha256(await readFile(product.pack))
  const kept = readdirSync(work)
  const env = { XDG_CACHE_HOME: join(work, 'cache'), TMPDIR: join(work, 'tmp') }

  const { exitCode, stderr } = await cli(['run', ...words], work, { env, prefix })

  for (const says of expected.says) expect(stderr).toMatch(says)
  expect(stderr).toMatch(/^ {2}→ \S/m)
  expect(stderr).not.toMatch(/nobody planned/)
  expect(exitCode).toBe(expected.exitCode)
  expect(readdirSync(join(work, 'tmp'))).toEqual([])
  expect(readdirSync(work).filter(name => name !== 'out')).toEqual(kept.filter(name => name !== 'out'))
  if (existsSync(join(work, 'out'))) expect(readdirSync(join(work, 'out'))).toEqual([])
  expect(sha256(await readFile(product.pack))).toBe(before)
}

const pack = (): string[] => ['--pack', product.pack]
const feed = (): string[] => ['--feed', product.feed]

test('a missing pack', () =>
  refused(['--pack', 'nowhere.zip', ...feed()], { exitCode: 2, says: [/nowhere\.zip/] }))

describe('a path that leads to nothing, or to a file where a folder is wanted, is said in words', () => {
  beforeEach(() => writeFile(join(work, 'taken'), 'x'))

  test.each<[string, string[], RegExp[]]>([
    ['--pack', ['--pack', 'nowhere.zip'], [/nowhere\.zip: it does not exist/]],
    ['--base', ['--base', 'nowhere.zip'], [/nowhere\.zip: it does not exist/]],
    ['--config', ['--config', 'nowhere.yml'], [/nowhere\.yml cannot be read: it does not exist/, /--config/]],
    ['--lock', ['--lock', 'taken/lock'], [/taken\/lock: what should be a folder is a file/, /--lock/]],
    ['--overlay', ['--overlay', 'taken'], [/no overlay folder .*taken/, /--overlay/]],
    ['--resolutions', ['--resolutions', 'taken', '--overlay', '.'], [/answers in .*taken/, /--resolutions/]],
    ['--out', ['--out', 'taken/out'], [/Cannot write .*taken\/out: what should be a folder/, /--out/]],
    ['--feed', ['--feed', 'nowhere'], [/no feed at .*nowhere/, /--feed/]],
    ['--tool-path', ['--tool', 'u2', '--tool-path', 'nowhere'], [/nowhere cannot be read/, /--tool-path/]],
  ])('%s', async (_option, words, says) => {
    const given = [
      ...(words.includes('--pack') ? [] : pack()),
      ...(/feed|tool/.test(words[0] ?? '') ? [] : feed()),
    ]

    await refused([...given, ...words], { exitCode: 2, says: [...says, /^(?!.*\bE[A-Z]{3,}:)/s] })
  })
})

test('an address of a feed with a slash too few', () =>
  refused([...pack(), '--feed', 'https:/updates.example.org'], {
    exitCode: 2,
    says: [/`feed` takes a folder, or/],
  }))

test('an overlay without a file is told of', async () => {
  await mkdir(join(work, 'empty'))

  const words = [...pack(), ...feed(), '--overlay', 'empty']
  const { exitCode, stderr } = await cli(['run', ...words], work, {
    env: { XDG_CACHE_HOME: join(work, 'cache') },
  })

  expect(exitCode).toBe(0)
  expect(stderr).toMatch(/overlay folder .*empty holds no file/)
  expect(stderr).not.toContain('Laid over the update')
})

test('a truncated pack', async () => {
  const bytes = await readFile(product.pack)
  await writeFile(join(work, 'cut.zip'), bytes.subarray(0, bytes.length - 30))

  await refused(['--pack', 'cut.zip', ...feed()], { exitCode: 7, says: [/cut\.zip is damaged/] })
})

test('a wrong SHA-256', () =>
  refused([...pack(), ...feed(), '--sha256', '0'.repeat(64)], { exitCode: 7, says: [/has the SHA-256/] }))

test('an unknown product', () =>
  refused(['--product', 'gadget-2.0.0', ...feed()], {
    exitCode: 2,
    says: [/no updates of gadget-2\.0\.0/, /widget-1\.0\.0/],
  }))

test('a pack of another product', () =>
  refused(['--product', 'gadget-2.0.0', ...pack(), ...feed()], { exitCode: 2, says: [/is widget-1\.0\.0/] }))

test('an unknown channel', () =>
  refused([...pack(), ...feed(), '--channel', 'securty'], {
    exitCode: 2,
    says: [/no channel securty/, /full/],
  }))

test('an unknown level', () =>
  refused([...pack(), ...feed(), '--level', '9'], { exitCode: 2, says: [/no level 9/, /1, 2, 3/] }))

test('a timestamp between two levels names both neighbours', () =>
  refused([...pack(), ...feed(), '--level', String(Date.UTC(2026, 1, 15))], {
    exitCode: 2,
    says: [/\(level 1\) and .*\(level 2\)/],
  }))

test('an unreachable feed', () =>
  refused([...pack(), '--feed', 'http://127.0.0.1:9/feed'], { exitCode: 6, says: [/after 3 tries/] }))

test('a folder that is no feed', () =>
  refused([...pack(), '--feed', 'tmp'], { exitCode: 2, says: [/There is no feed/] }))

test('a blob that does not match', async () => {
  const bad = join(work, 'bad-feed')
  const { cp } = await import('node:fs/promises')
  await cp(product.feed, bad, { recursive: true })
  const blob = sha256('#!/bin/sh\necho 1\n')
  await writeFile(join(bad, 'blobs', 'sha256', blob.slice(0, 2), blob), '#!/bin/sh\necho 9\n')

  await refused([...pack(), '--feed', bad], { exitCode: 7, says: [/bin\/server\.sh/, /SHA-256/] })
})

test('an out folder that is a file', async () => {
  await writeFile(join(work, 'taken'), '')

  await refused([...pack(), ...feed(), '--out', 'taken'], { exitCode: 2, says: [/Cannot write .*taken/] })
})

test('an out folder that may not be written', async () => {
  await mkdir(join(work, 'closed'))
  await chmod(join(work, 'closed'), 0o555)
  // Root may write anywhere: /proc is closed even to root.
  const closed = process.getuid?.() === 0 ? '/proc/out' : 'closed'

  await refused([...pack(), ...feed(), '--out', closed], { exitCode: 2, says: [/Cannot write|not-writable/] })
})

test('a full disk', () =>
  // A file-size limit makes writes fail in the middle, as a full disk does; ENOSPC itself needs a disk of its own.
  refused([...pack(), ...feed()], { exitCode: 1, says: [/No space is left/] }, [
    'sh',
    '-c',
    'ulimit -f 1; exec "$@"',
    'sh',
  ]))

test('several wrong words are told at once', async () => {
  const { exitCode, stderr } = await cli(
    ['run', '--channle', 'full', '--level', '--pack', 'a.zip', 'extra'],
    work,
  )

  expect(exitCode).toBe(2)
  expect(stderr).toContain('`--channle` is not known; did you mean `--channel`?')
  expect(stderr).toContain('`--level` takes LEVEL')
})

test('updates of a level that nobody could read as they are meant are told with their lines', async () => {
  const updates = [
    { id: 'W-9', kind: 'fix', title: 'One', severty: 'high' },
    { id: 'W-9', kind: 'fix', title: 'Two' },
  ]
  await writeFile(join(work, 'updates.json'), JSON.stringify(updates, null, 1))
  const tree = ['--tree', dirname(product.pack), '--updates', 'updates.json']

  const { exitCode, stderr } = await cli(
    ['feed', 'publish', product.feed, '--channel', 'full', '--level', '9', ...tree],
    work,
  )

  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/updates\.json:6: .*severty.* is not known/)
  expect(stderr).toMatch(/updates\.json:9: .*stands twice: W-9/)
})

test('an --out that is a folder is refused before the work', async () => {
  await mkdir(join(work, 'q.zip'))

  const words = ['apply', ...pack(), ...feed(), '--test', 'touch tested', '--out', 'q.zip']
  const { exitCode, stderr } = await cli(words, work)

  expect(exitCode).toBe(2)
  expect(stderr).toContain('q.zip is a folder')
  expect(readdirSync(work)).toEqual(['q.zip', 'tmp'])
})

test('several wrong values are told at once', async () => {
  const { exitCode, stderr } = await cli(
    ['run', '--tool', 'magic', '--level', 'new', '--sha256', 'abc', '--options', 'every: week'],
    work,
  )

  expect(exitCode).toBe(2)
  for (const key of ['tool', 'level', 'sha256', 'every']) expect(stderr).toContain(`\`${key}\``)
})

test('a lock that is nonsense names line and reason', async () => {
  await writeFile(
    join(work, 'update-train.lock.json'),
    '{\n  "version": 1,\n  "products": {\n    "widget-1.0.0": { "trucks": {} }\n  }\n}\n',
  )

  const { exitCode, stderr } = await cli(['run', ...pack(), ...feed()], work)

  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/update-train\.lock\.json:4: .*trucks.* is not known/)
})

test('a lock with the marks of a merge says so, and nothing else', async () => {
  const lock =
    '{\n<<<<<<< HEAD\n  "version": 1,\n=======\n  "version": 1,\n>>>>>>> other\n  "products": {}\n}\n'
  await writeFile(join(work, 'update-train.lock.json'), lock)

  const { exitCode, stderr } = await cli(['run', ...pack(), ...feed()], work)

  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/holds the marks of a merge[^]*lock\.json:2: here it begins[^]*git checkout --ours/)
  expect(stderr).not.toMatch(/YAML|Map keys|flow/i)
})

test('a level that was rewritten after it was locked', async () => {
  const mine = join(work, 'feed')
  const { cp } = await import('node:fs/promises')
  await cp(product.feed, mine, { recursive: true })
  const run = ['run', '--track', 'dev', ...pack(), '--feed', mine]
  const env = { XDG_CACHE_HOME: join(work, 'cache') }
  await cli([...run, '--level', '1'], work, { env })
  const file = join(mine, 'targets', 'widget', '1.0.0', 'full', 'channel.json')
  const text = await readFile(file, 'utf8')
  const list = sha256(await readFile(join(mine, 'targets', 'widget', '1.0.0', 'full', '1.files.json')))
  await writeFile(file, text.replaceAll(list, 'f'.repeat(64)))

  const { exitCode, stderr } = await cli(run, work, { env })

  expect(exitCode).toBe(7)
  expect(stderr).toContain('was rewritten')
})
