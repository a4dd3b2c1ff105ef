import type { World } from '../../kernel/world.ts'
import { removeTraces, stripPrograms } from '../external/program.ts'
import { toolHome } from '../external/tool-home.ts'
import type { UpdateTool } from '../update-tool.ts'
import { applyU2 } from './apply.ts'
import { checkU2 } from './check.ts'
import { scrubConfig } from './config-json.ts'
import { isProgram } from './programs.ts'

/** WSO2's tool of today, `wso2update_*` (Updates 2.0): driven without a terminal, in a home of its own. */
export function u2Tool(given: { toolPath: string | null; strip: boolean }, world: World): UpdateTool {
  const tool = toolHome(world)
  if ((world.env['WSO2_UPDATES_SKIP_CONFLICTS'] ?? '') !== '')
    world.log.warning(
      'WSO2_UPDATES_SKIP_CONFLICTS is set: the update tool hides conflicts, and which side wins is not documented. Unset it to decide them.',
    )
  return {
    name: 'u2',
    can: {
      counts: 'levels',
      checksWithoutPack: false,
      canPin: true,
      canStep: true,
      writesSummary: true,
      sameBytes: false,
    },
    check: request => checkU2(request, given.toolPath, tool, world),
    compare: () => Promise.resolve(null),
    apply: request => applyU2(request, given.toolPath, tool, world),
    scrub: async home => {
      await scrubConfig(home)
      await removeTraces(home)
      if (given.strip) await stripPrograms(home, isProgram)
    },
    [Symbol.asyncDispose]: () => tool[Symbol.asyncDispose](),
  }
}
