import { TrainError } from '../../kernel/errors.ts'
import type { World } from '../../kernel/world.ts'
import type { Notice } from '../../merge/decision.ts'
import type { Application } from '../update-tool.ts'
import { exit } from './exit-codes.ts'
import { runTool, type ToolCall, type ToolRun } from './run-tool.ts'

/** How often a tool may replace itself in one run. */
const selfUpdates = 2

/** Runs a tool; where it has replaced itself (exit code 2), the same again, at most twice. Throws as `runTool`. */
export async function runAgain(call: ToolCall, world: World): Promise<ToolRun> {
  for (let count = 0; ; count += 1) {
    const run = await runTool(call, world)
    if (run.exitCode !== exit.selfUpdate) return { ...run, selfUpdates: count }
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

/** Counts how often a tool replaces itself while it is run for an update. */
export interface SelfUpdates {
  of: (run: Promise<ToolRun>) => Promise<ToolRun>
  /** The application with a notice of them, for the report. `program` is the tool's path below the product. */
  toldIn: (application: Application, program: string) => Application
}

export function countSelfUpdates(): SelfUpdates {
  let count = 0
  return {
    of: async run => {
      const ended = await run
      count += ended.selfUpdates ?? 0
      return ended
    },
    toldIn: (application, path) => {
      if (application.kind !== 'applied' || count === 0) return application
      const message = `has replaced itself ${count === 1 ? 'once' : `${count} times`} before it updated (exit code 2)`
      const notices: Notice[] = [{ path, row: 'audit', severity: 'notice', message }]
      return { ...application, notices: [...notices, ...application.notices] }
    },
  }
}
