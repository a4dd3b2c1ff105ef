import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openArchive } from '../../../src/pack/archive.ts'
import { type ToolRun, textsOf } from '../../helpers/tool-runs.ts'
import { readTree } from '../../helpers/tree.ts'
import { type U2Stage, u2Stage } from '../../helpers/u2-stage.ts'
import { type PackedCli, packedCli } from '../../machine/packed-cli.ts'
import { runProcess } from '../../standins/run-process.ts'
import { storePage } from '../../standins/wso2/acme-levels.ts'
import { type Switches, tool17 } from '../../standins/wso2/switches.ts'
import { credentials } from '../../standins/wso2/wso2-bench.ts'

let folder: string
let cli: PackedCli

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-offline-package-'))
  cli = packedCli(folder)
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** What `create-update` makes where there is internet; then there is none. */
async function carriedOver(stage: U2Stage, from: number, to: number): Promise<string> {
  const home = join(stage.folder, 'online', stage.vendor.product)
  await stage.vendor.unpack(home, 0)
  const program = await stage.tool.put(home)
  const args = ['create-update', '-s', String(from), '-e', String(to), ...credentials]
  const env = { ...process.env, HOME: join(stage.folder, 'online') }
  const made = await runProcess(program, args, { cwd: stage.folder, env })
  expect(made.code).toBe(0)
  const zip = `${stage.vendor.product}.${from}-1.0.0.${to}.zip`
  await stage.tool.switch({ fault: 'dns' })
  return zip
}

/** A run without an account. */
function offline(stage: U2Stage, zip: string, more: object = {}, ...args: string[]): Promise<ToolRun> {
  const options = ['--options', JSON.stringify({ 'update-zip': zip, ...more })]
  const pack = args.includes('--pack') ? [] : ['--pack', stage.pack]
  return stage.run(['run', ...pack, ...options, ...args], {
    UPDATE_TOOL_USERNAME: '',
    UPDATE_TOOL_PASSWORD: '',
  })
}

async function filesIn(zip: string): Promise<string[]> {
  await using archive = await openArchive(zip)
  return archive.entries.map(({ name }) => name)
}

test('an update zip is applied without internet and without an account, and then nothing is new', async () => {
  await using stage = await u2Stage(cli)
  await stage.update('--level', '2')
  const zip = await carriedOver(stage, 2, 4)

  const run = await offline(stage, zip)
  const again = await offline(stage, zip)
  const check = await stage.run([
    'check',
    '--product',
    stage.vendor.product,
    '--options',
    `update-zip: ${zip}`,
  ])

  expect(run.json.error ?? run.json).toMatchObject({ outcome: 'updated', fromLevel: 2, toLevel: 4 })
  const files = await stage.published(4)
  for (const path of Object.keys(await readTree(stage.vendor.tree(4))))
    if (!path.startsWith('updates/')) expect(files.has(path)).toBe(true)
  expect(JSON.parse(files.get('updates/config.json') ?? '')).toMatchObject({ 'update-level': '4' })
  expect(again.json).toMatchObject({ outcome: 'up-to-date' })
  expect(check.json).toMatchObject({ status: 'up-to-date', installed: { level: 4 } })
  expect(globSync('out/*2..4*.diff.zip', { cwd: stage.folder })).toHaveLength(1)
})

describe('`create-update`', () => {
  /** Two levels with internet, the second one with the vendor's zip; then the zip alone, carried over, without. */
  test.each<[string, Partial<Switches>]>([
    ['as documented', {}],
    ['that replaces itself first', { selfUpdates: 1 }],
    ['that lays the zip elsewhere', { createUpdate: 'elsewhere' }],
    ['that wants to see a whole home', { needsWholeHome: true }],
    ['of 2025', tool17],
  ])('a tool %s makes its zip in a run, and a machine without internet takes it', async (_name, switches) => {
    await using stage = await u2Stage(cli, switches)
    await stage.update('--level', '2')
    const made = await stage.update('--options', 'create-update: true')
    const zip = 'wso2acme-1.0.0.2-1.0.0.4.zip'
    const online = await stage.published(4)
    const [candidate = '', report = ''] = ['candidate.json', 'report.md'].map(name =>
      readFileSync(join(stage.folder, 'out', name), 'utf8'),
    )
    const files = await filesIn(join(stage.folder, 'out', zip))
    const elsewhere = join(stage.folder, 'offline')
    await mkdir(elsewhere)
    await rename(join(stage.folder, 'out', zip), join(elsewhere, zip))
    await stage.tool.switch({ fault: 'dns' })
    const pack = join(stage.folder, 'out', 'wso2acme-1.0.0+2.full.local.zip')
    const options = `update-zip: offline/${zip}`

    const run = await stage.run(
      ['run', '--pack', pack, '--lock', 'offline/lock.json', '--out', 'offline', '--options', options],
      { UPDATE_TOOL_USERNAME: '', UPDATE_TOOL_PASSWORD: '' },
    )

    expect(made.json.error ?? made.json).toMatchObject({ outcome: 'updated', fromLevel: 2, toLevel: 4 })
    expect(JSON.parse(candidate)).toMatchObject({ updateZip: { name: zip, size: expect.any(Number) } })
    expect(report).toContain(zip)
    expect(files).toContain('update.json')
    expect(run.json.error ?? run.json).toMatchObject({ outcome: 'updated', fromLevel: 2, toLevel: 4 })
    const offlines = await textsOf(join(elsewhere, 'wso2acme-1.0.0+4.full.local.zip'))
    const ofProduct = (texts: Map<string, string>) =>
      new Map([...texts].filter(([path]) => !path.startsWith('updates/')))
    expect(ofProduct(offlines)).toEqual(ofProduct(online))
  })

  test.each<[string, Partial<Switches>, string]>([
    [
      'that ends with 0 and leaves none',
      { createUpdate: 'nothing' },
      'but there is no wso2acme-1.0.0.0-1.0.0.4.zip.',
    ],
    ['that leaves another one', { createUpdate: 'misnamed' }, 'only update.zip'],
    ['that leaves half of it', { createUpdate: 'half' }, 'wso2acme-1.0.0.0-1.0.0.4.zip'],
    ['that leaves its token in it', { createUpdate: 'leaks' }, 'holds a secret of updates/config.json'],
    ['that fails and says the password', { createUpdate: 'says the password' }, 'Unable to pack for ***'],
    ['that knows no such command', { createUpdate: 'unknown' }, 'too old for what it was asked'],
  ])('a tool %s costs the zip, and not the update', async (_name, switches, message) => {
    await using stage = await u2Stage(cli, switches)

    const run = await stage.update('--options', 'create-update: true')

    expect(run.json).toMatchObject({ outcome: 'updated', toLevel: 4 })
    const report = readFileSync(join(stage.folder, 'out', 'report.md'), 'utf8')
    expect(report).toContain('There is no update zip of wso2acme-1.0.0')
    expect(report.replaceAll('\\', '')).toContain(message)
    expect(globSync('out/wso2acme-1.0.0.*.zip', { cwd: stage.folder })).toEqual([])
    expect((await stage.published(4)).size).toBeGreaterThan(5)
  })

  test('it keeps its name beside a pack that is named otherwise, and excludes `update-zip`', async () => {
    await using stage = await u2Stage(cli)
    const options = ['--options', 'create-update: true']

    const beside = await stage.run(['apply', '--pack', stage.pack, '--out', 'new.zip', ...options])
    const both = await stage.update('--options', '{create-update: true, update-zip: some.zip}')
    const other = await stage.update('--tool', 'wum', ...options)

    expect(beside.json).toMatchObject({ outcome: 'updated' })
    expect(existsSync(join(stage.folder, 'wso2acme-1.0.0.0-1.0.0.4.zip'))).toBe(true)
    expect(both.json.error).toMatchObject({
      code: 'config',
      message: expect.stringContaining('exclude each other'),
    })
    expect(other.json.error).toMatchObject({
      code: 'config',
      message: expect.stringContaining('`create-update` is for'),
    })
  })
})

