import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openArchive } from '../../../src/pack/archive.ts'
import { readWhole } from '../../../src/pack/entry-content.ts'
import { filesWith, textsOf, whileLooking, withQuickLimits } from '../../helpers/tool-runs.ts'
import { readTree, writeTree } from '../../helpers/tree.ts'
import { type U2Stage, u2Stage } from '../../helpers/u2-stage.ts'
import { type PackedCli, packedCli } from '../../machine/packed-cli.ts'
import { runProcess } from '../../standins/run-process.ts'
import { consoleWar, storePage } from '../../standins/wso2/acme-levels.ts'
import { type Switches, tool17, tool2026 } from '../../standins/wso2/switches.ts'
import { sessionToken } from '../../standins/wso2/tool/finish.ts'
import { credentials } from '../../standins/wso2/wso2-bench.ts'
import { account } from '../../standins/wso2/wso2-tool.ts'

let folder: string
let cli: PackedCli

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-u2-package-'))
  cli = packedCli(folder)
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Names and texts of what is in a zip, whatever its folders are. */
async function entriesOf(file: string): Promise<Map<string, string>> {
  await using archive = await openArchive(file)
  return new Map(archive.entries.map(entry => [entry.name, readWhole(archive, entry).toString('latin1')]))
}

/** Whatever the documents leave open, and what is known to differ between versions: none of it may matter. */
const survived: [string, Partial<Switches>][] = [
  ['as documented', {}],
  ['of 2025, which takes credentials as flags or at its prompt', tool17],
  ['of 2026, which keeps no tokens', tool2026],
  ['that says all on stdout', { output: 'stdout' }],
  ['that says all on stderr', { output: 'stderr' }],
  ['that says all twice', { output: 'both' }],
  ['whose check exits with 1 where there are updates', { checkExit: 1 }],
  ['that replaces itself once', { selfUpdates: 1 }],
  ['that replaces itself twice', { selfUpdates: 2 }],
  ['whose token endpoint fails once', { fault: 'token-400', faultRuns: 1 }],
  ['that wants to see a whole home', { needsWholeHome: true }],
  ['that logs 3,000 lines', { logLines: 3000 }],
  ['that floods its console', { flood: 5000 }],
  ['that writes no changelog', { changelog: false }],
  ['that knows no get-summary', { summary: false }],
  ['whose check takes no --channel', { checkTakesChannel: false }],
  ['that knows no --no-backup', { noBackup: false }],
  ['whose downloads lie below the product’s folder', { downloads: 'below the product' }],
  ['whose downloads lie elsewhere', { downloads: 'elsewhere' }],
  ['whose version is a line', { versionText: 'a line', logLines: 10 }],
  ['whose version says nothing', { versionText: 'nothing' }],
  ['whose self-update takes a while', { selfUpdates: 1, selfUpdateDelay: 300 }],
]

