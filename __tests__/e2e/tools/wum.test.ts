import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  account,
  atFirst,
  candidateSchema,
  conf,
  confText,
  first,
  jar,
  type LegacyStage,
  type LegacyVendor,
  legacyVendor,
  product,
  second,
  security,
  wumStage,
} from '../../helpers/legacy-stage.ts'
import { filesWith, whileLooking, withQuickLimits } from '../../helpers/tool-runs.ts'
import { writeTree } from '../../helpers/tree.ts'
import { type PackedCli, packedCli } from '../../machine/packed-cli.ts'
import type { WumSettings } from '../../standins/wso2-legacy/settings.ts'

type Switches = Partial<WumSettings>

let folder: string
let cli: PackedCli
let vendor: LegacyVendor

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-wum-package-'))
  cli = packedCli(folder)
  vendor = await legacyVendor()
}, 60_000)

afterAll(async () => {
  await vendor[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const stageWith = (switches: Switches = {}): ReturnType<typeof wumStage> => wumStage(cli, vendor, switches)
const byWum = ['--tool', 'wum'] as const

function candidateIn(stage: LegacyStage) {
  return candidateSchema.parse(JSON.parse(readFileSync(stage.out('candidate.json'), 'utf8')))
}

function expectNothingPublished(stage: LegacyStage): void {
  expect(existsSync(join(stage.folder, 'update-train.lock.json'))).toBe(false)
  expect(globSync('out/**/*.zip', { cwd: stage.folder })).toEqual([])
}

/** Whatever the documents leave open: none of it may matter. */
const survived: [string, Switches][] = [
  ['as documented', {}],
  ['that says all on stdout', { output: 'stdout' }],
  ['that says all on stderr', { output: 'stderr' }],
  ['whose check exits with 1 where there are updates', { checkExit: 1 }],
  ['of version 2', { version: 2 }],
  ['that reads credentials from its arguments only', { readsTerminalOnly: true }],
]

describe('wum', () => {
  test.each(survived)('%s brings the pack to the latest level', async (_name, switches) => {
    await using stage = await stageWith(switches)

    const run = await stage.update(...byWum)

    expect(run.json).toMatchObject({ outcome: 'updated', fromLevel: 0, toLevel: second })
    const files = await stage.published(second)
    expect(files.get(conf)).toBe(confText.replace('1', '2'))
    expect([...files.keys()].filter(path => path.startsWith('lib/')).sort()).toEqual([jar, 'lib/old_1.1.jar'])
    expect(files.get(`updates/wum/${second}`)).toBe('- "5234"\n- "5300"\n- "5301"\n')
  })

  test.each<[string, Switches, string, number]>([
    ['that refuses the credentials', { account: { username: 'x', password: 'y' } }, 'refused', 5],
    ['without a subscription', { subscription: false }, 'refused', 5],
    ['whose session has timed out', { sessionTimedOut: true }, 'refused', 5],
    ['whose servers are busy', { outage: { kind: 'busy', runs: null } }, 'busy', 6],
    ['that exits with 0 and made nothing', { changesNothing: true }, 'verification', 7],
  ])('%s ends in a clear error, and nothing is published', async (_name, switches, code, exitCode) => {
    await using stage = await stageWith(switches)

    const run = await stage.update(...byWum)

    expect(run.json.error).toMatchObject({ code })
    expect(run.json.error?.hint).not.toBe('')
    expect(run.exitCode).toBe(exitCode)
    expectNothingPublished(stage)
  })

  test.each(['decommissioned', 'no-such-host', 'gone'] as const)(
    'whose service is %s names the way to U2',
    async kind => {
      await using stage = await stageWith({ outage: { kind, runs: null } })

      const run = await stage.update(...byWum)

      expect(run.exitCode).toBe(6)
      expect(run.json.error).toMatchObject({
        code: 'unreachable',
        hint: expect.stringContaining('set `tool: u2`'),
      })
      expectNothingPublished(stage)
    },
  )

  test('whose service fails half-way does it the next time', async () => {
    await using stage = await stageWith({ outage: { kind: 'busy', runs: 1 } })

    const busy = await stage.update(...byWum)
    const again = await stage.update(...byWum)

    expect(busy.exitCode).toBe(6)
    expect(again.json).toMatchObject({ outcome: 'updated', toLevel: second })
  })

  test('that says nothing for too long is ended, with the way to U2', async () => {
    await using stage = await stageWith({ silence: 60_000 })

    const run = await stage.run(['check', '--pack', stage.pack, ...byWum], withQuickLimits)

    expect(run.exitCode).toBe(6)
    expect(run.json.error?.message).toContain('it said nothing for')
    expect(run.json.error?.hint).toContain('tool: u2')
  })

  test('that waits at a prompt is ended', async () => {
    await using stage = await stageWith({ hangsAtPrompt: true })

    const run = await stage.run(['check', '--pack', stage.pack, ...byWum], withQuickLimits)

    expect(run.exitCode).toBe(5)
    expect(run.json.error?.message).toContain('waits at a prompt')
  })

  test('is found by `tool-path`; where it is not, the error says so', async () => {
    await using stage = await stageWith()
    const nowhere = { PATH: '/usr/bin:/bin' }
    const beside = { PATH: `/usr/bin:/bin:${join(process.execPath, '..')}` }

    const without = await stage.run(['check', '--pack', stage.pack, ...byWum], nowhere)
    const run = await stage.run(
      ['check', '--pack', stage.pack, ...byWum, '--tool-path', stage.program],
      beside,
    )

    expect(without.json.error).toMatchObject({
      code: 'config',
      message: expect.stringContaining('no wum on the PATH'),
      hint: expect.stringContaining('tool-path'),
    })
    expect(run.json).toMatchObject({ status: 'available' })
  })
})

describe('its commands', () => {
  test('are those that a pipeline needs, once each', async () => {
    await using stage = await stageWith()

    await stage.update(...byWum)

    expect((await stage.runs()).map(({ argv }) => argv.map(word => word.replace(/.*\//, '')))).toEqual([
      ['init'],
      ['add', '--file', `${product}.zip`, '-y'],
      ['check-update', product],
      ['update', product],
    ])
  })

  test('name a channel where it is not the default one', async () => {
    await using stage = await stageWith()

    const run = await stage.update(...byWum, '--channel', 'security')

    expect(run.json).toMatchObject({ outcome: 'updated', toLevel: security })
    expect((await stage.published(security, 'security')).get('lib/safe.jar')).toBe('safe')
    expect((await stage.runs()).at(-1)?.argv).toEqual(['update', product, 'security'])
    expect(candidateIn(stage).summary).toMatchObject({ counts: { updates: 1, security: 1 } })
  })

  test('leave out what is not needed where nothing is new', async () => {
    await using stage = await stageWith({ nothingNew: true })

    const run = await stage.update(...byWum)

    expect(run.json).toMatchObject({ outcome: 'up-to-date' })
    expect((await stage.runs()).at(-1)?.argv).toEqual(['check-update', product])
  })

  test('a channel that the vendor does not have, and one that WUM 2 does not know, are said', async () => {
    await using stage = await stageWith()

    const unknown = await stage.update(...byWum, '--channel', 'premium')
    await stage.switch({ version: 2 })
    const old = await stage.update(...byWum, '--channel', 'security')

    expect(unknown.json.error).toMatchObject({ code: 'refused', message: expect.stringContaining('channel') })
    expect(old.json.error).toMatchObject({ code: 'config', hint: expect.stringContaining('channel') })
  })
})

describe('levels', () => {
  test('check says what is new, and touches nothing', async () => {
    await using stage = await stageWith()
    const before = await readFile(stage.pack)

    const run = await stage.run(['check', '--pack', stage.pack, ...byWum])

    expect(run.json).toMatchObject({
      status: 'available',
      installed: { level: 0, timestamp: null },
      latest: { level: second, timestamp: second },
    })
    expect((await readFile(stage.pack)).equals(before)).toBe(true)
  })

  test.each([0, 1] as const)('nothing new, said with exit code %d, is up to date', async nothingNewExit => {
    await using stage = await stageWith({ nothingNew: true, nothingNewExit })

    const run = await stage.run(['check', '--pack', stage.pack, ...byWum])

    expect(run.json).toMatchObject({ status: 'up-to-date', installed: { level: 0 } })
  })

  test('the lock knows the tool and the level, and an installed level is up to date', async () => {
    await using stage = await stageWith()
    await stage.update(...byWum)

    const again = await stage.update()
    const pinned = await stage.update('--level', String(second))

    expect(again.json).toMatchObject({ outcome: 'up-to-date' })
    expect(pinned.json).toMatchObject({ outcome: 'up-to-date' })
  })

  test('a pack of the field is known by its level, names no channel, and goes on with a vanilla pack of WUM’s own', async () => {
    await using stage = await stageWith()
    const pack = await stage.packWith(atFirst)

    const run = await stage.update('--pack', pack, '--base', 'none')

    expect(run.json).toMatchObject({ outcome: 'updated', fromLevel: first, toLevel: second })
    expect(run.stderr).toContain(`The update tool is wum: updates/wum/${first} in the pack says so.`)
    expect((await stage.runs()).map(({ argv }) => argv)).toContainEqual(['add', product, '-y'])
    expect(candidateIn(stage).summary).toMatchObject({ numbers: ['5300', '5301'] })
  })

  test('the newest level may be pinned; another is refused, as WUM cannot be told one', async () => {
    await using stage = await stageWith()

    const other = await stage.update(...byWum, '--level', String(first))
    const counted = await stage.update(...byWum, '--level', '12')
    const newest = await stage.update(...byWum, '--level', String(second))
    const below = await stage.update(...byWum, '--level', String(first))

    expect(other.json.error?.message).toContain(`it goes to the newest level only, which is ${second}`)
    expect(counted.json.error?.message).toContain('is no timestamp')
    expect(newest.json).toMatchObject({ outcome: 'updated', toLevel: second })
    expect(below.json.error?.hint).toContain('revert')
    expect([other, counted, below].map(({ exitCode }) => exitCode)).toEqual([2, 2, 2])
  })

  test('a track goes on when the vendor does, and back while the former pack is there', async () => {
    await using growing = await legacyVendor(1)
    await using stage = await wumStage(cli, growing)
    await stage.update(...byWum)
    await growing.offer(2)

    const on = await stage.update()
    const back = await stage.run(['revert', '--pack', stage.pack])
    const again = await stage.update()
    for (const name of ['cache', 'out']) await rm(join(stage.folder, name), { recursive: true })
    const lost = await stage.run(['revert', '--pack', stage.pack])

    expect(on.json).toMatchObject({ outcome: 'updated', fromLevel: first, toLevel: second })
    expect(back.json.error).toBeUndefined()
    expect(again.json).toMatchObject({ outcome: 'updated', fromLevel: first, toLevel: second })
    expect(lost.json.error).toMatchObject({
      code: 'config',
      message: expect.stringContaining(`goes to the newest level only, which is ${second}`),
    })
  })

  test('where the kept pack is lost and the level cannot be made again, its published pack is enough', async () => {
    await using stage = await stageWith()
    await stage.update(...byWum)
    const published = stage.out(`${product}+${second}.full.local.zip`)
    await rm(join(stage.folder, 'cache'), { recursive: true })
    await writeTree(join(stage.folder, 'overlay'), { 'lib/ours.jar': 'ours' })

    const run = await stage.update('--pack', published, '--overlay', 'overlay', '--out', 'out2')

    expect(run.json).toMatchObject({ outcome: 'updated', fromLevel: second, toLevel: second })
  })
})

describe('customisations', () => {
  const toml = '[server]\nhostname = "am.example.org"\n'

  test('an overlay is laid over what WUM made', async () => {
    await using stage = await stageWith()
    await writeTree(join(stage.folder, 'overlay'), { 'repository/conf/deployment.toml': toml })

    const run = await stage.update(...byWum, '--overlay', 'overlay')

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect((await stage.published(second)).get('repository/conf/deployment.toml')).toBe(toml)
  })

  test('a customised pack goes by its base', async () => {
    await using stage = await stageWith()
    const ours = confText.replace('end', 'ours')
    const pack = await stage.packWith({ [conf]: ours, 'repository/conf/deployment.toml': toml })

    const run = await stage.update(...byWum, '--pack', pack, '--base', stage.pack)

    expect(run.json).toMatchObject({ outcome: 'updated' })
    const files = await stage.published(second)
    expect(files.get('repository/conf/deployment.toml')).toBe(toml)
    expect(files.get(conf)).toBe(ours.replace('1', '2'))
  })

  test('a modified pack is refused as WUM refuses it, and the hint says how else', async () => {
    await using stage = await stageWith()
    const pack = await stage.packWith({ 'repository/conf/deployment.toml': toml })

    const run = await stage.update(...byWum, '--pack', pack)

    expect(run.exitCode).toBe(7)
    expect(run.json.error).toMatchObject({
      code: 'verification',
      message: expect.stringContaining('contains local modifications'),
      hint: expect.stringContaining('overlay'),
    })
    expectNothingPublished(stage)
  })

  test('what a customised pack of the field loses is told, and kept aside', async () => {
    await using stage = await stageWith()
    const files = { 'repository/conf/deployment.toml': toml, 'lib/our own.jar': 'ours' }
    const pack = await stage.packWith({ ...atFirst, ...files })

    const run = await stage.update('--pack', pack, '--base', 'none')

    expect(run.json).toMatchObject({ outcome: 'updated', fromLevel: first })
    for (const [path, text] of Object.entries(files))
      expect(await readFile(stage.out(`replaced/${path}`), 'utf8')).toBe(text)
    expect(candidateIn(stage).notices.map(({ path }) => path)).toEqual(Object.keys(files).sort())
  })
})

describe('secrets', () => {
  test('no file that is left, and no process while it runs, shows the password', async () => {
    await using stage = await stageWith({ silence: 150 })

    const { run, shown, looks } = await whileLooking(account.password, () => stage.update(...byWum))

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect(shown).toEqual([])
    expect(looks).toBeGreaterThan(process.platform === 'linux' ? 10 : -1)
    const left = filesWith(stage.folder, account.password)
    expect(left.found).toEqual([])
    expect(left.looked).toBeGreaterThan(5)
    for (const { argv } of await stage.runs()) expect(argv).not.toContain('<expected>')
    for (const text of (await stage.published(second)).values()) {
      expect(text.includes(account.username)).toBe(false)
      expect(text.includes('refresh-1')).toBe(false)
    }
  })

  test('a tool that takes nothing but arguments gets them so, and what that exposes is said', async () => {
    await using stage = await stageWith({ readsTerminalOnly: true })

    const run = await stage.run(['check', '--pack', stage.pack, ...byWum])

    expect(run.json).toMatchObject({ status: 'available' })
    expect(run.stderr).toContain('every process of this machine can see them')
    expect(run.stderr + run.stdout).not.toContain(account.password)
    const exposed = (await stage.runs()).filter(({ argv }) => argv.includes('<expected>'))
    expect(exposed.map(({ argv }) => argv[0])).toEqual(['init'])
  })

  test('without credentials no prompt hangs, and `init` is left out', async () => {
    await using stage = await stageWith()

    const run = await stage.run(['check', '--pack', stage.pack, ...byWum], {
      UPDATE_TOOL_USERNAME: '',
      UPDATE_TOOL_PASSWORD: '',
    })

    expect(run.exitCode).toBe(5)
    expect(run.json.error?.hint).toContain('UPDATE_TOOL_PASSWORD')
    expect((await stage.runs()).map(({ argv }) => argv[0])).toEqual(['add'])
  })

  test.each([
    ['UPDATE_TOOL_PASSWORD', 'secret\n'],
    ['UPDATE_TOOL_USERNAME', 'ops@example.com\r\nx'],
  ])('a line end in %s is refused before the tool runs', async (variable, value) => {
    await using stage = await stageWith()

    const run = await stage.run(['check', '--pack', stage.pack, ...byWum], { [variable]: value })

    expect(run.exitCode).toBe(2)
    expect(run.json.error?.message).toContain(`${variable} holds a line end`)
    await expect(stage.runs()).rejects.toThrow('ENOENT')
  })

  test('each run has a home of its own, which goes with it', async () => {
    await using stage = await stageWith()

    await stage.run(['check', '--pack', stage.pack, ...byWum])
    await stage.run(['check', '--pack', stage.pack, ...byWum])

    const homes = new Set((await stage.runs()).map(({ home }) => home))
    expect(homes.size).toBe(2)
    for (const home of homes) expect(existsSync(home)).toBe(false)
  })
})

test('what it did is in the report, the candidate and the lock', async () => {
  await using stage = await stageWith()

  await stage.update(...byWum)

  expect(candidateIn(stage)).toMatchObject({
    summary: {
      source: 'log',
      by: 'WUM',
      documents: [`updates/summary/update-summary-${product}+${second}.full.pdf`],
      numbers: ['5234', '5300', '5301'],
      changed: [jar, conf],
      added: ['lib/old_1.1.jar'],
      removed: ['lib/old_1.0.jar'],
    },
  })
  const lock: unknown = JSON.parse(await readFile(join(stage.folder, 'update-train.lock.json'), 'utf8'))
  const track = { tool: 'wum', level: second, timestamp: second, updates: ['5234', '5300', '5301'] }
  expect(lock).toMatchObject({ products: { [product]: { tracks: { local: track } } } })
  const summary = `updates/summary/update-summary-${product}+${second}.full.pdf`
  expect((await stage.published(second)).has(summary)).toBe(true)
  expect(await readFile(stage.out('report.md'), 'utf8')).toContain('## What was updated')
})
