import type { World } from '../../kernel/world.ts'
import type { HomeProgram } from '../external/program.ts'
import type { ToolRun } from '../external/run-tool.ts'
import type { ToolHome } from '../external/tool-home.ts'
import type { ApplyRequest } from '../update-tool.ts'
import { conflictsTemplate } from './named-conflicts.ts'
import { knowsNoFlag, runU2 } from './program.ts'
import { assertApplies, readUpdateZip } from './update-zip.ts'

/**
 * The command that takes a step, to be run with further words: an update, or a zip's application. The home is a copy, so the
 * pack is the backup; a tool that knows no `--no-backup` makes one all the same, in a folder that goes with the run. Conflicts are named as
 * well as laid down, by a tool that can: a second witness.
 */
export async function updateCommand(
  { from, to, channel, product }: ApplyRequest,
  program: HomeProgram,
  updateZip: string | null,
  tool: ToolHome,
  world: World,
): Promise<(...more: string[]) => Promise<ToolRun>> {
  let args = ['--level', String(to.level), '--channel', channel]
  if (updateZip !== null) {
    const zip = await readUpdateZip(updateZip, product)
    await assertApplies(zip, { from, to, product }, program, world)
    args = ['apply-update', zip.file]
  }
  let backup = ['--no-backup']
  // The documentation lists it for updates only.
  let template = updateZip === null ? ['--template', conflictsTemplate] : []
  const run = async (...more: string[]): Promise<ToolRun> => {
    const ended = await runU2(program, [...args, ...backup, ...template, ...more], world)
    // A tool names one unknown flag, and does nothing then.
    if (backup.length === 1 && knowsNoFlag(ended, 'no-backup')) {
      world.log.info('The update tool knows no --no-backup; its backup goes with the run.')
      backup = ['--backup', await tool.folder('backup')]
    } else if (template.length > 0 && knowsNoFlag(ended, 'template')) {
      world.log.info(
        'The update tool knows no --template; its conflicts are known by what it lays down alone.',
      )
      template = []
    } else return ended
    return run(...more)
  }
  return run
}
