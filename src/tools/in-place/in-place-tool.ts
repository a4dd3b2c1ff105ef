import type { World } from '../../kernel/world.ts'
import { withWayOn } from '../external/ended.ts'
import { removeTraces } from '../external/program.ts'
import { countSelfUpdates } from '../external/run-again.ts'
import { scrubConfig } from '../external/scrub.ts'
import { toolHome } from '../external/tool-home.ts'
import type { UpdateTool } from '../update-tool.ts'
import { applyInPlace } from './apply.ts'
import { checkInPlace } from './check.ts'
import { isProgram } from './programs.ts'

/** WSO2's in-place tool, `bin/update_*`, which updates a pack where it lies: driven without a terminal, in a home of its own. */
export function inPlaceTool(given: { toolPath: string | null; strip: boolean }, world: World): UpdateTool {
  const tool = toolHome(world)
  // What it replaces itself by in a check is there for the update.
  const program = { toolPath: given.toolPath, selfUpdates: countSelfUpdates() }
  const name = 'the in-place update tool'
  return {
    name: 'in-place',
    can: {
      counts: 'timestamps',
      checksWithoutPack: false,
      canPin: true,
      canStep: true,
      writesSummary: true,
      copies: 1,
      sameBytes: false,
    },
    hotfixes: null,
    packUpdate: null,
    unpublished: given.strip ? isProgram : null,
    check: request => withWayOn(name, () => checkInPlace(request, program, tool, world)),
    compare: () => Promise.resolve(null),
    apply: request => withWayOn(name, () => applyInPlace(request, program, tool, world)),
    scrub: async home => {
      await scrubConfig(home, world)
      await removeTraces(home)
    },
    [Symbol.asyncDispose]: () => tool[Symbol.asyncDispose](),
  }
}
