import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { z } from 'zod'
import { createPack } from '../../src/pack/write-pack.ts'
import type { PackedCli } from '../machine/packed-cli.ts'
import { inPlaceProgram, installWum, readRuns } from '../standins/wso2-legacy/install.ts'
import type { RunRecord } from '../standins/wso2-legacy/run-record.ts'
import { type InPlaceSettings, settingsVariable, type WumSettings } from '../standins/wso2-legacy/settings.ts'
import { type VendorLevel, writeVendor } from '../standins/wso2-legacy/vendor.ts'
import { runWithAccount, type ToolRun, textsOf } from './tool-runs.ts'
import { type Content, writeTree } from './tree.ts'

/** The password holds what shells and templates like to change. */
export const account: { username: string; password: string } = {
  username: 'ops@example.com',
  password: 'pa$$w0rd $HOME `x` "q" \\ %s',
}

export const product = 'wso2am-3.2.0'
export const [first, second, security] = [1_582_261_435_000, 1_601_491_792_439, 1_590_000_000_000] as const

/** A configuration file that the first level changes in its first line. */
export const conf = 'repository/conf/api manager.xml'
export const confText = '<port>1</port>\n<!-- -->\n<name>vendor</name>\n<!-- -->\n<!-- end -->\n'
export const jar = 'lib/core_1.0.jar'

const base: Record<string, Content> = {
  'bin/api-manager.sh': { content: '#!/bin/sh\n', mode: 0o755 },
  [conf]: confText,
  'repository/conf/deployment.toml': '[server]\nhostname = "localhost"\n',
  [jar]: Buffer.from('PK\x03\x04\0 1'),
  'lib/old_1.0.jar': Buffer.from('PK\x03\x04\0 old'),
}

/** What the first level of the channel `full` changes, as a pack of the field has it that names no channel. */
export const atFirst: Record<string, Content> = {
  [conf]: confText.replace('1', '2'),
  [jar]: Buffer.from('PK\x03\x04\0 2'),
  [`updates/wum/${first}`]: '- "5234"\n',
}

/** The vendor's side, which many stages may share. */
export interface LegacyVendor extends AsyncDisposable {
  folder: string
  /** Files of the vanilla pack, the in-place tool not among them. */
  base: Record<string, Content>
  /** The vanilla pack. */
  pack: string
  /** Publishes so many levels on `full`. */
  offer(levels: number): Promise<void>
}

/** What the vendor publishes on `full`, oldest first. */
const full: VendorLevel[] = [
  {
    timestamp: first,
    updates: [{ number: '5234', title: 'Fix (one)', security: false }],
    changes: { [conf]: atFirst[conf] ?? '', [jar]: atFirst[jar] ?? '' },
  },
  {
    timestamp: second,
    updates: [
      { number: '5300', title: 'Fix two', security: true },
      { number: '5301', title: 'Fix three', security: false },
    ],
    changes: { 'lib/old_1.0.jar': null, 'lib/old_1.1.jar': Buffer.from('PK\x03\x04\0 new') },
  },
]

