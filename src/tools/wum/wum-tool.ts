import type { World } from '../../kernel/world.ts'
import { withWayOn } from '../external/ended.ts'
import { removeTraces } from '../external/program.ts'
import { scrubConfig } from '../external/scrub.ts'
import { toolHome } from '../external/tool-home.ts'
import type { UpdateTool } from '../update-tool.ts'
import { applyWum } from './apply.ts'
import { checkWum } from './check.ts'

/** WSO2 Update Manager, `wum`, which makes an updated pack from the vanilla one: driven in a home of its own. */
export function wumTool({ toolPath }: { toolPath: string | null }, world: World): UpdateTool {
  const tool = toolHome(world)
  return {
    name: 'wum',
    can: {
      counts: 'timestamps',
      checksWithoutPack: true,
      canPin: false,
      canStep: false,
      writesSummary: true,
      copies: 0,
      sameBytes: false,
    },
    hotfixes: null,
    packUpdate: null,
    unpublished: null,
    check: request => withWayOn('WUM', () => checkWum(request, toolPath, tool, world)),
    compare: () => Promise.resolve(null),
    apply: request => withWayOn('WUM', () => applyWum(request, toolPath, tool, world)),
    scrub: async home => {
      await scrubConfig(home, world)
      await removeTraces(home)
    },
    [Symbol.asyncDispose]: () => tool[Symbol.asyncDispose](),
  }
}
