import type { World } from '../../kernel/world.ts'
import { findProgram, type HomeProgram, noProgram } from '../external/program.ts'
import { runAgain } from '../external/run-again.ts'
import { runSignedIn } from '../external/run-signed-in.ts'
import type { ToolRun } from '../external/run-tool.ts'
import { programName } from './programs.ts'

/** Runs the tool in a home; where it has replaced itself, the same again. It knows an account from its prompts or arguments only. */
export async function runInPlace(
  program: HomeProgram,
  args: readonly string[],
  world: World,
): Promise<ToolRun> {
  const { home, user } = program
  const command = await findProgram(program, [programName])
  if (command === null) throw noProgram(home, `the pack has no bin/${programName}`)
  return runSignedIn('The in-place update tool', { command, args, cwd: home, home: user }, runAgain, world)
}
