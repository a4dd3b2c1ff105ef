import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  account,
  atFirst,
  candidateSchema,
  conf,
  confText,
  first,
  inPlaceStage,
  jar,
  type LegacyStage,
  type LegacyVendor,
  legacyVendor,
  product,
  second,
  security,
} from '../../helpers/legacy-stage.ts'
import { filesWith, textsOf, whileLooking, withQuickLimits } from '../../helpers/tool-runs.ts'
import { writeTree } from '../../helpers/tree.ts'
import { type PackedCli, packedCli } from '../../machine/packed-cli.ts'
import type { InPlaceSettings } from '../../standins/wso2-legacy/settings.ts'

type Switches = Partial<InPlaceSettings>

let folder: string
let cli: PackedCli
let vendor: LegacyVendor

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-in-place-package-'))
  cli = packedCli(folder)
  vendor = await legacyVendor()
}, 60_000)

afterAll(async () => {
  await vendor[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const stageWith = (switches: Switches = {}): ReturnType<typeof inPlaceStage> =>
  inPlaceStage(cli, vendor, switches)

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
  ['that replaces itself once', { selfUpdate: 'once' }],
  ['that replaces itself twice', { selfUpdate: 'twice' }],
  ['that wants to see a whole home', { needsWholeHome: true }],
  ['that reads credentials from its arguments only', { readsTerminalOnly: true }],
]

describe('the in-place tool', () => {
  test.each(survived)('%s brings the pack to the latest level', async (_name, switches) => {
    await using stage = await stageWith(switches)

    const run = await stage.update()

    expect(run.json).toMatchObject({ outcome: 'updated', fromLevel: 0, toLevel: second })
    const files = await stage.published(second)
    expect(files.get(conf)).toBe(confText.replace('1', '2'))
    expect([...files.keys()].filter(path => path.startsWith('lib/'))).toEqual([jar, 'lib/old_1.1.jar'])
    expect(files.get(`updates/wum/${second}`)).toContain('"5300"')
    const times = new Map([
      ['once', 'once'],
      ['twice', '2 times'],
    ]).get(switches.selfUpdate ?? '')
    const report = await readFile(stage.out('report.md'), 'utf8')
    expect(/has replaced itself (once|\d times)/.exec(report)?.[1]).toBe(times)
  })

  test.each<[string, Switches, string, number]>([
    ['that refuses the credentials', { account: { username: 'x', password: 'y' } }, 'refused', 5],
    ['without a subscription', { subscription: false }, 'refused', 5],
    ['whose servers are busy', { outage: { kind: 'busy', runs: null } }, 'busy', 6],
    ['that replaces itself for ever', { selfUpdate: 'always' }, 'failure', 1],
    ['that cannot merge, and exits with 0', { mergeFailure: 'exit 0' }, 'verification', 7],
    ['that cannot merge, and exits with 1', { mergeFailure: 'exit 1' }, 'failure', 1],
    ['that exits with 0 and changed nothing', { changesNothing: true }, 'verification', 7],
  ])('%s ends in a clear error, and nothing is published', async (_name, switches, code, exitCode) => {
    await using stage = await stageWith(switches)

    const run = await stage.update()

    expect(run.json.error).toMatchObject({ code })
    expect(run.json.error?.hint).toMatch(code === 'failure' ? /tool: u2/ : /./)
    expect(run.exitCode).toBe(exitCode)
    expectNothingPublished(stage)
  })

  test.each(['decommissioned', 'no-such-host', 'gone'] as const)(
    'whose service is %s names the way to U2',
    async kind => {
      await using stage = await stageWith({ outage: { kind, runs: null } })

      const run = await stage.update()

      expect(run.exitCode).toBe(6)
      expect(run.json.error).toMatchObject({
        code: 'unreachable',
        hint: expect.stringContaining('set `tool: u2`'),
      })
      expectNothingPublished(stage)
    },
  )

  test('whose service was busy does it the next time', async () => {
    await using stage = await stageWith({ outage: { kind: 'busy', runs: 1 } })

    const busy = await stage.update()
    const again = await stage.update()

    expect(busy.exitCode).toBe(6)
    expect(again.json).toMatchObject({ outcome: 'updated', toLevel: second })
  })

  test('that says nothing for too long is ended, with the way to U2', async () => {
    await using stage = await stageWith({ silence: 60_000 })

    const run = await stage.run(['check', '--pack', stage.pack], withQuickLimits)

    expect(run.exitCode).toBe(6)
    expect(run.json.error?.message).toContain('it said nothing for')
    expect(run.json.error?.hint).toContain('tool: u2')
  })

  test('that waits at a prompt is ended', async () => {
    await using stage = await stageWith({ hangsAtPrompt: true })

    const run = await stage.run(['check', '--pack', stage.pack], withQuickLimits)

    expect(run.exitCode).toBe(5)
    expect(run.json.error?.message).toContain('waits at a prompt')
  })

  test('is missing: `tool-path` brings it; without one the error says so', async () => {
    await using stage = await stageWith()
    const pack = await stage.packWith({ 'bin/update_linux': null })
    const program = join(stage.folder, 'my tools', 'updater')
    await writeTree(dirname(program), { updater: stage.program })

    const without = await stage.update('--pack', pack, '--tool', 'in-place')
    const run = await stage.update('--pack', pack, '--tool', 'in-place', '--tool-path', program)

    expect(without.json.error).toMatchObject({ code: 'config', hint: expect.stringContaining('tool-path') })
    expect(run.json).toMatchObject({ outcome: 'updated', toLevel: second })
  })
})

describe('levels', () => {
  test('check says what is new, how much, and touches nothing', async () => {
    await using stage = await stageWith()
    const before = await readFile(stage.pack)

    const run = await stage.run(['check', '--pack', stage.pack])

    expect(run.json).toMatchObject({
      status: 'available',
      installed: { level: 0, timestamp: null },
      latest: { level: second, timestamp: second },
      securityUpdates: 1,
    })
    expect((await readFile(stage.pack)).equals(before)).toBe(true)
  })

  test('a pinned timestamp is reached, from the kept pack the latest, and nothing new is up to date', async () => {
    await using stage = await stageWith()

    const pinned = await stage.update('--level', String(first))
    const latest = await stage.update()
    const again = await stage.update()

    expect(pinned.json).toMatchObject({ outcome: 'updated', fromLevel: 0, toLevel: first })
    expect(latest.json).toMatchObject({ outcome: 'updated', fromLevel: first, toLevel: second })
    expect(again.json).toMatchObject({ outcome: 'up-to-date' })
    expect((await stage.runs()).map(({ argv }) => argv.join(' '))).toContain(`-t ${first} -c full`)
    expect((await stage.published(second)).get(`updates/wum/${second}`)).toBe('- "5300"\n- "5301"\n')
  })

  test.each([0, 1] as const)('nothing new, said with exit code %d, is up to date', async nothingNewExit => {
    await using stage = await stageWith({ nothingNew: true, nothingNewExit })

    const run = await stage.update()

    expect(run.json.error).toBeUndefined()
    expect(run.json).toMatchObject({ outcome: 'up-to-date' })
  })

  test('a pinned timestamp that is installed is not asked for', async () => {
    await using stage = await stageWith()
    await stage.update('--level', String(first))
    const asked = (await stage.runs()).length

    const run = await stage.update('--level', String(first))

    expect(run.json).toMatchObject({ outcome: 'up-to-date' })
    expect(await stage.runs()).toHaveLength(asked)
  })

  test.each([
    ['that no level has', String(first + 1), `${first} is the newest up to it`],
    ['that is a number of updates', '12', 'is no timestamp'],
  ])('a level %s is refused', async (_name, level, message) => {
    await using stage = await stageWith()

    const run = await stage.update('--level', level)

    expect(run.exitCode).toBe(2)
    expect(run.json.error?.message).toContain(message)
  })

  test('one below the installed one is refused, and the way back is named', async () => {
    await using stage = await stageWith()
    await stage.update()

    const run = await stage.update('--level', String(first))

    expect(run.json.error).toMatchObject({ code: 'config', hint: expect.stringContaining('revert') })
  })

  test('a track goes back to an earlier candidate, from the base, with the same content', async () => {
    await using stage = await stageWith()
    await stage.update('--level', String(first))
    const before = await stage.published(first)
    await stage.update()
    await rm(join(stage.folder, 'out'), { recursive: true })

    const run = await stage.run(['revert', '--pack', stage.pack])

    expect(run.json.error).toBeUndefined()
    const after = await stage.published(first)
    for (const [path, text] of before) if (!path.startsWith('updates/')) expect(after.get(path)).toBe(text)
  })

  test('another channel has levels of its own, and the pack names it', async () => {
    await using stage = await stageWith()

    const run = await stage.update('--channel', 'security')
    const files = await stage.published(security, 'security')
    const inspected = await stage.run(['inspect', stage.out(`${product}+${security}.security.local.zip`)])

    expect(run.json).toMatchObject({ outcome: 'updated', toLevel: security })
    expect(files.get('lib/safe.jar')).toBe('safe')
    expect(files.get('updates/config.yaml')).toContain('channel: security')
    expect(inspected.json).toMatchObject({ channel: 'security', level: security })
  })

  test('a channel that the vendor does not have is said', async () => {
    await using stage = await stageWith()

    const run = await stage.update('--channel', 'premium')

    expect(run.json.error).toMatchObject({ code: 'refused', message: expect.stringContaining('channel') })
  })

  test('a pack of the field that names no channel goes on from its level', async () => {
    await using stage = await stageWith()
    const pack = await stage.packWith(atFirst)

    const run = await stage.update('--pack', pack, '--base', 'none')

    expect(run.json).toMatchObject({ outcome: 'updated', fromLevel: first, toLevel: second })
  })
})

test('room for the tool’s own backup is looked for before anything is unpacked', async () => {
  await using stage = await stageWith()
  const counter = resolve(import.meta.dirname, '../../helpers/count-writes.ts')
  const texts = [...(await textsOf(stage.pack)).values()]
  const unpacked = texts.reduce((sum, text) => sum + text.length, 0)

  const run = await stage.run(['run', '--pack', stage.pack], {
    NODE_OPTIONS: `--import=${counter}`,
    FREE_BYTES: String(2 * unpacked),
  })

  expect(run.json.error).toMatchObject({ code: 'disk-full' })
  expect(run.json.error?.message).toMatch(/^Updating wso2am-3\.2\.0 needs/)
})

describe('customisations', () => {
  const ours = confText.replace('end', 'ours')
  const toml = '[server]\nhostname = "am.example.org"\n'

  test('an overlay is laid over what the tool made, and the tool never sees it', async () => {
    await using stage = await stageWith()
    await writeTree(join(stage.folder, 'overlay'), { 'repository/conf/deployment.toml': toml })

    const run = await stage.update('--overlay', 'overlay')

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect((await stage.published(second)).get('repository/conf/deployment.toml')).toBe(toml)
  })

  test('a customised pack goes by its base', async () => {
    await using stage = await stageWith()
    const pack = await stage.packWith({ [conf]: ours, 'repository/conf/deployment.toml': toml })

    const run = await stage.update('--pack', pack, '--base', stage.pack)

    expect(run.json).toMatchObject({ outcome: 'updated' })
    const files = await stage.published(second)
    expect(files.get('repository/conf/deployment.toml')).toBe(toml)
    expect(files.get(conf)).toBe(ours.replace('1', '2'))
  })

  test('one without its base is refused, also where the update touches other files', async () => {
    await using stage = await stageWith()
    const pack = await stage.packWith({ 'repository/conf/deployment.toml': toml })

    const run = await stage.update('--pack', pack)

    expect(run.exitCode).toBe(2)
    expect(run.json.error?.message).toContain(
      'customised one, as repository/conf/deployment.toml is not as the vendor',
    )
    expectNothingPublished(stage)
  })

  test('without a base, what the tool merges is a notice, and what it overwrites a warning with the file kept', async () => {
    await using stage = await stageWith()
    const pack = await stage.packWith({ [conf]: ours, [jar]: 'our own\0jar', 'lib/ours.jar': 'ours' })

    const run = await stage.update('--pack', pack, '--base', 'none')

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect(await readFile(stage.out(`replaced/${jar}`), 'utf8')).toBe('our own\0jar')
    expect(existsSync(stage.out(`replaced/${conf}`))).toBe(false)
    const { notices } = candidateIn(stage)
    expect(notices.filter(({ path }) => path === conf)).toMatchObject([
      { message: expect.stringContaining('the update tool has merged both') },
    ])
    expect(notices.filter(({ path }) => path === jar)).toMatchObject([
      { message: expect.stringContaining('something else in its place') },
    ])
    const files = await stage.published(second)
    expect(files.get(conf)).toBe(ours.replace('1', '2'))
    expect(files.get('lib/ours.jar')).toBe('ours')
  })

  test('a file of yours where the update adds one, and one that you deleted, are told', async () => {
    await using stage = await stageWith()
    const pack = await stage.packWith({ 'lib/old_1.1.jar': 'our own\0jar', [conf]: null })

    const run = await stage.update('--pack', pack, '--base', 'none')

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect(await readFile(stage.out('replaced/lib/old_1.1.jar'), 'utf8')).toBe('our own\0jar')
    expect(candidateIn(stage).notices).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: conf, message: expect.stringContaining('put it back') }),
      ]),
    )
  })

  test('above the base, the tool’s word tells that it replaced a file that it adds, also where TMPDIR is a link', async () => {
    await using stage = await stageWith()
    const pack = await stage.packWith({ ...atFirst, 'lib/old_1.1.jar': 'our own\0jar' })
    await symlink(stage.folder, join(stage.folder, 'link'))

    const run = await stage.run(['run', '--pack', pack], { TMPDIR: join(stage.folder, 'link') })

    expect(run.json).toMatchObject({ outcome: 'updated', fromLevel: first })
    expect(await readFile(stage.out('replaced/lib/old_1.1.jar'), 'utf8')).toBe('our own\0jar')
  })
})