describe('a tool', () => {
  test.each(survived)('%s brings the pack to the latest level', async (_name, switches) => {
    await using stage = await u2Stage(cli, switches)

    const run = await stage.update()

    expect(run.json).toMatchObject({ outcome: 'updated', fromLevel: 0, toLevel: 4 })
    const files = await stage.published(4)
    const expected = await readTree(stage.vendor.tree(4))
    for (const path of Object.keys(expected).filter(one => !one.startsWith('updates/')))
      expect(files.has(path)).toBe(true)
    expect([...files.keys()].filter(path => path.includes('org.acme.core'))).toEqual([
      'repository/components/plugins/org.acme.core_7.8.23.20.jar',
    ])
    const report = await readFile(join(stage.folder, 'out', 'report.md'), 'utf8')
    const times = { 0: undefined, 1: 'once', 2: '2 times' }[Number(switches.selfUpdates ?? 0)]
    expect(/has replaced itself (once|\d times)/.exec(report)?.[1]).toBe(times)
  })

  test.each([0, 1] as const)(
    'is not run where nothing is new, whatever it would exit with: %d',
    async latestExit => {
      await using stage = await u2Stage(cli, { latestExit })
      await stage.update()
      const runs = stage.tool.runs().length

      const again = await stage.update()

      expect([again.exitCode, again.json]).toMatchObject([0, { outcome: 'up-to-date' }])
      expect(
        stage.tool
          .runs()
          .slice(runs)
          .map(({ argv }) => argv[0]),
      ).toEqual(['check'])
    },
  )

  test.each<[string, Partial<Switches>, string, number]>([
    ['that refuses the credentials', { fault: 'wrong-credentials' }, 'refused', 5],
    ['without a subscription', { fault: 'no-subscription' }, 'refused', 5],
    ['whose servers are busy', { fault: 'busy' }, 'busy', 6],
    ['whose servers are down', { fault: 'server-error' }, 'unreachable', 6],
    ['without a network', { fault: 'dns' }, 'unreachable', 6],
    ['that cannot replace itself', { fault: 'self-update-download', selfUpdates: 1 }, 'unreachable', 6],
    ['without space', { fault: 'disk-space' }, 'disk-full', 1],
    ['whose download fails', { fault: 'download' }, 'unreachable', 6],
    ['whose download is another file', { fault: 'file-validation' }, 'verification', 7],
    ['that breaks off half-way', { fault: 'breaks-off' }, 'failure', 1],
    ['that exits with 0 and changed nothing', { fault: 'nothing-changed' }, 'verification', 7],
    ['that exits with 0 and left the level', { fault: 'level-kept' }, 'verification', 7],
    ['that exits with 4, unasked', { fault: 'exits-reverted' }, 'failure', 1],
    [
      'that left the level and cannot say so',
      { fault: 'level-kept', currentState: false },
      'verification',
      7,
    ],
    ['that replaces itself for ever', { selfUpdates: 'always' }, 'failure', 1],
    [
      'that does not add a file',
      { leaves: ['repository/components/lib/new-library.jar'] },
      'verification',
      7,
    ],
    ['that leaves a file as it was', { leaves: ['dbscripts/h2.sql'] }, 'verification', 7],
    ['that leaves a web application', { leaves: [consoleWar] }, 'verification', 7],
    ['that sees a hotfix', { hotfix: 'wso2acme-1.0.0-abc-hf1' }, 'config', 2],
  ])('%s ends in a clear error, and nothing is published', async (_name, switches, code, exitCode) => {
    await using stage = await u2Stage(cli, switches)

    const run = await stage.update()

    expect(run.json.error).toMatchObject({ code })
    expect(run.json.error?.hint).not.toBe('')
    expect(run.exitCode).toBe(exitCode)
    expect(existsSync(join(stage.folder, 'update-train.lock.json'))).toBe(false)
    expect(globSync('out/**/*.zip', { cwd: stage.folder })).toEqual([])
  })
})

describe('where the tool comes from', () => {
  test('the set-up script of the pack brings it', async () => {
    await using stage = await u2Stage(cli, {}, 'setup')

    const run = await stage.update()

    expect(run.stderr).toContain('update_tool_setup.sh gets it')
    expect(run.json).toMatchObject({ outcome: 'updated', toLevel: 4 })
  })

  test('a script that succeeds and brings none is seen', async () => {
    await using stage = await u2Stage(cli, {}, 'setup unsupported')

    const run = await stage.update()

    expect(run.json.error).toMatchObject({ code: 'config', message: expect.stringContaining('brought none') })
  })

  test('a script that fails is said', async () => {
    await using stage = await u2Stage(cli, {}, 'setup fails')

    const run = await stage.update()

    expect(run.json.error?.message).toContain('update_tool_setup.sh could not get the update tool')
  })

  test('`tool-path` gives one to a pack that has none; without one the error says so', async () => {
    await using stage = await u2Stage(cli, {}, 'nothing')
    const program = await stage.tool.put(join(stage.folder, 'elsewhere'))

    const without = await stage.update('--tool', 'u2')
    const run = await stage.update('--tool', 'u2', '--tool-path', program)

    expect(without.json.error).toMatchObject({
      code: 'config',
      message: expect.stringMatching(/^The pack \S+-[\d.]+ brings no update tool U2: /),
      hint: expect.stringMatching(/wso2update_\w+ with `tool-path`.*UPDATE_TOOL_USERNAME/),
    })
    expect(run.json).toMatchObject({ outcome: 'updated', toLevel: 4 })
  })
})

