import type { World } from '../../kernel/world.ts'
import type { HomeProgram } from '../external/program.ts'
import type { ToolRun } from '../external/run-tool.ts'
import type { ToolHome } from '../external/tool-home.ts'
import type { ApplyRequest } from '../update-tool.ts'
import { knowsNoFlag, runU2 } from './program.ts'
import { assertApplies, readUpdateZip } from './update-zip.ts'

/**
 * The command that takes a step, to be run with further words: an update, or a zip's application. The home is a copy, so the
 * pack is the backup; a tool that knows no `--no-backup` makes one all the same, in a folder that goes with the run.
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
  return async (...more) => {
    const ended = await runU2(program, [...args, ...backup, ...more], world)
    if (backup.length !== 1 || !knowsNoFlag(ended, 'no-backup')) return ended
    world.log.info('The update tool knows no --no-backup; its backup goes with the run.')
    backup = ['--backup', await tool.folder('backup')]
    return runU2(program, [...args, ...backup, ...more], world)
  }
}
