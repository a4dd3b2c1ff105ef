import { delimiter, resolve } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import { exists, isFolder } from '../../kernel/files.ts'
import type { World } from '../../kernel/world.ts'
import { runSignedIn } from '../external/run-signed-in.ts'
import { runTool, type ToolRun } from '../external/run-tool.ts'

/** Where WSO2's archive is unpacked to (WSO2 Update Manager, *Getting Started*). */
const usualFolder = '/usr/local/wum/bin'

/** WUM and the user's home, which has its product store. */
export interface WumProgram {
  command: string
  user: string
}

/** The program that the user gives, else `wum` on the PATH or where WSO2 says to unpack it. Throws `config`. */
export async function findWum(
  toolPath: string | null,
  { env, cwd }: Pick<World, 'env' | 'cwd'>,
): Promise<string> {
  if (toolPath !== null) return toolPath
  const folders = [...(env['PATH'] ?? '').split(delimiter).filter(folder => folder !== ''), usualFolder]
  for (const folder of folders) {
    // It is run in another folder, and its own folder, as in /usr/local, is called like it.
    const file = resolve(cwd, folder, 'wum')
    if ((await exists(file)) && !(await isFolder(file))) return file
  }
  throw new TrainError('config', `There is no wum on the PATH, nor in ${usualFolder}.`, {
    hint: 'Install it, or name it with `tool-path` (--tool-path).',
  })
}

/** Runs one of its commands; only `init` knows an account. */
export async function runWum(
  { command, user }: WumProgram,
  args: readonly string[],
  world: World,
): Promise<ToolRun> {
  return runTool({ command, args, cwd: user, home: user, env: {}, input: '' }, world)
}

/** `wum init`, which asks for the account and keeps its tokens in the user's home. */
export async function initWum({ command, user }: WumProgram, world: World): Promise<ToolRun> {
  return runSignedIn('wum', { command, args: ['init'], cwd: user, home: user }, runTool, world)
}
