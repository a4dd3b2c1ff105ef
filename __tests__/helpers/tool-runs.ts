import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { openPack } from '../../src/pack/open-pack.ts'
import type { Call, PackedCli } from '../machine/packed-cli.ts'

/** What `--json` prints of a run or of an error, as far as tests ask. */
const printed = z.looseObject({
  outcome: z.string().optional(),
  toLevel: z.number().optional(),
  error: z.looseObject({ code: z.string(), message: z.string(), hint: z.string() }).optional(),
})

export interface ToolRun extends Call {
  json: z.infer<typeof printed>
}

/** Runs a command with an account's credentials in the environment, and all that it keeps or works with below `folder`. */
export async function runWithAccount(
  cli: PackedCli,
  args: readonly string[],
  folder: string,
  account: { username: string; password: string },
  env: Record<string, string> = {},
): Promise<ToolRun> {
  const call = await cli([...args, '--json'], folder, {
    env: {
      UPDATE_TOOL_USERNAME: account.username,
      UPDATE_TOOL_PASSWORD: account.password,
      XDG_CACHE_HOME: join(folder, 'cache'),
      TMPDIR: folder,
      ...env,
    },
  })
  return { ...call, json: printed.parse(JSON.parse(call.stdout)) }
}

/** Paths and texts of a pack. */
export async function textsOf(file: string): Promise<Map<string, string>> {
  await using opened = await openPack(file)
  const texts = new Map<string, string>()
  for (const { path, kind, size } of opened.entries.values())
    if (kind === 'file') texts.set(path, (await opened.read(path, size)).toString('latin1'))
  return texts
}

/** The arguments of every process that comes from us: what other tests run at the same time has the same password. */
function commandLines(): string[] {
  if (process.platform !== 'linux') return []
  const parents = new Map<string, string>()
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    const parent = /^PPid:\t(\d+)$/m.exec(readOf(pid, 'status'))?.[1]
    if (parent !== undefined) parents.set(pid, parent)
  }
  const isOurs = (pid: string): boolean => {
    for (let at: string | undefined = pid; at !== undefined; at = parents.get(at))
      if (at === String(process.pid)) return true
    return false
  }
  return [...parents.keys()].filter(isOurs).map(pid => readOf(pid, 'cmdline'))
}

/** Empty for a process that is gone. */
function readOf(pid: string, name: string): string {
  try {
    return readFileSync(join('/proc', pid, name), 'utf8')
  } catch {
    return ''
  }
}

/** Looks at the arguments of our processes again and again while something runs; gives those with the secret. */
export async function whileLooking<T>(
  secret: string,
  work: () => Promise<T>,
): Promise<{ run: T; shown: string[]; looks: number }> {
  const shown: string[] = []
  let looks = 0
  const timer = setInterval(() => {
    looks += 1
    shown.push(...commandLines().filter(line => line.includes(secret)))
  }, 20)
  try {
    const run = await work()
    return { run, shown, looks }
  } finally {
    clearInterval(timer)
  }
}

/** The files below a folder that hold a secret, and how many were looked at. */
export function filesWith(folder: string, secret: string): { found: string[]; looked: number } {
  const files = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter(file => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  return { found: files.filter(file => readFileSync(file, 'latin1').includes(secret)), looked: files.length }
}

/** A preload that shortens the limits of minutes with which a tool is watched, and nothing else. */
const quickLimits = `
const { setInterval: every, setTimeout: after } = globalThis
const prompts = [30_000, 300_000]
globalThis.setInterval = (work, delay, ...rest) => every(work, prompts.includes(delay) ? 300 : delay, ...rest)
globalThis.setTimeout = Object.assign(
  (work, delay, ...rest) => after(work, delay === 1_200_000 ? 3_000 : delay, ...rest),
  after,
)
`

/** For the environment of a run. */
export const withQuickLimits = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(quickLimits)}`,
} as const
