import type { World } from '../../kernel/world.ts'
import { asAnswers, asArguments, askedInVain, credentialsOf, warnOfArguments } from './credentials.ts'
import { exit } from './exit-codes.ts'
import type { runTool, ToolCall, ToolRun } from './run-tool.ts'

/**
 * Runs a tool that knows an account from its prompts or its arguments only: at the prompts, by stdin. One that says that it
 * read nothing there gets it as arguments, with a warning. `run` is how it is run.
 */
export async function runSignedIn(
  name: string,
  call: Omit<ToolCall, 'env' | 'input'>,
  run: typeof runTool,
  world: World,
): Promise<ToolRun> {
  const credentials = credentialsOf(world)
  const given = { ...call, env: {}, input: asAnswers(credentials) }
  const first = await run(given, world)
  if (credentials !== null && first.lines.some(line => /continuing with (?:a )?trial/i.test(line)))
    world.log.warning(
      `${name} went on with a trial subscription: it did not take the account that it was given.`,
    )
  if (first.exitCode === exit.success || credentials === null || !askedInVain(first.lines)) return first
  warnOfArguments(name, 'Its successor U2 reads them from the environment.', world)
  return run({ ...given, args: [...call.args, ...asArguments(credentials)] }, world)
}
