import { existsSync, readdirSync } from 'node:fs'
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { parseLock } from '../../src/config/lock.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { packOf, type SmallProduct, smallProduct, treeAt } from '../helpers/small-product.ts'
import { writeTree } from '../helpers/tree.ts'
import { type PackedCli, packedCli } from '../machine/packed-cli.ts'

let folder: string
let cli: PackedCli
let product: SmallProduct
let work: string
let cache: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-cli-'))
  cli = packedCli(join(folder, 'package'))
  product = await smallProduct(join(folder, 'vendor'))
}, 60_000)

beforeEach(async () => {
  work = await mkdtemp(join(folder, 'work-'))
  cache = { XDG_CACHE_HOME: join(work, 'cache') }
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const fromFeed = (): string[] => ['--feed', product.feed]

async function contentOf(pack: string, path: string): Promise<string> {
  await using opened = await openPack(pack)
  return (await opened.read(path, 10_000)).toString()
}

describe('check', () => {
  test('says what is new without a pack, in the documented shape', async () => {
    const { exitCode, stdout, stderr } = await cli(
      ['check', '--product', 'widget-1.0.0', ...fromFeed(), '--json'],
      work,
    )

    expect(exitCode).toBe(0)
    expect(stderr).toContain('unsigned feed')
    expect(JSON.parse(stdout)).toEqual({
      status: 'available',
      product: 'widget-1.0.0',
      channel: 'full',
      installed: { level: 0, timestamp: null, yanked: false },
      target: { level: 3, timestamp: Date.UTC(2026, 3, 1), yanked: false },
      latest: { level: 3, timestamp: Date.UTC(2026, 3, 1), yanked: false },
      held: null,
      updates: [1, 2, 3].map(level => ({
        id: `W-${level}`,
        level,
        kind: level === 2 ? 'security' : 'fix',
        severity: null,
        title: `Update ${level}`,
        cves: [],
      })),
      securityUpdates: 1,
    })
  })

  test('reads no pack where the lock knows the level', async () => {
    await cli(['run', '--pack', product.pack, ...fromFeed()], work, { env: cache })

    const { exitCode, stdout } = await cli(
      ['check', '--product', 'widget-1.0.0', '--pack', 'not-there.zip', ...fromFeed(), '--json'],
      work,
    )

    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ status: 'up-to-date', installed: { level: 3 }, updates: [] })
  })
})

test('check says that a run has another overlay to lay, but not where answers alone tell them apart', async () => {
  const path = 'conf/server.conf'
  const tracks = { dev: { pack: product.pack, feed: product.feed, overlay: 'overlay' } }
  const config = { version: 1, products: { 'widget-1.0.0': { tracks } } }
  await writeTree(work, {
    'update-train.yml': JSON.stringify(config),
    [`overlay/${path}`]: 'port = 9\nname = vendor\n',
  })
  const before = await cli(['check'], work)
  await cli(['run'], work, { env: cache })
  await cli(['resolve', '--theirs', path], work)
  await cli(['run'], work, { env: cache })

  const same = await cli(['check'], work)
  await writeTree(work, { 'overlay/own.txt': 'own' })
  const other = await cli(['check', '--overlay', 'overlay', '--json'], work)

  expect([before, same].map(({ stderr }) => stderr)).not.toContainEqual(expect.stringContaining('overlay'))
  expect([same.stdout, other.stdout]).toEqual([
    expect.stringContaining('up to date: level 3'),
    expect.stringContaining('"up-to-date"'),
  ])
  expect(other.stderr).toContain(
    `The overlay ${join(work, 'overlay')} is another one than level 3 was made with: the next run lays it, also at this level.`,
  )
})

test('check names the level that a pinned track would go to, and the latest', async () => {
  const { stdout } = await cli(['check', '--product', 'widget-1.0.0', ...fromFeed(), '--level', '2'], work)

  expect(stdout).toContain('level 0 → 2 (3 is the latest), 2 updates, 1 of them security.')
})

describe('without a command of its own', () => {
  test('--version prints the version', async () => {
    const { exitCode, stdout } = await cli(['--version'], work)

    const manifest = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile('package.json', 'utf8')))
    expect([exitCode, stdout]).toEqual([0, `${manifest.version}\n`])
  })

  test('feed --help lists its commands, and a wrong one is told which there are', async () => {
    const help = await cli(['feed', '--help'], work)
    const wrong = await cli(['feed', 'republish'], work)

    expect(help.exitCode).toBe(0)
    expect(help.stdout).toContain('feed publish')
    expect(help.stdout).not.toContain('revert')
    expect(wrong.exitCode).toBe(2)
    expect(wrong.stderr).toContain('The commands are: feed init, feed publish.')
  })
})

