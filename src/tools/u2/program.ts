import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { lt, valid } from 'semver'
import { reasonOf, TrainError } from '../../kernel/errors.ts'
import { exists } from '../../kernel/files.ts'
import type { World } from '../../kernel/world.ts'
import { type Credentials, credentialsOf, handedOver } from '../external/credentials.ts'
import { toolError } from '../external/messages.ts'
import { runTool } from '../external/run-tool.ts'
import { logSince, markLogs, readRun } from './log.ts'
import { programNames } from './programs.ts'

/** How often the tool may replace itself in one run. */
const selfUpdates = 2

/** Exit codes (WSO2 docs-updates, *Update commands*). */
export const exit = { success: 0, failure: 1, selfUpdate: 2, conflicts: 3 } as const

/** Tools before this read credentials from arguments only, or from a prompt (WSO2 docs-updates, *Authentication*, of May 2026). */
const readsEnvironmentFrom = '1.8.0'

/** A home, the program in it, and the user's home for its own files. */
export interface U2Program {
  home: string
  user: string
  /** Path of a newer or missing tool that the user gives; null for the pack's own. */
  toolPath: string | null
}

export interface U2Run {
  exitCode: number
  /** What it said on its console and in its log. */
  lines: string[]
}

/**
 * Runs the tool in a home; where it has replaced itself (exit code 2), the same again, at most twice.
 * Credentials go by environment and stdin. A tool that is known to read neither gets them as arguments, with a warning.
 */
export async function runU2(program: U2Program, args: readonly string[], world: World): Promise<U2Run> {
  const credentials = credentialsOf(world)
  const command = await programIn(program, world)
  const mark = await markLogs(program.home)
  const handed = handedOver(credentials)
  const call = { command, cwd: program.home, home: program.user, ...handed }
  let run = await again({ ...call, args }, world)
  const lines = [...run.lines, ...(await logSince(program.home, mark))]
  const { version } = readRun(lines)
  if (
    run.exitCode === exit.failure &&
    credentials !== null &&
    readsArgumentsOnly(version) &&
    askedInVain(lines)
  ) {
    world.log.warning(
      `Version ${version ?? ''} of the update tool reads credentials from its arguments only: for as long as it runs, every process of this machine can see them. A newer tool (\`tool-path\`) reads them from the environment.`,
    )
    run = await again({ ...call, args: [...args, ...asArguments(credentials)] }, world)
  }
  return { exitCode: run.exitCode, lines: [...run.lines, ...(await logSince(program.home, mark))] }
}

async function again(call: Parameters<typeof runTool>[0], world: World): ReturnType<typeof runTool> {
  for (let count = 0; ; count += 1) {
    const run = await runTool(call, world)
    if (run.exitCode !== exit.selfUpdate) return run
    if (count === selfUpdates)
      throw new TrainError(
        'failure',
        `${call.command} has replaced itself ${count + 1} times and still wants to.`,
        {
          hint: 'Run it by hand in an unpacked copy of the pack; give a tool that is up to date with `tool-path` (--tool-path).',
        },
      )
    world.log.info('The update tool has replaced itself; it is run again.')
  }
}

function readsArgumentsOnly(version: string | null): boolean {
  return version !== null && valid(version) !== null && lt(version, readsEnvironmentFrom)
}

/** It has asked, and what it read was not what it wanted. */
function askedInVain(lines: readonly string[]): boolean {
  return lines.some(line => /unable to read input|cannot be empty|invalid email address/i.test(line))
}

function asArguments({ username, password }: Credentials): string[] {
  return ['--username', username, '--password', password]
}

/** The program of a home: the user's own, the pack's, or what the pack's set-up script brings. */
export async function programIn({ home, user, toolPath }: U2Program, world: World): Promise<string> {
  const [first = '', ...others] = programNames(process.platform, process.arch)
  const at = (name: string): string => join(home, 'bin', name)
  if (toolPath !== null) {
    await mkdir(join(home, 'bin'), { recursive: true })
    await copyFile(toolPath, at(first)).catch((error: unknown) => {
      throw new TrainError('config', `The update tool ${toolPath} cannot be read: ${reasonOf(error)}.`, {
        hint: 'Correct `tool-path` (--tool-path): it takes the program itself, such as wso2update_linux.',
        cause: error,
      })
    })
    await chmod(at(first), 0o755)
  }
  for (const name of [first, ...others]) if (await exists(at(name))) return at(name)
  const script = at('update_tool_setup.sh')
  if (!(await exists(script)))
    throw noProgram(home, 'the pack has neither the tool nor bin/update_tool_setup.sh')
  world.log.info('The pack does not bring the update tool; bin/update_tool_setup.sh gets it.')
  const { exitCode, lines } = await runTool(
    { command: '/bin/bash', args: [script], cwd: join(home, 'bin'), home: user, env: {}, input: '' },
    world,
  )
  if (exitCode !== exit.success)
    throw toolError('bin/update_tool_setup.sh could not get the update tool', exitCode, lines)
  for (const name of [first, ...others]) if (await exists(at(name))) return at(name)
  const note = lines.find(line => /does not support/i.test(line))
  throw noProgram(
    home,
    `bin/update_tool_setup.sh succeeded and brought none${note === undefined ? '' : `: ${note.trim()}`}`,
  )
}

function noProgram(home: string, why: string): TrainError {
  return new TrainError('config', `${home} has no update tool: ${why}.`, {
    hint: 'Give the tool with `tool-path` (--tool-path), or a pack that WSO2 gives updates for: plain packs of GitHub releases often are not.',
  })
}
