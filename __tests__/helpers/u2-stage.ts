import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPack } from '../../src/pack/write-pack.ts'
import type { PackedCli } from '../machine/packed-cli.ts'
import type { Switches } from '../standins/wso2/switches.ts'
import { account, type Wso2Tool, wso2Tool } from '../standins/wso2/wso2-tool.ts'
import { type Wso2Vendor, wso2Vendor } from '../standins/wso2/wso2-vendor.ts'
import { runWithAccount, type ToolRun, textsOf } from './tool-runs.ts'
import { type Content, writeTree } from './tree.ts'

/** A team with a pack of the stand-in's product, its tool, and the command line. */
export interface U2Stage extends AsyncDisposable {
  folder: string
  vendor: Wso2Vendor
  tool: Wso2Tool
  /** `wso2acme-1.0.0.zip` at level 0. */
  pack: string
  /** Packs a home of level 0 with files of the team's in it; null takes one away. */
  packWith(
    files: Readonly<Record<string, Content | null>>,
    name?: string,
    /** What else is done in the home before it is packed. */
    work?: (home: string) => Promise<void>,
  ): Promise<string>
  /** Runs a command with the account's credentials in the environment. */
  run(args: readonly string[], env?: Record<string, string>): Promise<ToolRun>
  /** `run --pack … --json` and more. */
  update(...args: string[]): Promise<ToolRun>
  /** Paths and texts of a published pack. */
  published(level: number): Promise<Map<string, string>>
}

/** @param withTool what brings the tool: it lies in the pack, the set-up script does, or nothing */
export async function u2Stage(
  cli: PackedCli,
  switches: Partial<Switches> = {},
  withTool: 'tool' | 'setup' | 'setup unsupported' | 'setup fails' | 'nothing' = 'tool',
): Promise<U2Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'update-train-u2-'))
  const vendor = await wso2Vendor(join(folder, 'vendor'))
  const tool = await wso2Tool(join(folder, 'standin'), vendor, switches)
  const variants = { setup: 'ok', 'setup unsupported': 'unsupported', 'setup fails': 'http-error' } as const
  const packWith: U2Stage['packWith'] = async (files, name = 'pack', work) => {
    const home = await mkdtemp(join(folder, `${name}-`))
    await vendor.unpack(home, 0)
    if (withTool === 'tool') await tool.put(home)
    else if (withTool !== 'nothing') await tool.putSetup(home, variants[withTool])
    for (const [path, content] of Object.entries(files)) {
      await rm(join(home, path), { recursive: true, force: true })
      if (content !== null) await writeTree(home, { [path]: content })
    }
    await work?.(home)
    const out = join(folder, `${name}.zip`)
    await rm(out, { force: true })
    await createPack({ home, root: vendor.product, out, timestamp: Date.UTC(2026, 0, 1) })
    return out
  }
  const pack = await packWith({}, vendor.product)
  const run: U2Stage['run'] = (args, env) => runWithAccount(cli, args, folder, account, env)
  return {
    folder,
    vendor,
    tool,
    pack,
    packWith,
    run,
    update: (...args) => run(['run', ...(args.includes('--pack') ? [] : ['--pack', pack]), ...args]),
    published: level => textsOf(join(folder, 'out', `${vendor.product}+${level}.full.local.zip`)),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
