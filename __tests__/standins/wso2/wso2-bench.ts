import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTree, writeTree } from '../../helpers/tree.ts'
import { type ProcessResult, runProcess } from '../run-process.ts'
import type { Switches } from './switches.ts'
import { account, type Wso2Tool, wso2Tool } from './wso2-tool.ts'
import { type Wso2Vendor, wso2Vendor } from './wso2-vendor.ts'

/** A vendor, a tool and one home at the base level with the tool in it, in a folder that goes with the scope. */
export interface Wso2Bench extends AsyncDisposable {
  folder: string
  vendor: Wso2Vendor
  tool: Wso2Tool
  /** The unpacked pack; its own folder's name is that of the product. */
  home: string
  /** HOME of every run. */
  user: string
  /** Runs the tool with the right credentials as flags. */
  run(...args: string[]): Promise<ProcessResult>
  /** Runs the tool with exactly these arguments; `env` adds to PATH and HOME. */
  runBare(args: readonly string[], env?: Record<string, string>, input?: string): Promise<ProcessResult>
  /** Text of a file of the home. */
  read(path: string): Promise<string>
  /** Writes files of the home. */
  write(files: Record<string, string>): Promise<void>
  /** Replaces a text in a file of the home. */
  change(path: string, from: string, to: string): Promise<void>
  /** `update-level` of `config.json`. */
  level(): Promise<string>
  /** The whole log of the home. */
  log(): Promise<string>
}

/** The flags that log in. */
export const credentials = ['-u', account.username, '-p', account.password] as const

export async function wso2Bench(switches: Partial<Switches> = {}): Promise<Wso2Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'wso2-bench-'))
  const vendor = await wso2Vendor(join(folder, 'vendor'))
  const tool = await wso2Tool(join(folder, 'standin'), vendor, switches)
  const home = join(folder, 'packs', vendor.product)
  const user = join(folder, 'user')
  await vendor.unpack(home, 0)
  await tool.put(home)
  const read = (path: string) => readFile(join(home, path), 'utf8')
  const runBare: Wso2Bench['runBare'] = (args, env = {}, input = '') =>
    runProcess(join(home, 'bin', 'wso2update_linux'), args, {
      env: { PATH: process.env['PATH'], HOME: user, ...env },
      cwd: folder,
      input,
    })
  return {
    folder,
    vendor,
    tool,
    home,
    user,
    runBare,
    run: (...args) => runBare([...args, ...credentials]),
    read,
    write: files => writeTree(home, files),
    async change(path, from, to) {
      await writeTree(home, { [path]: (await read(path)).replace(from, to) })
    },
    level: async () => /"update-level": "([^"]*)"/.exec(await read('updates/config.json'))?.[1] ?? 'none',
    async log() {
      const logs = globSync('updates/logs/*.log', { cwd: home })
      return (await Promise.all(logs.map(read))).join('')
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** A home or a vendor's tree without the tool and `updates/`, as `readTree` gives it. */
export async function productOf(home: string): Promise<Record<string, string>> {
  const tree = await readTree(home)
  return Object.fromEntries(
    Object.entries(tree).filter(([path]) => !path.startsWith('updates') && path !== 'bin/wso2update_linux'),
  )
}

/** What WSO2's tools say, word for word: a file of `fixtures/wso2`. */
export function wso2Fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, '..', 'fixtures', 'wso2', name), 'utf8')
}