describe('levels', () => {
  test('check says what is new in a home of a few files, and reads the level of the lock', async () => {
    await using stage = await u2Stage(cli)

    const before = await stage.run(['check', '--pack', stage.pack])
    await stage.update('--level', '2')
    const after = await stage.run(['check', '--pack', stage.pack, '--product', 'wso2acme-1.0.0'])

    expect(before.json).toMatchObject({ status: 'available', installed: { level: 0 }, latest: { level: 4 } })
    expect(after.json).toMatchObject({ status: 'available', installed: { level: 2 }, latest: { level: 4 } })
    const [check] = stage.tool.runs()
    expect(check?.argv).toContain('check')
  })

  test('a pinned level is reached, from the kept pack the next one, and nothing new is up to date', async () => {
    await using stage = await u2Stage(cli)

    const first = await stage.update('--level', '1.0.0.2')
    const second = await stage.update('--level', '3')
    const third = await stage.update('--level', '3')

    expect(first.json).toMatchObject({ outcome: 'updated', fromLevel: 0, toLevel: 2 })
    expect(second.json).toMatchObject({ outcome: 'updated', fromLevel: 2, toLevel: 3 })
    expect(third.json).toMatchObject({ outcome: 'up-to-date' })
    expect((await stage.published(3)).get('updates/config.json')).toContain('"update-level": "3"')
  })

  test.each([0, 1] as const)('nothing new is up to date where the tool says so with %i', async latestExit => {
    await using stage = await u2Stage(cli, { latestExit })
    await stage.update()

    const check = await stage.run(['check', '--pack', stage.pack])
    const run = await stage.update()

    expect(check.json).toMatchObject({ status: 'up-to-date', installed: { level: 4 } })
    expect(run.json).toMatchObject({ outcome: 'up-to-date' })
  })

  test.each([
    ['above the latest', '9', 'There is no level 9'],
    ['of another version', '3.0.0.1', 'no level of'],
    ['as a timestamp', '1700000000000', 'counts in levels'],
  ])('one %s is refused before the long work', async (_name, level, message) => {
    await using stage = await u2Stage(cli)

    const run = await stage.update('--level', level)

    expect(run.exitCode).toBe(2)
    expect(run.json.error?.message).toContain(message)
  })

  test('one below the installed one is refused, and the way back is named', async () => {
    await using stage = await u2Stage(cli)
    await stage.update('--level', '3')

    const run = await stage.update('--level', '1')

    expect(run.json.error).toMatchObject({ code: 'config', hint: expect.stringContaining('revert') })
  })

  test('where the kept pack is lost, it is built from the base again, archives that the tool zips anew included', async () => {
    await using stage = await u2Stage(cli)
    await stage.update('--level', '3')
    await rm(join(stage.folder, 'cache'), { recursive: true })

    const run = await stage.update('--level', '4')

    expect(run.json).toMatchObject({ outcome: 'updated', fromLevel: 3, toLevel: 4 })
  })

  test('a file that the tool skips, as the product renders it, stands in the way of no step', async () => {
    const path = 'repository/resources/conf/default.json'
    await using stage = await u2Stage(cli, { rendered: [path, storePage] })

    const first = await stage.update('--level', '1')
    const report = await readFile(join(stage.folder, 'out', 'report.md'), 'utf8')
    const second = await stage.update('--level', '4')

    expect(first.json.error ?? first.json).toMatchObject({ outcome: 'updated', toLevel: 1 })
    expect(report).toMatch(/default\.json.*skips what the product renders from a template/)
    expect(second.json.error ?? second.json).toMatchObject({ outcome: 'updated', fromLevel: 1, toLevel: 4 })
  })

  test('a track goes back to an earlier candidate, from the base, with the same content', async () => {
    await using stage = await u2Stage(cli)
    await stage.update('--level', '2')
    const before = await stage.published(2)
    await stage.update('--level', '3')
    await rm(join(stage.folder, 'out'), { recursive: true })

    const run = await stage.run(['revert', '--pack', stage.pack])

    expect(run.json.error).toBeUndefined()
    const after = await stage.published(2)
    for (const [path, text] of before) if (!path.startsWith('updates/')) expect(after.get(path)).toBe(text)
  })
})

