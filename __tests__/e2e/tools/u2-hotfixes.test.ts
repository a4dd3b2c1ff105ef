import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { writeTree } from '../../helpers/tree.ts'
import { type U2Stage, u2Stage } from '../../helpers/u2-stage.ts'
import { zipOf } from '../../helpers/zip.ts'
import { type PackedCli, packedCli } from '../../machine/packed-cli.ts'
import { runProcess } from '../../standins/run-process.ts'
import { storePage } from '../../standins/wso2/acme-levels.ts'
import type { Switches } from '../../standins/wso2/switches.ts'

let folder: string
let cli: PackedCli

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-hotfix-package-'))
  cli = packedCli(folder)
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const script = 'dbscripts/h2.sql'
const toml = 'repository/conf/deployment.toml'

/** A hotfix in the stage's folder, as WSO2 names them. */
async function hotfix(stage: U2Stage, id: string, files: Record<string, string>): Promise<string> {
  const name = `${stage.vendor.product}-${id}.zip`
  const entries = Object.entries(files).map(([path, content]) => ({ name: path, content }))
  await writeFile(join(stage.folder, name), zipOf(entries))
  return name
}

function options(...hotfixes: string[]): string[] {
  return ['--options', JSON.stringify({ hotfixes })]
}

/** The stage's pack at level 0 with hotfixes in it. */
function packWithHotfixes(stage: U2Stage, ...hotfixes: string[]): Promise<string> {
  return stage.packWith({}, 'hotfixed', async home => {
    for (const name of hotfixes) {
      const words = ['apply-hotfix', join(stage.folder, name)]
      const env = { ...process.env, HOME: join(stage.folder, 'somebody') }
      const run = await runProcess(join(home, 'bin', 'wso2update_linux'), words, { env, cwd: home })
      expect(run.code).toBe(0)
    }
    await rm(join(home, 'updates', 'logs'), { recursive: true })
  })
}

async function candidateOf(stage: U2Stage): Promise<unknown> {
  return JSON.parse(await readFile(join(stage.folder, 'out', 'candidate.json'), 'utf8'))
}

function hotfixesIn(files: Map<string, string>): unknown {
  const config: unknown = JSON.parse(files.get('updates/config.json') ?? '')
  return typeof config === 'object' && config !== null && 'hotfixes' in config ? config.hotfixes : undefined
}

test('hotfixes lie over the level, go into evidence and lock, stay for the next level, and go', async () => {
  await using stage = await u2Stage(cli)
  const one = await hotfix(stage, 'abc-hf1', { [script]: 'first fix\n', 'lib/fix.txt': 'one\n' })
  const two = await hotfix(stage, 'abc-hf2', { [script]: 'second fix\n' })

  const first = await stage.update('--level', '2', ...options(one, two))

  expect(first.json).toMatchObject({ outcome: 'updated', toLevel: 2 })
  const files = await stage.published(2)
  expect(files.get(script)).toBe('second fix\n')
  expect(hotfixesIn(files)).toEqual([one, two].map(name => name.replace('.zip', '')))
  expect(await candidateOf(stage)).toMatchObject({
    hotfixes: {
      laid: [{ name: 'wso2acme-1.0.0-abc-hf1' }, { name: 'wso2acme-1.0.0-abc-hf2' }],
      files: { added: ['lib/fix.txt'], changed: [script], removed: [] },
    },
  })
  expect(await readFile(join(stage.folder, 'out', 'report.md'), 'utf8')).toContain('## Hotfixes')
  expect(readFileSync(join(stage.folder, 'update-train.lock.json'), 'utf8')).toContain('abc-hf2')

  const again = await stage.update('--level', '2', ...options(one, two))
  const onwards = await stage.update('--level', '3', ...options(one, two))

  expect(again.json).toMatchObject({ outcome: 'up-to-date' })
  expect(onwards.json).toMatchObject({ outcome: 'updated', fromLevel: 2, toLevel: 3 })
  expect((await stage.published(3)).get(script)).toBe('second fix\n')
  expect(existsSync(join(stage.folder, 'out', 'wso2acme-1.0.0+2..3.full.local.diff.zip'))).toBe(true)
  // The kept pack has none, so there is nothing to revert.
  expect(stage.tool.runs().filter(({ argv }) => argv.includes('revert-hotfix'))).toEqual([])

  const other = await hotfix(stage, 'abc-hf2', { [script]: 'corrected fix\n' })
  const corrected = await stage.update('--level', '3', ...options(one, other))
  const without = await stage.update('--level', '3')

  expect(corrected.json).toMatchObject({ outcome: 'updated', fromLevel: 3, toLevel: 3 })
  expect(corrected.stderr).not.toContain('is of no use')
  expect(without.json).toMatchObject({ outcome: 'updated', toLevel: 3 })
  const plain = await stage.published(3)
  expect(plain.get(script)).toBe(readFileSync(join(stage.vendor.tree(3), script), 'utf8'))
  expect(plain.has('lib/fix.txt')).toBe(false)
  expect(await candidateOf(stage)).toMatchObject({
    hotfixes: { laid: [], gone: [expect.anything(), expect.anything()] },
  })
})

