import { join } from 'node:path'
import { removeAll } from '../../kernel/leftovers.ts'
import type { World } from '../../kernel/world.ts'
import { exit } from '../external/exit-codes.ts'
import { findProgram, type HomeProgram, noProgram } from '../external/program.ts'
import { runAgain } from '../external/run-again.ts'
import { runSignedIn } from '../external/run-signed-in.ts'
import type { ToolRun } from '../external/run-tool.ts'
import { learnSecrets } from '../external/scrub.ts'
import { programName } from './programs.ts'

/** Runs the tool in a home; where it has replaced itself, the same again. It knows an account from its prompts or arguments only. */
export async function runInPlace(
  program: HomeProgram,
  args: readonly string[],
  world: World,
): Promise<ToolRun> {
  const { home, user } = program
  const command = await findProgram(program, [programName])
  if (command === null)
    throw noProgram(home, { tool: 'in-place', program: programName }, `there is no bin/${programName}`)
  const call = { command, args, cwd: home, home: user }
  await learnSecrets(home, world)
  const run = await runSignedIn('The in-place update tool', call, runAgain, world)
  await learnSecrets(home, world)
  // It cannot be told to make none. The pack is the backup, and nobody goes back to this one.
  if (run.exitCode === exit.success) await removeAll(join(user, '.wso2-updates', 'backup'))
  return run
}