describe('customisations', () => {
  const toml = '[server]\nhostname = "is.example.org"\n'

  test('an overlay is laid over what the tool made, and the tool never sees it', async () => {
    await using stage = await u2Stage(cli)
    await writeTree(join(stage.folder, 'overlay'), { 'repository/conf/deployment.toml': toml })

    const run = await stage.update('--overlay', 'overlay')

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect((await stage.published(4)).get('repository/conf/deployment.toml')).toBe(toml)
  })

  test('a customised pack goes by its base', async () => {
    await using stage = await u2Stage(cli)
    const pack = await stage.packWith({
      'repository/conf/deployment.toml': toml,
      'repository/resources/Old notes.txt': null,
    })

    const run = await stage.update('--pack', pack, '--base', stage.pack, '--level', '2')

    expect(run.json).toMatchObject({ outcome: 'updated' })
    const files = await stage.published(2)
    expect(files.get('repository/conf/deployment.toml')).toBe(toml)
    expect(files.has('repository/resources/Old notes.txt')).toBe(false)
    expect(files.get('repository/resources/Terms of use.txt')).toBe('Terms of 2026.\n')
  })

  test.each<[string, Record<string, string | null>, string, Partial<Switches>]>([
    ['a file that the tool overwrote', { 'lib/acme-boot.jar': 'our own jar' }, 'lib/acme-boot.jar', {}],
    ['one that it left', { 'lib/acme-boot.jar': 'ours' }, 'lib/acme-boot.jar', { overwritesJars: false }],
    [
      'downloads below the product’s folder',
      { 'lib/acme-boot.jar': 'our own jar' },
      'lib/acme-boot.jar',
      { downloads: 'below the product' },
    ],
    ['a conflict', { [storePage]: '<% /* ours */ %>\n' }, storePage, {}],
    ['a file that is not there', { [storePage]: null }, storePage, {}],
    ['one that the tool brings back', { [storePage]: null }, storePage, { restoresDeleted: true }],
  ])('a customised pack asks for its base: %s', async (_name, files, path, switches) => {
    await using stage = await u2Stage(cli, switches)
    const pack = await stage.packWith(files)

    const run = await stage.update('--pack', pack, '--options', 'on-conflict: theirs')

    expect(run.exitCode).toBe(2)
    expect(run.json.error).toMatchObject({
      code: 'config',
      message: expect.stringContaining(
        `the pack is a customised one, as ${path} is not as the vendor has it`,
      ),
      hint: expect.stringMatching(/Give the vanilla pack as `base` \(--base\).*`base: none`/),
    })
    expect(globSync('out/**/*.zip', { cwd: stage.folder })).toEqual([])
  })

  test('so does one above the base whose file the tool overwrites', async () => {
    await using stage = await u2Stage(cli)
    const pack = await stage.packWith({}, 'updated', async home => {
      const env = { ...process.env, HOME: join(stage.folder, 'person') }
      const program = join(home, 'bin', 'wso2update_linux')
      await runProcess(program, ['-l', '1', '--no-backup', ...credentials], { cwd: home, env })
      await writeTree(home, { 'lib/acme-boot.jar': 'our own jar' })
    })

    const run = await stage.update('--pack', pack)

    expect(run.json.error?.message).toContain('the pack is a customised one, as lib/acme-boot.jar is not')
  })

  test('a file that lies where the update adds one may be the vendor’s: it is told, and kept', async () => {
    await using stage = await u2Stage(cli)
    const path = 'repository/components/lib/new-library.jar'
    const pack = await stage.packWith({ [path]: 'our own jar' })

    const run = await stage.update('--pack', pack)

    expect(run.json.error ?? run.json).toMatchObject({ outcome: 'updated' })
    expect(await readFile(join(stage.folder, 'out', 'report.md'), 'utf8')).toMatch(
      /new-library\.jar.*was changed here, and the update tool has put something else/,
    )
    expect(await readFile(join(stage.folder, 'out', 'replaced', path), 'utf8')).toBe('our own jar')
  })

  test('what is named as its base, and is customised itself, is refused', async () => {
    await using stage = await u2Stage(cli)
    const path = 'lib/acme-boot.jar'
    const pack = await stage.packWith({ [path]: 'our own jar' })

    const run = await stage.update('--pack', stage.pack, '--base', pack)

    expect(run.json.error).toMatchObject({
      code: 'config',
      message: expect.stringContaining(`${pack} is no vanilla pack, as ${path} is not`),
      hint: expect.stringContaining('Give the pack as the vendor has it as `base`'),
    })
  })

  test('one that has the file of the new level already asks for nothing', async () => {
    await using stage = await u2Stage(cli)
    const page = 'repository/resources/Terms of use.txt'
    const pack = await stage.packWith({ [page]: 'Terms of 2026.\n', 'repository/ours.txt': 'ours\n' })

    const run = await stage.update('--pack', pack, '--level', '2')

    expect(run.json.error ?? run.json).toMatchObject({ outcome: 'updated', toLevel: 2 })
  })

  test('where there is none, a file that is deleted here and brought back by the tool is told', async () => {
    await using stage = await u2Stage(cli, { restoresDeleted: true })
    const pack = await stage.packWith({ [storePage]: null })

    const run = await stage.update('--pack', pack, '--base', 'none', '--level', '1')

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect((await stage.published(1)).has(storePage)).toBe(true)
    expect(await readFile(join(stage.folder, 'out', 'report.md'), 'utf8')).toMatch(
      /test\.jag.*was deleted here|test\.jag.*back/,
    )
  })

  test('where there is none and nothing is left to see by, the report says so', async () => {
    await using stage = await u2Stage(cli, { downloads: 'elsewhere' })
    const pack = await stage.packWith({ 'lib/acme-boot.jar': 'our own jar' })

    const run = await stage.update('--pack', pack)

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect(await readFile(join(stage.folder, 'out', 'report.md'), 'utf8')).toContain('to be compared by hand')
  })

  test('where there is none, a jar of the team’s that the tool overwrites is told, and kept aside', async () => {
    await using stage = await u2Stage(cli)
    const pack = await stage.packWith({ 'lib/acme-boot.jar': 'our own jar', 'repository/ours.txt': 'ours\n' })

    const run = await stage.update('--pack', pack, '--base', 'none')

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect(await readFile(join(stage.folder, 'out', 'replaced', 'lib', 'acme-boot.jar'), 'utf8')).toBe(
      'our own jar',
    )
    expect(await readFile(join(stage.folder, 'out', 'report.md'), 'utf8')).toMatch(
      /lib\/acme-boot\.jar.*something else in its place/,
    )
    expect((await stage.published(4)).get('repository/ours.txt')).toBe('ours\n')
  })
})