test('hotfixes are laid by a tool that `strip-tool` keeps out of what is published', async () => {
  await using stage = await u2Stage(cli)
  const one = await hotfix(stage, 'abc-hf1', { [script]: 'first fix\n' })
  const options = ['--options', JSON.stringify({ hotfixes: [one], 'strip-tool': true })]

  const first = await stage.update('--level', '2', ...options)
  const second = await stage.update('--level', '3', ...options)

  expect(first.json).toMatchObject({ outcome: 'updated', toLevel: 2 })
  expect(second.json).toMatchObject({ outcome: 'updated', fromLevel: 2, toLevel: 3 })
  for (const level of [2, 3]) {
    const files = await stage.published(level)
    expect(files.get(script)).toBe('first fix\n')
    expect([...files.keys()].filter(path => path.includes('wso2update'))).toEqual([])
  }
})

describe('a pack that comes with hotfixes', () => {
  test('is refused where nothing is said of them, and the error names the key', async () => {
    await using stage = await u2Stage(cli)
    const one = await hotfix(stage, 'abc-hf1', { [script]: 'first fix\n' })
    const pack = await packWithHotfixes(stage, one)

    await writeTree(join(stage.folder, 'overlay'), { 'repository/ours.txt': 'ours\n' })
    const atItsLevel = ['--pack', pack, '--overlay', 'overlay', '--level', '0']

    const run = await stage.update('--pack', pack)
    const same = await stage.update(...atItsLevel)
    const without = await stage.update(...atItsLevel, ...options())

    for (const { json } of [run, same])
      expect(json.error).toMatchObject({ code: 'config', hint: expect.stringContaining('`hotfixes`') })
    expect(without.json).toMatchObject({ outcome: 'updated', toLevel: 0 })
    expect(hotfixesIn(await stage.published(0))).toBe(null)
  })

  test.each<[string, Partial<Switches>]>([
    ['one by one', {}],
    ['at once', { revertHotfix: 'all' }],
    ['with exit code 4', { revertHotfixExit: 4 }],
    ['after the tool has replaced itself', { selfUpdates: 1 }],
  ])('has them reverted %s, and the asked ones laid over the new level', async (_name, switches) => {
    await using stage = await u2Stage(cli)
    const one = await hotfix(stage, 'abc-hf1', { [script]: 'first fix\n', [toml]: 'fixed\n' })
    const two = await hotfix(stage, 'abc-hf2', { 'lib/fix.txt': 'two\n' })
    const pack = await packWithHotfixes(stage, one, two)
    await stage.tool.switch(switches)

    const run = await stage.update('--pack', pack, '--level', '3', ...options(two))

    expect(run.json).toMatchObject({ outcome: 'updated', toLevel: 3 })
    const files = await stage.published(3)
    expect(files.get('lib/fix.txt')).toBe('two\n')
    for (const path of [script, toml])
      expect(files.get(path)).toBe(readFileSync(join(stage.vendor.tree(3), path), 'utf8'))
    expect(hotfixesIn(files)).toEqual([two.replace('.zip', '')])
    // What the hotfix had changed was not the team's.
    expect(existsSync(join(stage.folder, 'out', 'replaced'))).toBe(false)
  })

  test('goes without them at its own level for `[]`, also where the kept pack is lost', async () => {
    await using stage = await u2Stage(cli)
    const one = await hotfix(stage, 'abc-hf1', { [script]: 'first fix\n' })
    const pack = await packWithHotfixes(stage, one)
    const args = ['--pack', pack, '--level', '0', ...options()]

    const first = await stage.update(...args)
    const second = await stage.update(...args)
    await rm(join(stage.folder, 'cache'), { recursive: true })
    const third = await stage.update('--pack', pack, '--level', '1', ...options())

    expect(first.json).toMatchObject({ outcome: 'updated', toLevel: 0 })
    expect(hotfixesIn(await stage.published(0))).toBe(null)
    expect(second.json).toMatchObject({ outcome: 'up-to-date' })
    expect(third.json).toMatchObject({ outcome: 'updated', fromLevel: 0, toLevel: 1 })
  })
})