test.each<[string, Partial<Switches>]>([
  ['that replaces itself first', { selfUpdates: 1 }],
  ['that says all on stderr', { output: 'stderr' }],
  ['of 2025', { environmentCredentials: false, changelog: false, summary: false }],
])('a tool %s applies it', async (_name, switches) => {
  await using stage = await u2Stage(cli)
  const zip = await carriedOver(stage, 0, 3)
  await stage.tool.switch({ ...switches, fault: null })

  const run = await offline(stage, zip)

  expect(run.json.error ?? run.json).toMatchObject({ outcome: 'updated', toLevel: 3 })
})

test('its conflicts are answered, and it continues', async () => {
  await using stage = await u2Stage(cli)
  const zip = await carriedOver(stage, 0, 1)
  const store = '<% /* ours */ %>\n'
  const pack = await stage.packWith({ [storePage]: store })

  const open = await offline(stage, zip, {}, '--pack', pack, '--base', 'none')
  const run = await offline(stage, zip, { 'on-conflict': 'ours' }, '--pack', pack, '--base', 'none')

  expect(open.exitCode).toBe(3)
  expect(run.json.error ?? run.json).toMatchObject({ outcome: 'updated', toLevel: 1 })
  expect((await stage.published(1)).get(storePage)).toBe(store)
})

test('another level, another start, another product and no zip are refused before the tool is run', async () => {
  await using stage = await u2Stage(cli)
  const zip = await carriedOver(stage, 2, 4)
  await writeFile(join(stage.folder, 'wso2is-7.1.0.2-7.1.0.4.zip'), '')
  const runs = stage.tool.runs().length

  const [start, level, product, missing] = [
    await offline(stage, zip),
    await offline(stage, zip, { level: 3 }),
    await offline(stage, 'wso2is-7.1.0.2-7.1.0.4.zip'),
    await offline(stage, 'wso2acme-1.0.0.0-1.0.0.4.zip'),
  ]

  expect(start.json.error?.message).toContain('leads from level 2 to 4, but the pack is at level 0')
  expect(start.json.error?.hint).toContain('create-update -s 0 -e 4')
  expect(level.json.error?.message).toContain('leads to level 4, not to 3')
  expect(product.json.error?.message).toContain('does not say an update of wso2acme-1.0.0')
  expect(missing.json.error?.message).toContain('does not exist')
  for (const run of [start, level, product, missing]) expect(run.exitCode).toBe(2)
  expect(stage.tool.runs()).toHaveLength(runs)
})

test('a tool that is too old for it, and a zip that holds something else, end in clear errors', async () => {
  await using stage = await u2Stage(cli)
  const zip = await carriedOver(stage, 0, 2)

  await stage.tool.switch({ version: '1.2.0' })
  const old = await offline(stage, zip)
  await stage.tool.switch({ version: null })
  await rename(join(stage.folder, zip), join(stage.folder, 'wso2acme-1.0.0.0-1.0.0.3.zip'))
  const renamed = await offline(stage, 'wso2acme-1.0.0.0-1.0.0.3.zip')

  expect(old.json.error).toMatchObject({
    code: 'config',
    message: expect.stringContaining('version 1.2.0, and applies no zips'),
  })
  expect(stage.tool.runs().filter(({ argv }) => argv.includes('apply-update'))).toHaveLength(1)
  expect(renamed.json.error).toMatchObject({
    code: 'verification',
    message: expect.stringContaining('says level 2'),
  })
})
