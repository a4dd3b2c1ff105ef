import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { defaultConfig } from '../../src/config/read-config.ts'
import { type Asked, readSettings, type Settings } from '../../src/config/settings.ts'
import { parseWanted } from '../../src/config/wanted.ts'
import { TrainError } from '../../src/kernel/errors.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'

const twoTracks = `version: 1
products:
  acme-1.0.0:
    feed: https://feed.example/acme
    channel: full
    level: 4
    test: ./check.sh
    tracks:
      dev:
        level: latest
      production:
        channel: security
        test: { command: ./check-all.sh, timeout: 30m }
        continue-on-test-failure: true
`

/** Settings read in a folder that holds `config` as its configuration. */
async function settingsOf(
  config: string | Buffer | null,
  asked: Partial<Asked> = {},
): Promise<{ settings: Settings; cwd: string }> {
  await using work = await temporaryFolder(tmpdir())
  if (config !== null) await writeFile(join(work.path, defaultConfig), config)
  return { settings: await readSettings({ entry: {}, ...asked }, work.path), cwd: work.path }
}

/** What reading is refused with. */
async function refusal(config: string | Buffer | null, asked: Partial<Asked> = {}): Promise<TrainError> {
  try {
    await settingsOf(config, asked)
  } catch (error) {
    if (error instanceof TrainError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

function messagesOf({ problems }: TrainError): string[] {
  return problems.map(({ message }) => message)
}

describe('settings without a configuration', () => {
  test('have defaults', async () => {
    const { settings, cwd } = await settingsOf(null)

    expect(settings).toEqual({
      product: null,
      track: 'local',
      lock: join(cwd, 'update-train.lock.json'),
      tool: 'auto',
      toolPath: null,
      stripTool: false,
      hotfixes: null,
      updateZip: null,
      createUpdate: false,
      base: null,
      withoutBase: false,
      pack: null,
      sha256: null,
      feed: null,
      channel: null,
      level: 'latest',
      overlay: null,
      overlays: new Map(),
      test: null,
      continueOnTestFailure: false,
      publish: ['artifact'],
      reports: [],
      proposal: {
        conflicts: false,
        labels: [],
        reviewers: [],
        assignees: [],
        milestone: null,
        autoMerge: null,
      },
      classes: {},
      onConflict: 'fail',
      resolutions: join(cwd, '.update-train/resolutions'),
      attest: false,
      retentionDays: null,
      allowPublicPack: false,
    })
  })

  test('come from what was asked alone; paths are absolute', async () => {
    const { settings, cwd } = await settingsOf(null, {
      product: 'acme-1.0.0',
      track: 'dev',
      lock: 'locks/a.json',
      entry: { pack: 'acme.zip', overlay: '/over/lay', feed: '../feed', level: 3, test: 'true' },
      options: 'continue-on-test-failure: true',
    })

    expect(settings).toMatchObject({
      product: 'acme-1.0.0',
      track: 'dev',
      lock: join(cwd, 'locks/a.json'),
      pack: join(cwd, 'acme.zip'),
      overlay: '/over/lay',
      feed: join(cwd, '../feed'),
      level: '3',
      test: { command: 'true', timeout: null },
      continueOnTestFailure: true,
    })
  })

  test.each([
    ['none', null],
    ['./none', 'none'],
  ])('say with the base %s whether there is one', async (base, file) => {
    const { settings, cwd } = await settingsOf(null, { entry: { base } })

    expect(settings.base).toBe(file === null ? null : join(cwd, file))
    expect(settings.withoutBase).toBe(file === null)
  })

  test.each(['https://feed.example/a', 'file:///feeds/a', '/feeds/a'])(
    'keep the feed %s as it is',
    async feed => {
      const { settings } = await settingsOf(null, { entry: { feed } })

      expect(settings.feed).toBe(feed)
    },
  )
})

describe('settings with a configuration', () => {
  test('take the track over the product', async () => {
    const { settings } = await settingsOf(twoTracks, { track: 'production' })

    expect(settings).toMatchObject({
      product: 'acme-1.0.0',
      track: 'production',
      feed: 'https://feed.example/acme',
      channel: 'security',
      level: '4',
      test: { command: './check-all.sh', timeout: 1_800_000 },
      continueOnTestFailure: true,
    })
  })

  test('take an option over the configuration, and an input of its own over `options`', async () => {
    const { settings } = await settingsOf(twoTracks, {
      track: 'production',
      options: 'channel: beta\nlevel: 7\n',
      entry: { level: '8' },
    })

    expect(settings).toMatchObject({ channel: 'beta', level: '8' })
  })

  test('know the overlays of all tracks', async () => {
    const config = `version: 1
products:
  a-1.0: {overlay: ours, tracks: {dev: {}, production: {overlay: theirs}}}
  b-1.0: {overlay: b}
  c-1.0: {tracks: {dev: {}}}
`

    const { settings, cwd } = await settingsOf(config, { product: 'a-1.0', track: 'dev' })

    expect(Object.fromEntries(settings.overlays)).toEqual({
      'a-1.0 (dev)': join(cwd, 'ours'),
      'a-1.0 (production)': join(cwd, 'theirs'),
      'b-1.0 (local)': join(cwd, 'b'),
      'c-1.0 (dev)': null,
    })
  })

  test('need no name for the only product and its only track', async () => {
    const { settings } = await settingsOf(
      'version: 1\nproducts: { acme-1.0.0: { tracks: { dev: { channel: x } } } }',
    )

    expect(settings).toMatchObject({ product: 'acme-1.0.0', track: 'dev', channel: 'x' })
  })

  test('leave a product that is not in it to options alone', async () => {
    const asked = { product: 'constructor', track: 'dev', entry: { feed: '/feed' } }
    const { settings } = await settingsOf(twoTracks, asked)

    expect(settings).toMatchObject({ product: 'constructor', track: 'dev', feed: '/feed', level: 'latest' })
  })

  test('name the products there are where neither it nor the options know the one asked for', async () => {
    const error = await refusal(twoTracks, { product: 'tiny-2.0' })

    expect(messagesOf(error)).toEqual([expect.stringMatching(/`product` tiny-2\.0 is not in .*; it has /)])
  })

  test.each([undefined, 'staging', 'constructor'])(
    'refuse the track %s, and list those there are',
    async track => {
      const error = await refusal(twoTracks, track === undefined ? {} : { track })

      expect(error.code).toBe('usage')
      expect(messagesOf(error)).toEqual([expect.stringContaining('one of dev, production of acme-1.0.0')])
    },
  )

  test('refuse to choose one of two products', async () => {
    const error = await refusal('version: 1\nproducts: { a-1: {}, b-1: {} }')

    expect(error.code).toBe('usage')
    expect(messagesOf(error)).toEqual([
      expect.stringContaining('give `product` (--product): one of a-1, b-1'),
    ])
  })
})

describe('what is wrong', () => {
  test('in a configuration is said all at once, each with its line', async () => {
    const error = await refusal(
      'version: 1\nproducts:\n  acme-1.0.0:\n    chanel: full\n    sha256: AB\n    tracks:\n      dev:\n        test: { command: x, timeout: soon }\n',
    )

    expect(error.code).toBe('config')
    expect(error.problems.map(({ line }) => line)).toEqual(expect.arrayContaining([4, 5, 8]))
    expect(messagesOf(error).join('\n')).toMatch(/chanel` is not known/)
    expect(messagesOf(error)).toContainEqual(
      expect.stringMatching(
        /^`products\.acme-1\.0\.0\.tracks\.dev\.test\.timeout` takes a number and one of .*`30m`/,
      ),
    )
    expect(messagesOf(error).join('\n')).toMatch(/sha256` takes a SHA-256/)
  })

  test('in the name of a product or track says what a name takes', async () => {
    const error = await refusal('version: 1\nproducts:\n  pro duction: {}\n  b-1: {tracks: {a b: {}}}\n')

    expect(messagesOf(error)).toEqual([
      expect.stringMatching(
        /^`products.pro duction` is no name for a product: .*no blanks, such as `wso2is-7/,
      ),
      expect.stringMatching(/^`products.b-1.tracks.a b` is no name for a track: .*no blanks, such as `dev`/),
    ])
  })

  test('is a file with nothing in it', async () => {
    const error = await refusal('# nothing yet\n')

    expect(messagesOf(error)).toEqual([expect.stringMatching(/is empty: write `version: 1`/)])
  })

  test.each([
    [{ tool: 'feeed' }, '`tool` takes `auto`, `feed`, `u2`, `in-place`, `wum`; did you mean `feed`?'],
    [{ tool: 'inplace' }, '`tool` takes `auto`, `feed`, `u2`, `in-place`, `wum`; did you mean `in-place`?'],
    [{ tool: 'apt' }, '`tool` takes `auto`, `feed`, `u2`, `in-place`, `wum`'],
    [{ tool: 7 }, '`tool` takes `auto`, `feed`, `u2`, `in-place`, `wum`'],
    [
      { 'on-conflict': 'their' },
      '`on-conflict` takes `fail`, `ours`, `theirs`, `pull-request`; did you mean `theirs`?',
    ],
    [
      { publish: 'artefact' },
      '`publish.0` takes `artifact`, `pull-request`, `release`, `none`; did you mean `artifact`?',
    ],
    [
      { test: { command: 'x', timeout: '30 min' } },
      '`test.timeout` takes a number and one of `s`, `m`, `h` and `d` without a blank, such as `90s`, `30m` or `2h`',
    ],
    [{ test: { command: 'x', limit: '1m' } }, '`test.limit` is not known'],
    [{ test: { timeout: '1m' } }, '`test.command` takes a text'],
    [{ test: 7 }, '`test` takes a command, or `command` and `timeout`'],
  ])('in %j says what it takes', async (entry, says) => {
    expect(messagesOf(await refusal(null, { entry }))).toEqual([says])
  })

  test('in what was asked is said all at once, by name', async () => {
    const error = await refusal(null, {
      product: '../acme',
      track: 'a b',
      options: '- a list',
      entry: { level: 'newest', channel: 'a/b', pack: '', extra: 1 },
    })

    expect(error.code).toBe('usage')
    for (const key of ['product', 'track', 'options', 'level', 'channel', 'pack', 'extra'])
      expect(messagesOf(error)).toContainEqual(expect.stringContaining(`\`${key}\` `))
  })

  test.each([
    ['a broken line', 'a: [', 'options'],
    ['an alias without its anchor', 'level: *nowhere', 'options'],
    ['a duplicate key', 'level: 1\nlevel: 2', 'options'],
    ['a text', 'latest', 'options'],
  ])('in `options` is said to be there: %s', async (_, options, named) => {
    const error = await refusal(null, { options })

    expect(error.code).toBe('usage')
    expect(messagesOf(error)).toEqual([expect.stringContaining(`\`${named}\``)])
  })

  test.each([
    ['an alias without its anchor', 'version: 1\nproducts: *nowhere\n'],
    ['aliases that multiply', multiplied()],
    ['another version', 'version: 2\nproducts: {}\n'],
    ['a product whose name is a path', 'version: 1\nproducts: { "../a": {} }\n'],
    ['an empty file', ''],
  ])('in a configuration is an error of the configuration: %s', async (_, config) => {
    const error = await refusal(config)

    expect(error.code).toBe('config')
    expect(error.problems.length).toBeGreaterThan(0)
  })

  test('a configuration in UTF-16, as editors on Windows save it, in either order', async () => {
    const little = Buffer.from(`\ufeff${twoTracks}`, 'utf16le')
    for (const content of [little, Buffer.from(little).swap16()])
      expect(messagesOf(await refusal(content))).toEqual(['the file is saved as UTF-16: save it as UTF-8'])
  })

  test('a configuration whose merge is unfinished', async () => {
    const marked = ['<<<<<<< HEAD', '    level: 4', '=======', '    level: 5', '>>>>>>> update']

    const error = await refusal(twoTracks.replace('    level: 4', marked.join('\r\n')))

    expect(error).toMatchObject({
      code: 'config',
      message: expect.stringContaining('the marks of a merge that is unfinished'),
    })
    expect(error.problems).toMatchObject([{ line: 6 }])
  })

  test('a configuration that was named and is not there', async () => {
    const error = await refusal(null, { config: 'other.yml' })

    expect(error).toMatchObject({
      code: 'config',
      message: expect.stringMatching(/other\.yml cannot be read: it does not exist/),
    })
  })

  test('a folder in the place of the configuration', async () => {
    const error = await refusal(null, { config: '.' })

    expect(error).toMatchObject({ code: 'config', message: expect.stringMatching(/cannot be read/) })
  })

  test.each(['0', '0s', '-5m', 'soon', '30 m'])('a time limit of %j', async timeout => {
    const error = await refusal(null, { entry: { test: { command: 'x', timeout } } })

    expect(error.code).toBe('usage')
    expect(error.problems).toHaveLength(1)
  })
})

/** YAML of ten levels, each ten times the one before. */
function multiplied(): string {
  const lines = Array.from({ length: 10 }, (_, level) => {
    const parts = Array.from({ length: 10 }, () => (level === 0 ? 'x' : `*a${level - 1}`))
    return `k${level}: &a${level} [${parts.join(', ')}]`
  })
  return `${lines.join('\n')}\n`
}

describe('a level', () => {
  test.each([
    ['latest', null, { at: 'latest' }],
    ['12', null, { at: 'level', level: 12 }],
    ['0', '7.1.0', { at: 'level', level: 0 }],
    ['7.1.0.12', '7.1.0', { at: 'level', level: 12 }],
    ['7.1.0.12', null, { at: 'level', level: 12 }],
    ['7.1.0-M1.3', '7.1.0-M1', { at: 'level', level: 3 }],
    ['99999999999', null, { at: 'level', level: 99_999_999_999 }],
    ['100000000000', null, { at: 'timestamp', timestamp: 100_000_000_000 }],
    ['1767225600000', '7.1.0', { at: 'timestamp', timestamp: 1_767_225_600_000 }],
    ['7.1.0.12', '7.2.0', undefined],
    ['newest', null, undefined],
    ['', null, undefined],
    ['-1', null, undefined],
    ['1.', null, undefined],
    ['.1', null, undefined],
    ['99999999999999999999', null, undefined],
  ])('%j of the version %s is %j', (text, version, wanted) => {
    expect(parseWanted(text, version)).toEqual(wanted)
  })
})