test.each<[string, Partial<Switches>, string, number]>([
  ['says it applied one and notes nothing', { recordsHotfixes: false }, 'verification', 7],
  ['meets changes', { hotfixConflicts: true }, 'config', 2],
  ['finds no server', { hotfixLogsIn: true, fault: 'server-error' }, 'unreachable', 6],
])('a tool that %s ends in a clear error', async (_name, switches, code, exitCode) => {
  await using stage = await u2Stage(cli)
  const one = await hotfix(stage, 'abc-hf1', { [script]: 'first fix\n' })
  await stage.update('--level', '2')
  await stage.tool.switch(switches)

  const run = await stage.update('--level', '2', ...options(one))

  expect(run.json.error).toMatchObject({ code })
  expect(run.exitCode).toBe(exitCode)
})

test('a tool that says it reverted them and has not ends in a clear error', async () => {
  await using stage = await u2Stage(cli)
  const one = await hotfix(stage, 'abc-hf1', { [script]: 'first fix\n' })
  const pack = await packWithHotfixes(stage, one)
  await stage.tool.switch({ revertHotfix: 'nothing' })

  const run = await stage.update('--pack', pack, ...options())

  expect(run.json.error).toMatchObject({
    code: 'verification',
    message: expect.stringContaining('config.json says level 0 and 1 hotfix'),
  })
})

test.each([true, false])(
  'without an account a tool is told to stay offline, where it knows that: %j',
  async knows => {
    await using stage = await u2Stage(cli)
    const one = await hotfix(stage, 'abc-hf1', { [script]: 'first fix\n' })
    await stage.update('--level', '2')
    await stage.tool.switch({ hotfixLogsIn: knows, hotfixOffline: knows })

    const args = ['run', '--pack', stage.pack, '--level', '2', ...options(one)]
    const run = await stage.run(args, { UPDATE_TOOL_USERNAME: '', UPDATE_TOOL_PASSWORD: '' })

    expect(run.json.error ?? run.json).toMatchObject({ outcome: 'updated', toLevel: 2 })
    expect((await stage.published(2)).get(script)).toBe('first fix\n')
  },
)

