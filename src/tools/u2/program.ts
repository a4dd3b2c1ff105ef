import { join } from 'node:path'
import { lt, valid } from 'semver'
import { exists } from '../../kernel/files.ts'
import type { World } from '../../kernel/world.ts'
import {
  asArguments,
  askedInVain,
  credentialsOf,
  handedOver,
  warnOfArguments,
} from '../external/credentials.ts'
import { exit } from '../external/exit-codes.ts'
import { toolError } from '../external/messages.ts'
import { findProgram, type HomeProgram, noProgram } from '../external/program.ts'
import { runAgain } from '../external/run-again.ts'
import { runTool, type ToolRun } from '../external/run-tool.ts'
import { learnSecrets } from '../external/scrub.ts'
import { withoutTokens } from '../external/tokens.ts'
import { logSince, markLogs, readRun } from './log.ts'
import { programNames } from './programs.ts'

/**
 * Tools before this are taken to read credentials from arguments only, or from a prompt. That is inferred: no source says which
 * version was the first to read the environment. It is documented since May 2026 (WSO2 docs-updates, *Authentication*), and
 * the newest that public logs show is 1.7.20, of May 2025.
 */
const readsEnvironmentFrom = '1.8.0'

/**
 * Runs the tool in a home; where it has replaced itself, the same again. What it said is on its console and in its log.
 * Credentials go by environment and stdin. A tool that is known to read neither gets them as arguments, with a warning.
 */
export async function runU2(program: HomeProgram, args: readonly string[], world: World): Promise<ToolRun> {
  const credentials = credentialsOf(world)
  const command = await programIn(program, world)
  const mark = await markLogs(program.home)
  await learnSecrets(program.home, world)
  const handed = handedOver(credentials)
  const call = { command, cwd: program.home, home: program.user, ...handed }
  let run = await runAgain({ ...call, args }, world)
  // The log holds more than the console, and errors repeat its lines.
  const logged = async (): Promise<string[]> => withoutTokens(await logSince(program.home, mark), world)
  const lines = [...run.lines, ...(await logged())]
  await learnSecrets(program.home, world)
  const { version } = readRun(lines)
  if (
    run.exitCode === exit.failure &&
    credentials !== null &&
    readsArgumentsOnly(version) &&
    askedInVain(lines)
  ) {
    const way = 'A newer tool (`tool-path`) reads them from the environment.'
    warnOfArguments(`Version ${version ?? ''} of the update tool`, way, world)
    run = await runAgain({ ...call, args: [...args, ...asArguments(credentials)] }, world)
  }
  return { ...run, lines: [...run.lines, ...(await logged())] }
}

/** The version of a home's tool; null where it does not say, as only the layout of its log is public. */
export async function versionOf(program: HomeProgram, world: World): Promise<string | null> {
  const { lines } = await runU2(program, ['version'], world)
  return readRun(lines).version ?? /\bversion:?\s+v?(\d+\.\d+\.\d+)/i.exec(lines.join('\n'))?.[1] ?? null
}

/** Whether a run has failed because its tool does not know a flag, in the words of the library that all of them use. */
export function knowsNoFlag({ exitCode, lines }: ToolRun, flag: string): boolean {
  return (
    exitCode !== exit.success && lines.some(line => new RegExp(`unknown flag.*\\b${flag}\\b`, 'i').test(line))
  )
}

/** The same for a command. */
export function knowsNoCommand({ exitCode, lines }: ToolRun, command: string): boolean {
  return exitCode !== exit.success && lines.some(line => line.includes(`unknown command "${command}"`))
}

function readsArgumentsOnly(version: string | null): boolean {
  return version !== null && valid(version) !== null && lt(version, readsEnvironmentFrom)
}

/** The program of a home: the user's own, the pack's, or what the pack's set-up script brings. */
async function programIn(program: HomeProgram, world: World): Promise<string> {
  const { home, user } = program
  const names = programNames(process.platform, process.arch)
  const found = await findProgram(program, names)
  if (found !== null) return found
  const script = join(home, 'bin', 'update_tool_setup.sh')
  const u2 = { tool: 'U2', program: names.join(' or ') }
  if (!(await exists(script)))
    throw noProgram(home, u2, `there is neither bin/${u2.program} nor bin/update_tool_setup.sh`)
  world.log.info('The pack does not bring the update tool; bin/update_tool_setup.sh gets it.')
  const { exitCode, lines } = await runTool(
    { command: '/bin/bash', args: [script], cwd: join(home, 'bin'), home: user, env: {}, input: '' },
    world,
  )
  if (exitCode !== exit.success)
    throw toolError('bin/update_tool_setup.sh could not get the update tool', exitCode, lines)
  const brought = await findProgram({ ...program, toolPath: null }, names)
  if (brought !== null) return brought
  const note = lines.find(line => /does not support/i.test(line))
  throw noProgram(
    home,
    u2,
    `bin/update_tool_setup.sh succeeded and brought none${note === undefined ? '' : `: ${note.trim()}`}`,
  )
}
