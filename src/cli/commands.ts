import type { Command } from './command.ts'
import { checkCommand } from './commands/check.ts'
import { demoCommand } from './commands/demo.ts'
import { diffCommand } from './commands/diff.ts'
import { feedInitCommand, feedPublishCommand } from './commands/feed.ts'
import { inspectCommand } from './commands/inspect.ts'
import { patchCommand } from './commands/patch.ts'
import { resolveCommand } from './commands/resolve.ts'
import { revertCommand } from './commands/revert.ts'
import { applyCommand, runCommand } from './commands/run.ts'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  demoCommand,
  checkCommand,
  runCommand,
  applyCommand,
  revertCommand,
  resolveCommand,
  inspectCommand,
  diffCommand,
  patchCommand,
  feedInitCommand,
  feedPublishCommand,
]