describe('conflicts of the tool', () => {
  /** Changes the line that level 1 changes as well. */
  const store = '<% /* ours */ %>\n'

  test.each<[string, Partial<Switches>]>([
    ['with their text', {}],
    ['without any text', { conflictText: false }],
    ['without `.original`', { conflictOriginal: false }],
  ])(
    '%s are laid out with their sides, the answer is replayed, and the tool goes on',
    async (_name, switches) => {
      await using stage = await u2Stage(cli, switches)
      const pack = await stage.packWith({ [storePage]: store })

      const first = await stage.update('--pack', pack, '--base', 'none', '--level', '1')
      const conflicts: unknown = JSON.parse(
        readFileSync(join(stage.folder, 'out', 'conflicts', 'conflicts.json'), 'utf8'),
      )
      const resolved = await stage.run(['resolve', '--conflicts', 'out/conflicts', '--ours', storePage])
      const second = await stage.update('--pack', pack, '--base', 'none', '--level', '1')

      expect(first.exitCode).toBe(3)
      expect(conflicts).toMatchObject([{ path: storePage, row: '11' }])
      expect(resolved.exitCode).toBe(0)
      expect(second.json).toMatchObject({ outcome: 'updated', toLevel: 1 })
      const files = await stage.published(1)
      expect(files.get(storePage)).toBe(store)
      expect([...files.keys()].filter(path => /\.(original|new|final)$/.test(path))).toEqual([])
    },
  )

  test.each([
    ['ours', store],
    ['theirs', undefined],
  ])('on-conflict: %s decides', async (side, text) => {
    await using stage = await u2Stage(cli)
    const pack = await stage.packWith({ [storePage]: store })

    const run = await stage.update(
      '--pack',
      pack,
      '--base',
      'none',
      '--level',
      '1',
      '--options',
      `on-conflict: ${side}`,
    )

    expect(run.json).toMatchObject({ outcome: 'updated' })
    const vendors = await readFile(join(stage.vendor.tree(1), storePage), 'latin1')
    expect((await stage.published(1)).get(storePage)).toBe(text ?? vendors)
  })

  test.each<[string, Partial<Switches>, string]>([
    ['beside none', { conflictSides: 'none' }, 'has laid nothing beside any file'],
    ['beside all but one', { conflictSides: 'not the last' }, 'with the answers'],
    ['nowhere, with exit 0', { conflictSides: 'hidden' }, 'has left conflicts in repository/'],
  ])('one that the tool lays %s is an error, whatever is to decide', async (_name, switches, message) => {
    await using stage = await u2Stage(cli, switches)
    const page = 'repository/resources/Terms of use.txt'
    const pack = await stage.packWith({ [storePage]: store, [page]: 'Our terms.\n' })
    const decided = ['--base', 'none', '--level', '2', '--options', 'on-conflict: ours']

    const run = await stage.update('--pack', pack, ...decided)
    const other = await stage.run(['run', '--pack', pack, ...decided], {
      WSO2_UPDATES_SKIP_CONFLICTS: 'false',
    })

    expect(run.json.error?.message).toContain(message)
    expect(other.json.error?.message).toContain(message)
    expect(other.stderr).not.toContain('hides conflicts')
    expect(globSync('out/**/*.zip', { cwd: stage.folder })).toEqual([])
  })

  test('files with blanks in their names are answered', async () => {
    await using stage = await u2Stage(cli)
    const page = 'repository/resources/Terms of use.txt'
    const pack = await stage.packWith({ [storePage]: store, [page]: 'Our terms.\n' })
    const decided = ['--base', 'none', '--level', '2', '--options', 'on-conflict: ours']

    const run = await stage.update('--pack', pack, ...decided)

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect((await stage.published(2)).get(page)).toBe('Our terms.\n')
  })

  test.each(['new', 'ours'] as const)(
    'hidden ones are only hidden when asked for, and then said loudly (%s)',
    async skippedConflict => {
      await using stage = await u2Stage(cli, { skippedConflict })
      const pack = await stage.packWith({ [storePage]: store })

      const run = await stage.run(['run', '--pack', pack, '--base', 'none', '--level', '1'], {
        WSO2_UPDATES_SKIP_CONFLICTS: 'true',
      })

      expect(run.stderr).toContain('hides conflicts')
      expect(run.json).toMatchObject({ outcome: 'updated' })
      const report = await readFile(join(stage.folder, 'out', 'report.md'), 'utf8')
      expect(report).toContain(storePage)
      expect(report).toContain('the update tool hides conflicts')
    },
  )
})

