import type { World } from '../../kernel/world.ts'
import { warningsOfHiding } from '../external/hidden-conflicts.ts'
import { type HomeProgram, removeTraces } from '../external/program.ts'
import { scrubConfig } from '../external/scrub.ts'
import { toolHome } from '../external/tool-home.ts'
import type { UpdateTool } from '../update-tool.ts'
import { applyU2 } from './apply.ts'
import { checkU2 } from './check.ts'
import { packU2Update } from './create-update.ts'
import { assertHotfixNames, layHotfixes, revertHotfixes } from './hotfixes.ts'
import { isProgram } from './programs.ts'

/** What the team says of the tool. */
export interface GivenU2 {
  toolPath: string | null
  strip: boolean
  /** Zips of hotfixes; null: a pack that has some is not to be updated. */
  hotfixes: readonly string[] | null
  /** Zip of `create-update`, for a machine without internet. */
  updateZip: string | null
}

/** WSO2's tool of today, `wso2update_*` (Updates 2.0): driven without a terminal, in a home of its own. */
export function u2Tool(given: GivenU2, world: World): UpdateTool {
  const { toolPath, hotfixes, updateZip } = given
  const tool = toolHome(world)
  const programIn = async (home: string): Promise<HomeProgram> => ({
    home,
    user: await tool.user(),
    toolPath,
  })
  return {
    name: 'u2',
    can: {
      counts: 'levels',
      checksWithoutPack: false,
      canPin: true,
      canStep: true,
      writesSummary: true,
      copies: 0,
      sameBytes: false,
    },
    hotfixes: {
      revert: async (product, home) => revertHotfixes(product, await programIn(home), world),
      lay: async (product, home, list) => layHotfixes(product, await programIn(home), list, world),
    },
    packUpdate: request => packU2Update(request, toolPath, tool, world),
    unpublished: given.strip ? isProgram : null,
    check: async request => {
      assertHotfixNames(hotfixes ?? [], request.product)
      const availability = await checkU2(request, given, tool, world)
      return { ...availability, warnings: [...availability.warnings, ...warningsOfHiding(world)] }
    },
    compare: () => Promise.resolve(null),
    apply: async request => {
      const program = await programIn(request.home)
      if (hotfixes !== null) await revertHotfixes(request.product, program, world)
      return applyU2(request, program, updateZip, tool, world)
    },
    scrub: async home => {
      await scrubConfig(home, world)
      await removeTraces(home)
    },
    [Symbol.asyncDispose]: () => tool[Symbol.asyncDispose](),
  }
}