export async function legacyVendor(levels = full.length): Promise<LegacyVendor> {
  const folder = await mkdtemp(join(tmpdir(), 'update-train-legacy-vendor-'))
  const offer = (count: number): Promise<string> =>
    writeVendor(join(folder, 'vendor'), {
      product,
      base,
      channels: {
        full: full.slice(0, count),
        security: [
          {
            timestamp: security,
            updates: [{ number: '5300', title: 'Fix two', security: true }],
            changes: { 'lib/safe.jar': 'safe' },
          },
        ],
      },
    })
  const pack = await offer(levels)
  return {
    folder,
    base,
    pack,
    offer: async count => {
      await offer(count)
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** A team with a pack, a stand-in of one of the tools, and the command line. */
export interface LegacyStage extends AsyncDisposable {
  /** The team's; settings of the stand-in and its record are elsewhere. */
  folder: string
  pack: string
  /** Packs the vanilla home with files of the team's in it; null takes one away. */
  packWith(files: Readonly<Record<string, Content | null>>, name?: string): Promise<string>
  /** Changes how the tool behaves from now on. */
  switch(changes: Record<string, unknown>): Promise<void>
  run(args: readonly string[], env?: Record<string, string>): Promise<ToolRun>
  /** `run --pack … --json` and more. */
  update(...args: string[]): Promise<ToolRun>
  /** All runs of the tool so far. */
  runs(): Promise<RunRecord[]>
  published(level: number, channel?: string): Promise<Map<string, string>>
  /** A file of `out/`. */
  out(name: string): string
}

/** A pack that brings the in-place tool. */
export async function inPlaceStage(
  cli: PackedCli,
  vendor: LegacyVendor,
  switches: Partial<InPlaceSettings> = {},
): Promise<LegacyStage & { program: Content }> {
  const elsewhere = await mkdtemp(join(vendor.folder, 'standin-'))
  const file = join(elsewhere, 'settings.json')
  const program = await inPlaceProgram('')
  const save = (changes: Partial<InPlaceSettings>): Promise<void> =>
    writeFile(file, JSON.stringify(settingsIn(vendor, elsewhere, changes)))
  await save(switches)
  const files = { ...vendor.base, 'bin/update_linux': program }
  const pack =
    inPlacePacks.get(vendor) ?? packOf({ ...files, 'updates/product.txt': product }, vendor.folder, product)
  inPlacePacks.set(vendor, pack)
  const stage = await stageOf(cli, files, elsewhere, save, await pack, { [settingsVariable]: file })
  return { ...stage, program }
}

/** Packs that bring the in-place tool; its settings are named by the environment. */
const inPlacePacks = new WeakMap<LegacyVendor, Promise<string>>()

async function packOf(files: Record<string, Content>, folder: string, name: string): Promise<string> {
  const home = await mkdtemp(join(folder, `${name}-`))
  await writeTree(home, files)
  const out = join(folder, `${name}.zip`)
  await rm(out, { force: true })
  await createPack({ home, root: product, out, timestamp: Date.UTC(2026, 0, 1) })
  await rm(home, { recursive: true })
  return out
}

/** The vanilla pack, and `wum` on the PATH. */
export async function wumStage(
  cli: PackedCli,
  vendor: LegacyVendor,
  switches: Partial<WumSettings> = {},
): Promise<LegacyStage & { program: string }> {
  const elsewhere = await mkdtemp(join(vendor.folder, 'standin-'))
  const save = async (changes: Partial<WumSettings>): Promise<void> => {
    await installWum(elsewhere, settingsIn(vendor, elsewhere, changes))
  }
  await save(switches)
  const PATH = [elsewhere, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter)
  const stage = await stageOf(cli, vendor.base, elsewhere, save, vendor.pack, { PATH })
  return { ...stage, program: join(elsewhere, 'wum') }
}

function settingsIn<T extends object>(
  vendor: LegacyVendor,
  elsewhere: string,
  changes: T,
): T & { vendor: string; record: string; account: { username: string; password: string } } {
  return { vendor: join(vendor.folder, 'vendor'), record: join(elsewhere, 'runs.jsonl'), account, ...changes }
}

async function stageOf(
  cli: PackedCli,
  files: Record<string, Content>,
  elsewhere: string,
  save: (changes: Record<string, unknown>) => Promise<void>,
  pack: string,
  environment: Record<string, string>,
): Promise<LegacyStage> {
  const folder = await mkdtemp(join(tmpdir(), 'update-train-legacy-'))
  const packWith: LegacyStage['packWith'] = (changes, name = 'pack') => {
    const all = Object.entries<Content | null>({ ...files, ...changes })
    const kept = all.flatMap(([path, content]) => (content === null ? [] : [[path, content] as const]))
    return packOf({ 'updates/product.txt': product, ...Object.fromEntries(kept) }, folder, name)
  }
  const run: LegacyStage['run'] = (args, env = {}) =>
    runWithAccount(cli, args, folder, account, { ...environment, ...env })
  await mkdir(join(folder, 'out'))
  return {
    folder,
    pack,
    packWith,
    switch: save,
    run,
    update: (...args) => run(['run', ...(args.includes('--pack') ? [] : ['--pack', pack]), ...args]),
    runs: () => readRuns(join(elsewhere, 'runs.jsonl')),
    published: (level, channel = 'full') =>
      textsOf(join(folder, 'out', `${product}+${level}.${channel}.local.zip`)),
    out: name => join(folder, 'out', name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** What `candidate.json` says of what the tool did. */
export const candidateSchema = z.looseObject({
  summary: z.looseObject({ source: z.string(), numbers: z.array(z.string()) }).nullable(),
  notices: z.array(z.looseObject({ path: z.string(), message: z.string() })),
})