test('names, order and files of hotfixes are looked at before the long work', async () => {
  await using stage = await u2Stage(cli)
  const one = await hotfix(stage, 'abc-hf1', {})
  const two = await hotfix(stage, 'abc-hf2', {})
  await writeFile(join(stage.folder, 'fix.zip'), '')

  const [badName, badOrder, twice, missing, otherTool] = [
    await stage.update(...options('fix.zip')),
    await stage.update(...options(two, one)),
    await stage.update(...options(one, one)),
    await stage.update(...options('wso2acme-1.0.0-abc-hf9.zip')),
    await stage.update('--tool', 'wum', ...options(one)),
  ]

  expect(badName.json.error?.message).toContain('wso2acme-1.0.0-<id>-hf<N>.zip is expected')
  for (const run of [badOrder, twice]) expect(run.json.error?.message).toContain('stands behind a later')
  expect(missing.json.error?.message).toContain('abc-hf9.zip cannot be read')
  expect(otherTool.json.error?.message).toContain('`hotfixes` is for the update tool u2')
  expect(stage.tool.runs()).toEqual([])
})

describe('an overlay', () => {
  const page = (text: string, from: string, to: string): string => text.replace(from, to)

  test('is merged with a hotfix anew by every run, so that nothing of one that went stays', async () => {
    await using stage = await u2Stage(cli)
    const vanilla = readFileSync(join(stage.vendor.tree(0), storePage), 'utf8')
    const [ours, fixed] = [page(vanilla, 'list.jag', 'our-list.jag'), page(vanilla, '2025', '2027')]
    await writeTree(join(stage.folder, 'overlay'), { [storePage]: ours })
    const one = await hotfix(stage, 'abc-hf1', { [storePage]: fixed })
    const over = ['--overlay', 'overlay']

    const first = await stage.update('--level', '0', ...over, ...options(one))
    const both = (await stage.published(0)).get(storePage)
    const second = await stage.update('--level', '1', ...over, ...options(one))
    const report = await readFile(join(stage.folder, 'out', 'report.md'), 'utf8')
    const third = await stage.update('--level', '1', ...over)
    const last = (await stage.published(1)).get(storePage)

    expect(first.json).toMatchObject({ outcome: 'updated' })
    expect(both).toBe(page(ours, '2025', '2027'))
    expect(second.json.error ?? second.json).toMatchObject({ outcome: 'updated', toLevel: 1 })
    expect(report).toContain('changed here and by a hotfix')
    expect(third.json).toMatchObject({ outcome: 'updated', toLevel: 1 })
    const vendors = readFileSync(join(stage.vendor.tree(1), storePage), 'utf8')
    expect(last).toBe(page(vendors, 'list.jag', 'our-list.jag'))
  })

  test('that changes the same place is a conflict, and its answer is replayed', async () => {
    await using stage = await u2Stage(cli)
    await writeTree(join(stage.folder, 'overlay'), { [script]: 'ours\n' })
    const one = await hotfix(stage, 'abc-hf1', { [script]: 'first fix\n' })
    const args = ['--overlay', 'overlay', '--level', '2', ...options(one)]

    const first = await stage.update(...args)
    await stage.run(['resolve', '--conflicts', 'out/conflicts', '--theirs', script])
    const second = await stage.update(...args)
    const back = await stage.update('--overlay', 'overlay', '--level', '3', ...options())

    expect(first.exitCode).toBe(3)
    expect(second.json).toMatchObject({ outcome: 'updated' })
    expect((await stage.published(2)).get(script)).toBe('first fix\n')
    expect(back.json).toMatchObject({ outcome: 'updated', toLevel: 3 })
    expect((await stage.published(3)).get(script)).toBe('ours\n')

    await rm(join(stage.folder, 'out'), { recursive: true })
    await rm(join(stage.folder, 'cache'), { recursive: true })
    const lost = await stage.run(['revert', '--pack', stage.pack, '--overlay', 'overlay'])
    const reverted = await stage.run([
      'revert',
      '--pack',
      stage.pack,
      '--overlay',
      'overlay',
      ...options(one),
    ])

    expect(lost.json.error?.message).toContain('went over it')
    expect(reverted.json.error ?? reverted.json).toMatchObject({ outcome: 'reverted', toLevel: 2 })
    expect((await stage.published(2)).get(script)).toBe('first fix\n')
  })
})