describe('apply', () => {
  test('writes the updated pack with its companions beside it and leaves the old one alone', async () => {
    const before = sha256(await readFile(product.pack))

    const { exitCode, stdout } = await cli(
      [
        'apply',
        '--pack',
        product.pack,
        ...fromFeed(),
        '--options',
        'report: sbom',
        '--out',
        'q.zip',
        '--json',
      ],
      work,
    )

    expect(exitCode).toBe(0)
    expect(readdirSync(work).filter(name => name.startsWith('q'))).toEqual([
      'q.candidate.json',
      'q.diff.zip',
      'q.report.md',
      'q.sbom-diff.cdx.json',
      'q.zip',
    ])
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'updated',
      fromLevel: 0,
      toLevel: 3,
      pack: join(work, 'q.zip'),
      updates: 3,
      securityUpdates: 1,
      conflicts: 0,
    })
    expect(await contentOf(join(work, 'q.zip'), 'lib/current.jar')).toBe('core-1.1.jar')
    expect(sha256(await readFile(product.pack))).toBe(before)
  })

  test('going by way of another level gives the same bytes as going at once', async () => {
    await cli(['apply', '--pack', product.pack, ...fromFeed(), '--out', 'at-once.zip'], work)
    await cli(['apply', '--pack', product.pack, ...fromFeed(), '--level', '1', '--out', 'one.zip'], work)

    const { exitCode } = await cli(
      ['apply', '--pack', 'one.zip', ...fromFeed(), '--out', 'stepped.zip'],
      work,
    )

    const digests = []
    for (const pack of ['at-once.zip', 'stepped.zip']) {
      const { stdout } = await cli(['inspect', pack, '--json'], work)
      digests.push(z.object({ contentDigest: z.string() }).parse(JSON.parse(stdout)).contentDigest)
    }
    expect(exitCode).toBe(0)
    expect(digests[0]).toBe(digests[1])
  })

  test('keeps a customised file that the update does not touch', async () => {
    const pack = await packOf({ ...treeAt(0), 'conf/users.conf': 'admin\nours\n' }, work)

    const { exitCode } = await cli(['apply', '--pack', pack, ...fromFeed(), '--out', 'q.zip'], work)

    expect(exitCode).toBe(0)
    expect(await contentOf(join(work, 'q.zip'), 'conf/users.conf')).toBe('admin\nours\n')
    expect(await contentOf(join(work, 'q.zip'), 'conf/server.conf')).toBe('port = 2\nname = vendor\n')
    expect(await readFile(join(work, 'q.report.md'), 'utf8')).toContain(
      '`conf/users.conf` was changed here and is kept',
    )
  })

  test('merges a customised file that the update changes elsewhere', async () => {
    const pack = await packOf(
      { ...treeAt(1), 'conf/server.conf': 'port = 1\nname = vendor\n\n# ours\n' },
      work,
    )

    const { exitCode } = await cli(['apply', '--pack', pack, ...fromFeed(), '--out', 'q.zip'], work)

    expect(exitCode).toBe(0)
    expect(await contentOf(join(work, 'q.zip'), 'conf/server.conf')).toBe(
      'port = 2\nname = vendor\n\n# ours\n',
    )
    expect(await readFile(join(work, 'q.report.md'), 'utf8')).toContain('both changes are in it')
  })

  test('keeps a customised jar aside that the update replaces', async () => {
    const pack = await packOf(
      { ...treeAt(0), 'lib/core-1.0.jar': Buffer.from('PK\u0003\u0004 patched\0') },
      work,
    )

    const { exitCode } = await cli(['apply', '--pack', pack, ...fromFeed(), '--out', 'q.zip'], work)

    expect(exitCode).toBe(0)
    expect(await readFile(join(work, 'q.replaced', 'lib/core-1.0.jar'), 'utf8')).toContain('patched')
    expect(JSON.parse(await readFile(join(work, 'q.replaced', 'replaced.json'), 'utf8'))).toEqual([
      'lib/core-1.0.jar',
    ])
    expect(await readFile(join(work, 'q.report.md'), 'utf8')).toContain('ours is in the folder replaced')
  })

  test('ends with 3 and writes no pack where both changed a file', async () => {
    const pack = await packOf({ ...treeAt(0), 'conf/server.conf': 'port = 9\nname = vendor\n' }, work)
    const before = sha256(await readFile(pack))

    const { exitCode, stdout } = await cli(
      ['apply', '--pack', pack, ...fromFeed(), '--out', 'q.zip', '--json'],
      work,
    )

    expect(exitCode).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'conflict', conflicts: 1, pack: null })
    expect(existsSync(join(work, 'q.zip'))).toBe(false)
    expect(sha256(await readFile(pack))).toBe(before)
    expect(await readFile(join(work, 'q.report.md'), 'utf8')).toContain('conf/server.conf')
    expect(readdirSync(join(work, 'q.conflicts', 'conf'))).toEqual([
      'server.conf.base',
      'server.conf.merged',
      'server.conf.ours',
      'server.conf.theirs',
    ])
    const [listed] = z
      .array(z.record(z.string(), z.unknown()))
      .parse(JSON.parse(await readFile(join(work, 'q.conflicts', 'conflicts.json'), 'utf8')))
    expect(Object.keys(listed ?? {}).sort()).toEqual([
      'base',
      'key',
      'kind',
      'merged',
      'ours',
      'path',
      'proposal',
      'row',
      'sides',
      'theirs',
    ])
  })
})