describe('a pack that was zipped in the middle of an update', () => {
  const left = [`${storePage}.original`, `${storePage}.new`]

  /** The home of a person who has met a conflict, and whose backup may still be there. */
  async function halfDone(stage: U2Stage, keepsBackup = true): Promise<string> {
    const backups = join(stage.folder, 'backups of a person')
    return stage.packWith({ [storePage]: '<% /* ours */ %>\n' }, 'half', async home => {
      const args = ['-l', '1', '-b', backups, ...credentials]
      const env = { ...process.env, HOME: join(stage.folder, 'person') }
      const ended = await runProcess(join(home, 'bin', 'wso2update_linux'), args, { cwd: home, env })
      expect(ended.code).toBe(3)
      if (!keepsBackup) await rm(backups, { recursive: true })
    })
  }

  test('is taken back where its backup can be had, and meets the update anew', async () => {
    await using stage = await u2Stage(cli)
    const pack = await halfDone(stage)

    const run = await stage.update(
      '--pack',
      pack,
      '--base',
      'none',
      '--level',
      '1',
      '--options',
      'on-conflict: ours',
    )

    expect(run.json.error ?? run.json).toMatchObject({ outcome: 'updated', fromLevel: 0, toLevel: 1 })
    expect(run.stderr).toContain(`zipped in the middle of an update: ${storePage} has .original and .new`)
    const files = await stage.published(1)
    expect(files.get(storePage)).toBe('<% /* ours */ %>\n')
    expect(left.filter(path => files.has(path))).toEqual([])
    const report = await readFile(join(stage.folder, 'out', 'report.md'), 'utf8')
    expect(report).toContain('the tool has put the whole pack back to a backup on this machine')
  })

  test('is refused with its base as well, as its files are of neither level; one side alone is said', async () => {
    await using stage = await u2Stage(cli)
    const pack = await halfDone(stage)
    const single = await stage.packWith({ [`${storePage}.new`]: 'x\n' }, 'single')
    const rest = ['--base', stage.pack, '--level', '1', '--options', 'on-conflict: ours']

    const refused = await stage.update('--pack', pack, ...rest)
    const run = await stage.update('--pack', single, ...rest)

    expect(refused.exitCode).toBe(7)
    expect(refused.json.error).toMatchObject({
      code: 'pack-damaged',
      message: expect.stringContaining(`${storePage} has .original and .new beside`),
      hint: expect.stringContaining('Finish that update where it was begun'),
    })
    expect(run.json.error ?? run.json).toMatchObject({ outcome: 'updated' })
    expect(run.stderr).toContain(`${storePage}.new is named as an update tool names a side of a conflict`)
  })

  test.each<[string, Partial<Switches>, boolean, string]>([
    ['whose backup is gone', {}, false, 'Unable to revert as backups could not be found'],
    ['that ends with 0', { revert: 'with 0' }, true, 'it ended with exit code 0'],
    ['that ends with 4 and did nothing', { revert: 'nothing' }, true, '.original is still there'],
    ['that knows no --revert', { revert: 'unknown' }, true, 'too old for what it was asked'],
  ])('is refused with a tool %s', async (_name, switches, keepsBackup, message) => {
    await using stage = await u2Stage(cli, switches)
    const pack = await halfDone(stage, keepsBackup)

    const run = await stage.update(
      '--pack',
      pack,
      '--base',
      'none',
      '--level',
      '1',
      '--options',
      'on-conflict: ours',
    )

    expect(run.exitCode).toBe(7)
    expect(run.json.error).toMatchObject({
      code: 'pack-damaged',
      message: expect.stringContaining(message),
      hint: expect.stringContaining('Finish that update where it was begun'),
    })
    expect(globSync('out/**/*.zip', { cwd: stage.folder })).toEqual([])
  })
})