describe('conflicts of the tool', () => {
  /** Changes the line that the first level changes as well. */
  const ours = confText.replace('<port>1', '<port>9')

  test('are laid out with their sides, the answer is replayed, and the tool goes on', async () => {
    await using stage = await stageWith()
    const pack = await stage.packWith({ [conf]: ours })

    const open = await stage.update('--pack', pack, '--base', 'none')
    const conflicts: unknown = JSON.parse(readFileSync(stage.out('conflicts/conflicts.json'), 'utf8'))
    const resolved = await stage.run(['resolve', '--conflicts', 'out/conflicts', '--ours', conf])
    const answered = await stage.update('--pack', pack, '--base', 'none')

    expect(open.exitCode).toBe(3)
    expect(conflicts).toMatchObject([{ path: conf, row: '11' }])
    expect(resolved.exitCode).toBe(0)
    expect(answered.json).toMatchObject({ outcome: 'updated', toLevel: second })
    const files = await stage.published(second)
    expect(files.get(conf)).toBe(ours)
    expect([...files.keys()].filter(path => /\.(old|updated|diff|final)$/.test(path))).toEqual([])
    expect((await stage.runs()).some(({ argv }) => argv.includes('--continue'))).toBe(true)
  })

  test.each<[string, Switches]>([
    ['without any text', { conflictText: false }],
    ['of a tool that wants to see a whole home', { needsWholeHome: true }],
    ['of a tool that replaces itself', { selfUpdate: 'once' }],
  ])('%s are found by the files beside them', async (_name, switches) => {
    await using stage = await stageWith(switches)
    const pack = await stage.packWith({ [conf]: ours })

    const run = await stage.update('--pack', pack, '--base', 'none')

    expect(run.json).toMatchObject({ outcome: 'conflict' })
    expect(existsSync(stage.out(`conflicts/${conf}.base`))).toBe(true)
  })

  test.each([
    ['ours', ours],
    ['theirs', confText.replace('1', '2')],
  ])('on-conflict: %s decides', async (side, text) => {
    await using stage = await stageWith()
    const pack = await stage.packWith({ [conf]: ours })

    const run = await stage.update('--pack', pack, '--base', 'none', '--options', `on-conflict: ${side}`)

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect((await stage.published(second)).get(conf)).toBe(text)
  })

  test('what can be merged here is merged, though the tool could not', async () => {
    await using stage = await stageWith({ conflictIn: [conf] })
    const mine = confText.replace('end', 'ours')
    const pack = await stage.packWith({ [conf]: mine })

    const run = await stage.update('--pack', pack, '--base', 'none')

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect((await stage.published(second)).get(conf)).toBe(mine.replace('1', '2'))
    expect(candidateIn(stage).notices).toMatchObject([
      { path: conf, message: expect.stringContaining('both changes are in it') },
    ])
  })
})