describe('run', () => {
  test('takes the next level from the pack it kept, without the pack that it began with', async () => {
    const run = ['run', '--product', 'widget-1.0.0', '--track', 'dev', ...fromFeed()]
    await cli([...run, '--pack', product.pack, '--level', '1'], work, { env: cache })

    const { exitCode, stdout } = await cli([...run, '--json'], work, { env: cache })

    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'updated', fromLevel: 1, toLevel: 3 })
    expect(readdirSync(join(work, 'cache', 'update-train'))).toHaveLength(1)
  })

  test('builds the locked level again from the base pack where nothing was kept', async () => {
    const run = ['run', '--product', 'widget-1.0.0', '--track', 'dev', '--pack', product.pack, ...fromFeed()]
    await cli([...run, '--level', '1'], work, { env: cache })
    const withCache = await cli([...run, '--out', 'kept', '--lock', 'a.json', '--level', '1'], work, {
      env: cache,
    })
    await rm(join(work, 'cache'), { recursive: true })

    const { exitCode, stdout } = await cli([...run, '--json'], work, { env: cache })

    expect(withCache.exitCode).toBe(0)
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ fromLevel: 1, toLevel: 3 })
  })

  test('leaves a locked level that was withdrawn since, without a kept pack', async () => {
    const feed = join(work, 'feed')
    await cp(product.feed, feed, { recursive: true })
    const run = ['run', '--track', 'dev', '--pack', product.pack, '--feed', feed]
    await cli([...run, '--level', '2'], work, { env: cache })
    await rm(join(work, 'cache'), { recursive: true })
    const file = join(feed, 'targets', 'widget', '1.0.0', 'full', 'channel.json')
    const channel = z
      .looseObject({ levels: z.array(z.looseObject({ level: z.number() })) })
      .parse(JSON.parse(await readFile(file, 'utf8')))
    const yanked = { class: 'malicious', reason: 'not ours', replacement: null }
    const levels = channel.levels.map(one => (one.level === 2 ? { ...one, status: 'yanked', yanked } : one))
    await writeFile(file, JSON.stringify({ ...channel, levels }))

    const { exitCode, stdout, stderr } = await cli([...run, '--json'], work, { env: cache })

    expect(stderr).toContain('Level 2 was withdrawn by its publisher: not ours')
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'updated', fromLevel: 2, toLevel: 3 })
  })

  test('of several tracks at once all end up in the lock', async () => {
    const tracks = ['dev', 'hotfix', 'production', 'staging']

    const calls = await Promise.all(
      tracks.map(track =>
        cli(['run', '--track', track, '--pack', product.pack, ...fromFeed(), '--out', track], work, {
          env: cache,
        }),
      ),
    )

    const file = join(work, 'update-train.lock.json')
    const lock = parseLock(await readFile(file, 'utf8'), file)
    expect(calls.map(call => call.exitCode)).toEqual([0, 0, 0, 0])
    expect(Object.keys(lock.products['widget-1.0.0']?.tracks ?? {})).toEqual(tracks)
    expect(readdirSync(work).filter(name => name.includes('.writing'))).toEqual([])
  })

  test('reads everything from update-train.yml', async () => {
    await writeTree(join(work, 'overlays', 'widget'), { 'conf/users.conf': 'admin\nours\n' })
    await writeFile(
      join(work, 'update-train.yml'),
      [
        'version: 1',
        'products:',
        '  widget-1.0.0:',
        `    pack: ${product.pack}`,
        `    feed: ${product.feed}`,
        '    overlay: overlays/widget',
        '    test: {command: grep -q ours "$PRODUCT_HOME/conf/users.conf", timeout: 1m}',
        '    tracks:',
        '      dev: {channel: full}',
        '',
      ].join('\n'),
    )

    const { exitCode, stdout } = await cli(['run', '--json'], work, { env: cache })

    expect(exitCode).toBe(0)
    const outputs = z.object({ pack: z.string() }).parse(JSON.parse(stdout))
    expect(outputs.pack).toBe(join(work, 'out', 'widget-1.0.0+3.full.dev.zip'))
    expect(await contentOf(outputs.pack, 'conf/users.conf')).toBe('admin\nours\n')
  })

  test('publishes no pack, but report and log, where the tests fail', async () => {
    const { exitCode, stdout } = await cli(
      ['run', '--pack', product.pack, ...fromFeed(), '--test', 'echo it is broken; exit 7', '--json'],
      work,
      { env: cache },
    )

    expect(exitCode).toBe(4)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'tests-failed', reason: 'exit code 7', pack: null })
    expect(readdirSync(join(work, 'out'))).toEqual(['candidate.json', 'report.md', 'test.log'])
    expect(await readFile(join(work, 'out', 'test.log'), 'utf8')).toBe('it is broken\n')
    expect(existsSync(join(work, 'update-train.lock.json'))).toBe(false)
    expect(existsSync(join(work, 'cache'))).toBe(false)
  })

  test('gives the tests what they need and no credentials', async () => {
    const { exitCode } = await cli(
      ['run', '--pack', product.pack, ...fromFeed(), '--test', 'env | sort'],
      work,
      {
        env: {
          ...cache,
          UPDATE_TRAIN_FEED_TOKEN: 's3cret-token',
          GITHUB_TOKEN: 's3cret-gh',
          INPUT_PASSWORD: 's3cret',
        },
      },
    )

    const log = await readFile(join(work, 'out', 'test.log'), 'utf8')
    expect(exitCode).toBe(0)
    expect(log).not.toContain('s3cret')
    expect(log).toMatch(/^PRODUCT_HOME=.*widget-1\.0\.0$/m)
    expect(log).toContain('UPDATE_TRAIN_PRODUCT=widget-1.0.0\n')
    expect(log).toContain('UPDATE_TRAIN_CHANNEL=full\n')
    expect(log).toContain('UPDATE_TRAIN_FROM_LEVEL=0\n')
    expect(log).toContain('UPDATE_TRAIN_TO_LEVEL=3\n')
    expect(log).toMatch(/^UPDATE_TRAIN_PACK=.*\.zip$/m)
  })
})