describe('secrets', () => {
  test('nothing that is published holds the account, its tokens, a log or a path of this machine', async () => {
    await using stage = await u2Stage(cli)

    const run = await stage.update()

    expect(run.json).toMatchObject({ outcome: 'updated' })
    const files = await stage.published(4)
    const config = files.get('updates/config.json') ?? ''
    expect(JSON.parse(config)).toMatchObject({ username: '', 'backup-dir': '', 'update-level': '4' })
    expect(config).not.toMatch(/"(access|refresh)-token": "[^"]/)
    expect([...files.keys()].filter(path => /^updates\/logs\/|^\.tmp\//.test(path))).toEqual([])
    for (const text of files.values()) expect(text.includes(account.username)).toBe(false)
  })

  test('no file that is left, and no process while it runs, shows the password', async () => {
    await using stage = await u2Stage(cli, { silence: 500 })

    const { run, shown, looks } = await whileLooking(account.password, () => stage.update())

    expect(run.json).toMatchObject({ outcome: 'updated' })
    expect(shown).toEqual([])
    expect(looks).toBeGreaterThan(process.platform === 'linux' ? 10 : -1)
    const left = filesWith(stage.folder, account.password)
    expect(left.found).toEqual([])
    expect(left.looked).toBeGreaterThan(5)
  })

  test('a pack that comes with an account and tokens in its settings is published without', async () => {
    await using stage = await u2Stage(cli)
    const pack = await stage.packWith({}, 'updated', async home => {
      const env = { ...process.env, HOME: join(stage.folder, 'person') }
      const program = join(home, 'bin', 'wso2update_linux')
      await runProcess(program, ['-l', '2', '--no-backup', ...credentials], { cwd: home, env })
      expect(readFileSync(join(home, 'updates', 'config.json'), 'utf8')).toContain('"access-token": "access-')
    })

    const run = await stage.update('--pack', pack)

    expect(run.json.error ?? run.json).toMatchObject({ outcome: 'updated', fromLevel: 2, toLevel: 4 })
    expect((await stage.published(4)).get('updates/config.json')).toContain('"access-token": ""')
    const [diff = ''] = globSync('out/*.diff.zip', { cwd: stage.folder })
    expect([...(await entriesOf(join(stage.folder, diff))).values()].join()).not.toMatch(
      /access-[0-9a-f]{32}/,
    )
  })

  test.each(['before', 'after', 'as web tokens'] as const)(
    'tokens that the tool says in the run that first has them are in no log and no file (%s)',
    async saysTokens => {
      await using stage = await u2Stage(cli, { saysTokens })
      const hidden = /(?:access|refresh)-[0-9a-f]{32}|eyJ[\w-]+\.eyJ/

      const run = await stage.update()

      expect(run.json).toMatchObject({ outcome: 'updated' })
      expect(run.stderr).toMatch(/Response: \{"access_token": "\*\*\*"|Signed in with \*\*\*|with \*\*\*$/m)
      expect(run.stderr + run.stdout).not.toMatch(hidden)
      for (const [path, text] of await stage.published(4))
        expect([path, hidden.test(text)]).toEqual([path, false])
      for (const name of ['report.md', 'candidate.json'])
        expect(readFileSync(join(stage.folder, 'out', name), 'utf8')).not.toMatch(hidden)
    },
  )

  test('tokens that the tool keeps in a file of its own, and says in its changelog, are published nowhere', async () => {
    await using stage = await u2Stage(cli, { sessionFile: true })

    const run = await stage.update()

    expect(run.json.error ?? run.json).toMatchObject({ outcome: 'updated' })
    const files = await stage.published(4)
    expect(files.has('updates/session.json')).toBe(false)
    expect(files.get('updates/changelog-0000-0004.md')).toContain('access_token=***')
    const { found, looked } = filesWith(join(stage.folder, 'out'), sessionToken)
    expect([found, looked > 3]).toEqual([[], true])
    for (const text of files.values()) expect(text).not.toContain(sessionToken)
  })

  test('an error that repeats the tool’s words shows no token', async () => {
    await using stage = await u2Stage(cli, { saysTokens: 'in an error' })

    const run = await stage.update()

    expect(run.json.error?.message).toContain('denied for ***')
    expect(run.stderr).toContain('denied for ***')
    expect(run.stderr + run.stdout).not.toMatch(/access-[0-9a-f]{32}/)
  })

  test('the password reaches the tool unchanged, and never as an argument', async () => {
    await using stage = await u2Stage(cli)

    await stage.update()

    for (const { argv, password } of stage.tool.runs().filter(one => one.program === 'wso2update_linux')) {
      expect(argv).not.toContain('<expected>')
      expect(password).toBe('expected')
    }
  })

  test.each(['terminal', 'ioctl'] as const)(
    'an old tool that reads nothing but arguments gets it so, and what that exposes is said (%s)',
    async prompt => {
      await using stage = await u2Stage(cli, { ...tool17, prompt })

      const run = await stage.update()

      expect(run.json).toMatchObject({ outcome: 'updated' })
      expect(run.stderr).toContain('every process of this machine can see them')
      expect(run.stderr + run.stdout).not.toContain(account.password)
    },
  )

  test('a prompt that waits for a terminal is ended', async () => {
    await using stage = await u2Stage(cli, { ...tool17, prompt: 'hang' })

    const run = await stage.run(['run', '--pack', stage.pack], {
      ...withQuickLimits,
      UPDATE_TOOL_USERNAME: '',
    })

    expect(run.exitCode).toBe(5)
    expect(run.json.error?.message).toContain('waits at a prompt')
  })

  test('without credentials no prompt hangs', async () => {
    await using stage = await u2Stage(cli)

    const run = await stage.run(['run', '--pack', stage.pack], {
      UPDATE_TOOL_USERNAME: '',
      UPDATE_TOOL_PASSWORD: '',
    })

    expect(run.exitCode).toBe(5)
    expect(run.json.error).toMatchObject({
      code: 'refused',
      hint: expect.stringContaining('UPDATE_TOOL_PASSWORD'),
    })
  })

  test('the tool’s programs stay out of what `strip-tool` publishes, and are there for the next update', async () => {
    await using stage = await u2Stage(cli)
    await writeTree(join(stage.folder, 'overlay'), { 'repository/ours.txt': 'ours\n' })
    const strip = ['--options', 'strip-tool: true']
    const programs = async (level: number): Promise<string[]> =>
      [...(await stage.published(level)).keys()].filter(path => path.includes('wso2update'))

    const first = await stage.update('--level', '2', ...strip)
    const second = await stage.update('--level', '3', ...strip, '--overlay', 'overlay')
    const again = await stage.update('--level', '3', ...strip, '--overlay', 'overlay')
    const third = await stage.update('--level', '4', ...strip, '--overlay', 'overlay')

    expect(first.json).toMatchObject({ outcome: 'updated', toLevel: 2 })
    expect(second.json).toMatchObject({ outcome: 'updated', fromLevel: 2, toLevel: 3 })
    expect(again.json).toMatchObject({ outcome: 'up-to-date' })
    expect(third.json).toMatchObject({
      outcome: 'updated',
      fromLevel: 3,
      toLevel: 4,
      diff: expect.anything(),
    })
    expect([...(await programs(2)), ...(await programs(3)), ...(await programs(4))]).toEqual([])
    expect(third.stderr).not.toContain('of no use')
  })
})

test('what the tool did is in the report, the candidate and the lock', async () => {
  await using stage = await u2Stage(cli)

  await stage.update('--level', '2')

  const candidate: unknown = JSON.parse(await readFile(join(stage.folder, 'out', 'candidate.json'), 'utf8'))
  expect(candidate).toMatchObject({
    summary: {
      by: 'U2 1.7.15',
      documents: ['updates/changelog-0000-0002.md', 'updates/update-summary-0000-0002.md'],
      source: 'changelog',
      numbers: ['1010', '1011', '1020', '1021'],
      changed: expect.arrayContaining(['lib/acme-boot.jar']),
      text: expect.stringMatching(/# Changelog[^]*# Update Summary for wso2acme-1\.0\.0/),
    },
  })
  const lock: unknown = JSON.parse(await readFile(join(stage.folder, 'update-train.lock.json'), 'utf8'))
  expect(lock).toMatchObject({
    products: {
      'wso2acme-1.0.0': {
        tracks: { local: { tool: 'u2', level: 2, updates: ['1010', '1011', '1020', '1021'] } },
      },
    },
  })
  expect(await readFile(join(stage.folder, 'out', 'report.md'), 'utf8')).toMatch(
    /## What was updated[^]*Made by U2 1\.7\.15/,
  )
})

test('the diff zip carries an update to where there is neither the tool nor internet', async () => {
  await using stage = await u2Stage(cli)
  await stage.update('--level', '1')
  const { json } = await stage.update('--level', '3')
  const out = join(stage.folder, 'out')
  const [diff = ''] = globSync('*1..3.full.local.diff.zip', { cwd: out })

  const patched = await cli(
    ['patch', join(out, 'wso2acme-1.0.0+1.full.local.zip'), join(out, diff), '--out', 'offline.zip'],
    stage.folder,
    { env: { PATH: '/nowhere' } },
  )

  expect(json).toMatchObject({ outcome: 'updated', toLevel: 3 })
  expect(patched).toMatchObject({ exitCode: 0 })
  expect(await textsOf(join(stage.folder, 'offline.zip'))).toEqual(await stage.published(3))
})