describe('secrets', () => {
  test('nothing that is published holds the account, a log, or a path of this machine', async () => {
    await using stage = await stageWith()

    await stage.update()

    const files = await stage.published(second)
    expect(files.get('updates/config.yaml')).toBe('channel: full\nusername: ""\n')
    for (const text of files.values()) {
      expect(text.includes(account.username)).toBe(false)
      expect(text.includes(stage.folder)).toBe(false)
    }
  })

  test('no file that is left, and no process while it runs, shows the password', async () => {
    await using stage = await stageWith({ silence: 400 })

    const { run, shown, looks } = await whileLooking(account.password, () => stage.update())

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect(shown).toEqual([])
    expect(looks).toBeGreaterThan(process.platform === 'linux' ? 10 : -1)
    const left = filesWith(stage.folder, account.password)
    expect(left.found).toEqual([])
    expect(left.looked).toBeGreaterThan(5)
    for (const { argv } of await stage.runs()) expect(argv).not.toContain('<expected>')
  })

  test('a tool that takes nothing but arguments gets them so, and what that exposes is said', async () => {
    await using stage = await stageWith({ readsTerminalOnly: true })

    const run = await stage.run(['check', '--pack', stage.pack])

    expect(run.json).toMatchObject({ status: 'available' })
    expect(run.stderr).toContain('every process of this machine can see them')
    expect(run.stderr + run.stdout).not.toContain(account.password)
    expect((await stage.runs()).at(-1)?.argv).toContain('<expected>')
  })

  test('without credentials no prompt hangs', async () => {
    await using stage = await stageWith()

    const run = await stage.run(['check', '--pack', stage.pack], {
      UPDATE_TOOL_USERNAME: '',
      UPDATE_TOOL_PASSWORD: '',
    })

    expect(run.exitCode).toBe(5)
    expect(run.json.error?.hint).toContain('UPDATE_TOOL_PASSWORD')
  })

  test.each([
    ['a line end', 'UPDATE_TOOL_PASSWORD', 'secret\n'],
    ['a carriage return', 'UPDATE_TOOL_PASSWORD', 'sec\rret'],
    ['a line end', 'UPDATE_TOOL_USERNAME', 'ops@example.com\nx'],
  ])('credentials with %s are refused before the tool runs', async (_name, variable, value) => {
    await using stage = await stageWith()

    const run = await stage.run(['check', '--pack', stage.pack], { [variable]: value })

    expect(run.exitCode).toBe(2)
    expect(run.json.error?.message).toContain(`${variable} holds a line end`)
    expect(run.json.error?.message).not.toContain('secret')
    await expect(stage.runs()).rejects.toThrow('ENOENT')
  })

  test('each run has a home of its own', async () => {
    await using stage = await stageWith()

    await stage.run(['check', '--pack', stage.pack])
    await stage.run(['check', '--pack', stage.pack])

    const homes = new Set((await stage.runs()).map(({ home }) => home))
    expect(homes.size).toBe(2)
    for (const home of homes) expect(existsSync(home)).toBe(false)
  })

  test('the tool’s programs stay out of what `strip-tool` publishes, and are there for the next update', async () => {
    await using stage = await stageWith()
    const strip = ['--options', 'strip-tool: true']

    const one = await stage.update('--level', String(first), ...strip)
    const other = await stage.update(...strip)

    expect(one.json).toMatchObject({ outcome: 'updated', toLevel: first })
    expect(other.json).toMatchObject({ outcome: 'updated', fromLevel: first, toLevel: second })
    for (const level of [first, second])
      expect((await stage.published(level)).has('bin/update_linux')).toBe(false)
  })
})

test('what the tool did is in the report, the candidate and the lock', async () => {
  await using stage = await stageWith()

  const run = await stage.update()

  expect(run.stderr).toContain(`level 0 → ${second}, 3 updates, 1 of them security`)
  expect(candidateIn(stage)).toMatchObject({
    counts: { updates: 3, security: 1 },
    summary: {
      source: 'log',
      by: 'the in-place tool',
      documents: [expect.stringContaining(`+${second}.full.pdf`)],
      numbers: ['5234', '5300', '5301'],
      counts: { updates: 3, security: 1 },
      changed: [jar, conf],
      added: ['lib/old_1.1.jar'],
      removed: ['lib/old_1.0.jar'],
    },
  })
  const lock: unknown = JSON.parse(await readFile(join(stage.folder, 'update-train.lock.json'), 'utf8'))
  const track = { tool: 'in-place', level: second, timestamp: second, updates: ['5234', '5300', '5301'] }
  expect(lock).toMatchObject({ products: { [product]: { tracks: { local: track } } } })
  expect(
    (await stage.published(second)).has(`updates/summary/update-summary-${product}+${second}.full.pdf`),
  ).toBe(true)
  expect(await readFile(stage.out('report.md'), 'utf8')).toContain('## What was updated')
})