describe('inspect and diff', () => {
  test('inspect says what a pack is', async () => {
    await cli(['apply', '--pack', product.pack, ...fromFeed(), '--out', 'q.zip'], work)

    const { stdout } = await cli(['inspect', 'q.zip', '--json'], work)

    const bytes = await readFile(join(work, 'q.zip'))
    expect(JSON.parse(stdout)).toEqual({
      root: 'widget-1.0.0',
      product: 'widget',
      version: '1.0.0',
      channel: 'full',
      level: 3,
      entries: expect.any(Number),
      bytes: bytes.length,
      sha256: sha256(bytes),
      contentDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('diff names added, removed, changed and renamed files', async () => {
    await cli(['apply', '--pack', product.pack, ...fromFeed(), '--out', 'q.zip'], work)

    const { stdout, exitCode } = await cli(['diff', product.pack, 'q.zip', '--out', 'd.zip', '--json'], work)

    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      added: ['updates/update-train.json'],
      removed: [],
      changed: ['bin/server.sh', 'conf/server.conf', 'lib/current.jar'],
      renamed: [{ from: 'lib/core-1.0.jar', to: 'lib/core-1.1.jar' }],
      modeChanged: [],
    })
    expect(existsSync(join(work, 'd.zip'))).toBe(true)
  })
})

test('a conflict of the overlay can be answered as the report says', async () => {
  const overlay = join(work, 'overlay')
  const run = ['run', '--track', 'dev', '--pack', product.pack, ...fromFeed(), '--overlay', overlay]
  await writeTree(overlay, { 'conf/server.conf': 'port = 9\nname = vendor\n', 'conf/users.conf': 'ours\n' })
  const first = await cli(run, work, { env: cache })
  await rm(join(overlay, 'conf', 'server.conf'))
  const without = await cli(run, work, { env: cache })
  await writeTree(overlay, { 'conf/server.conf': 'port = 9\nname = vendor\nadded = by the vendor\n' })

  const { exitCode, stdout } = await cli([...run, '--json'], work, { env: cache })

  const { pack } = z.object({ pack: z.string() }).parse(JSON.parse(stdout))
  expect([first.exitCode, without.exitCode, exitCode]).toEqual([3, 0, 0])
  expect(await contentOf(pack, 'conf/server.conf')).toContain('port = 9')
  expect(await contentOf(pack, 'conf/users.conf')).toBe('ours\n')
})

test('a template in the overlay whose file the update changed is listed for review', async () => {
  await writeTree(join(work, 'overlay'), { 'conf/server.conf.j2': 'port = {{ port }}\n' })

  const { exitCode } = await cli(
    ['run', '--pack', product.pack, ...fromFeed(), '--overlay', 'overlay'],
    work,
    {
      env: cache,
    },
  )

  expect(exitCode).toBe(0)
  expect(await readFile(join(work, 'out/report.md'), 'utf8')).toContain(
    '`conf/server.conf.j2` is a template of a file that the update changed: to be reviewed by hand',
  )
})

describe('an overlay file whose changes fit with the update’s', () => {
  const merged = 'port = 2\nname = vendor\n\n# ours\n'

  function run(...more: string[]): string[] {
    const words = [
      'run',
      '--track',
      'dev',
      '--pack',
      product.pack,
      ...fromFeed(),
      '--overlay',
      'overlay',
      '--json',
    ]
    return [...words, ...more]
  }

  beforeEach(() =>
    writeTree(join(work, 'overlay'), { 'conf/server.conf': 'port = 1\nname = vendor\n\n# ours\n' }),
  )

  test('is laid merged; the merge is recorded, and counts at later levels that leave the file alone', async () => {
    const at2 = await cli(run('--level', '2'), work, { env: cache })
    const at3 = await cli(run(), work, { env: cache })

    const packs = [at2, at3].map(
      ({ stdout }) => z.object({ pack: z.string() }).parse(JSON.parse(stdout)).pack,
    )
    expect(await Promise.all(packs.map(pack => contentOf(pack, 'conf/server.conf')))).toEqual([
      merged,
      merged,
    ])
    const report = await readFile(join(work, 'out/report.md'), 'utf8')
    expect(report).toContain('resolutions digest')
    expect(report).toContain('- `conf/server.conf` is yours, merged with the product’s')
    expect(report).toMatch(
      /## Drift\n\n- `conf\/server.conf` was merged with an earlier update; your overlay can take it/,
    )
    expect((await cli(['resolve', '--list'], work)).stdout).toMatch(/merged +conf\/server.conf/)
  })

  test('is said to have drifted until the team takes the merge over, and then gives the same content', async () => {
    await cli(run(), work, { env: cache })
    const report = await readFile(join(work, 'out/report.md'), 'utf8')
    const [blob = ''] = /[0-9a-f]{64}\.blob/.exec(report) ?? []
    await copyFile(join(work, '.update-train/resolutions', blob), join(work, 'overlay/conf/server.conf'))

    const taken = await cli(run(), work, { env: cache })

    const { pack } = z.object({ pack: z.string() }).parse(JSON.parse(taken.stdout))
    expect(report).toMatch(
      /## Drift\n\n- `conf\/server.conf` was merged with the update; your overlay can take it/,
    )
    expect(await contentOf(pack, 'conf/server.conf')).toBe(merged)
    expect(await readFile(join(work, 'out/report.md'), 'utf8')).not.toContain('## Drift')
  })

  test('leaves no record in a run that leaves no trace', async () => {
    await cli(
      ['apply', '--pack', product.pack, ...fromFeed(), '--overlay', 'overlay', '--out', 'q.zip'],
      work,
    )

    expect(await contentOf(join(work, 'q.zip'), 'conf/server.conf')).toBe(merged)
    expect(existsSync(join(work, '.update-train'))).toBe(false)
  })
})

test('a diff zip that cannot be made is told in the log and in the report', async () => {
  const env = { XDG_CACHE_HOME: join(work, 'cache') }
  const words = ['run', '--pack', product.pack, ...fromFeed(), '--overlay', 'overlay']
  await writeTree(join(work, 'overlay'), { 'conf/ours.conf': '1\n' })
  await cli([...words, '--level', '1'], work, { env })
  await writeTree(join(work, 'overlay'), { 'conf/ours.conf': '2\n' })

  const { exitCode, stderr } = await cli([...words, '--level', '2'], work, { env })

  expect(exitCode).toBe(0)
  expect(stderr).toContain('There is no diff zip: the overlay has changed since')
  expect(await readFile(join(work, 'out/report.md'), 'utf8')).toContain('There is no diff zip')
})

test('with `on-conflict: theirs` an overlay file gives way for good, and is kept aside', async () => {
  await writeTree(join(work, 'overlay'), { 'conf/server.conf': 'port = 9\nname = vendor\n' })
  const words = [
    'run',
    '--track',
    'dev',
    '--pack',
    product.pack,
    ...fromFeed(),
    '--overlay',
    'overlay',
    '--json',
  ]
  const theirs = [...words, '--options', 'on-conflict: theirs']

  const at2 = await cli([...theirs, '--level', '2'], work, { env: cache })
  const aside = await readFile(join(work, 'out/replaced/conf/server.conf'), 'utf8')
  const at3 = await cli(words, work, { env: cache })

  const packs = [at2, at3].map(({ stdout }) => z.object({ pack: z.string() }).parse(JSON.parse(stdout)).pack)
  const contents = await Promise.all(packs.map(pack => contentOf(pack, 'conf/server.conf')))
  expect(contents).toEqual(['port = 2\nname = vendor\n', 'port = 2\nname = vendor\n'])
  expect(aside).toBe('port = 9\nname = vendor\n')
})

test('a copy of the vendor’s old file in the overlay gives way to the update, and the report says that it can go', async () => {
  await writeTree(join(work, 'overlay'), {
    'conf/server.conf': 'port = 1\nname = vendor\n',
    'lib/core-1.0.jar': treeAt(0)['lib/core-1.0.jar'] ?? '',
  })
  const words = [
    'run',
    '--track',
    'dev',
    '--pack',
    product.pack,
    ...fromFeed(),
    '--overlay',
    'overlay',
    '--json',
  ]

  const { stdout, exitCode } = await cli(words, work, { env: cache })

  const { pack } = z.object({ pack: z.string() }).parse(JSON.parse(stdout))
  expect(exitCode).toBe(0)
  expect(await contentOf(pack, 'conf/server.conf')).toBe('port = 2\nname = vendor\n')
  const inspected = await cli(['diff', product.pack, pack, '--json'], work)
  expect(JSON.parse(inspected.stdout)).toMatchObject({
    renamed: [{ from: 'lib/core-1.0.jar', to: 'lib/core-1.1.jar' }],
  })
  expect(await readFile(join(work, 'out/report.md'), 'utf8')).toContain('your copy can go')
})

describe('what must never happen', () => {
  test('`--out` over the pack that it is made from is refused', async () => {
    const mine = join(work, 'mine.zip')
    await copyFile(product.pack, mine)
    const before = sha256(await readFile(mine))

    const apply = await cli(['apply', '--pack', 'mine.zip', ...fromFeed(), '--out', 'mine.zip'], work)
    const diff = await cli(['diff', 'mine.zip', product.pack, '--out', 'mine.zip'], work)

    expect([apply.exitCode, diff.exitCode]).toEqual([2, 2])
    expect(sha256(await readFile(mine))).toBe(before)
  })

  test('a companion of the new pack never takes the place of the old one', async () => {
    const mine = join(work, 'q.diff.zip')
    await copyFile(product.pack, mine)
    const before = sha256(await readFile(mine))

    const { exitCode, stderr } = await cli(
      ['apply', '--pack', 'q.diff.zip', ...fromFeed(), '--out', 'q.zip'],
      work,
    )

    expect(exitCode).toBe(2)
    expect(stderr).toContain('is one of the files that it would be made from')
    expect(sha256(await readFile(mine))).toBe(before)
    expect(readdirSync(work)).toEqual(['q.diff.zip'])
  })

  test('an overlay is laid and tested also where the pack is at the latest level already', async () => {
    await writeTree(join(work, 'overlay'), { 'conf/users.conf': 'ours\n' })
    await cli(['apply', '--pack', product.pack, ...fromFeed(), '--out', 'q.zip'], work)
    const before = sha256(await readFile(join(work, 'q.zip')))

    const { exitCode, stdout } = await cli(
      ['run', '--pack', 'q.zip', ...fromFeed(), '--overlay', 'overlay', '--json'],
      work,
      { env: cache },
    )

    const { pack } = z.object({ pack: z.string() }).parse(JSON.parse(stdout))
    expect(exitCode).toBe(0)
    expect(await contentOf(pack, 'conf/users.conf')).toBe('ours\n')
    expect(sha256(await readFile(join(work, 'q.zip')))).toBe(before)
  })

  test('a run without the overlay of the last one leaves the given pack where it is', async () => {
    await writeTree(join(work, 'overlay'), { 'conf/users.conf': 'ours\n' })
    await cli(['apply', '--pack', product.pack, ...fromFeed(), '--out', 'q.zip'], work)
    const run = ['run', '--pack', 'q.zip', ...fromFeed()]
    await cli([...run, '--overlay', 'overlay'], work, { env: cache })
    await rm(join(work, 'cache'), { recursive: true })

    const { exitCode, stdout } = await cli([...run, '--json'], work, { env: cache })

    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'updated', fromLevel: 3, toLevel: 3 })
    expect(existsSync(join(work, 'q.zip'))).toBe(true)
  })

  test('a kept pack that was tampered with is not used, whatever it says of itself', async () => {
    const run = ['run', '--product', 'widget-1.0.0', '--pack', product.pack, ...fromFeed()]
    await cli([...run, '--level', '1'], work, { env: cache })
    const [kept = ''] = readdirSync(join(work, 'cache', 'update-train'))
    const file = join(work, 'cache', 'update-train', kept)
    await rm(file)
    await copyFile(await packOf({ ...treeAt(1), 'lib/evil.jar': 'evil' }, join(work, 'evil')), file)

    const { exitCode, stdout, stderr } = await cli([...run, '--json'], work, { env: cache })

    const { pack } = z.object({ pack: z.string() }).parse(JSON.parse(stdout))
    expect(exitCode).toBe(0)
    expect(stderr).toContain('The kept vendor pack is not the one of the lock')
    await using opened = await openPack(pack)
    expect(opened.entries.has('lib/evil.jar')).toBe(false)
  })

  test('a lock that cannot be written is found out before the tests run', async () => {
    await writeFile(join(work, 'taken'), '')

    const { exitCode, stderr } = await cli(
      ['run', '--pack', product.pack, ...fromFeed(), '--lock', 'taken/x.lock', '--test', 'echo tested'],
      work,
      { env: cache },
    )

    expect(exitCode).toBe(2)
    expect(stderr).toContain('--lock')
    expect(stderr).not.toContain('tested')
    expect(existsSync(join(work, 'out'))).toBe(false)
  })

  test('tests that change the pack are found out', async () => {
    const { exitCode, stderr } = await cli(
      ['run', '--pack', product.pack, ...fromFeed(), '--test', 'echo >> "$UPDATE_TRAIN_PACK"'],
      work,
      { env: cache },
    )

    expect(exitCode).toBe(7)
    expect(stderr).toContain('was changed while the tests ran')
    expect(existsSync(join(work, 'out'))).toBe(false)
  })

  test('going back says what is lost', async () => {
    await cli(['apply', '--pack', product.pack, ...fromFeed(), '--out', 'q.zip'], work)

    const back = await cli(
      ['apply', '--pack', 'q.zip', ...fromFeed(), '--level', '1', '--out', 'b.zip'],
      work,
    )

    expect(back.exitCode).toBe(0)
    expect(back.stderr).toContain('below the installed level 3: this takes 2 updates away')
    expect(back.stderr).toContain('W-2')
    expect(await contentOf(join(work, 'b.zip'), 'conf/server.conf')).toBe('port = 1\nname = vendor\n')
  })

  test('with --json an error is one JSON document, too', async () => {
    const { exitCode, stdout } = await cli(['inspect', 'nowhere.zip', '--json'], work)

    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'pack-missing' } })
  })
})
