import { join } from 'node:path'
import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import { exit } from '../external/exit-codes.ts'
import type { SelfUpdates } from '../external/run-again.ts'
import { documentsIn, numbersOf, readLevel, readRuns, runsFolder } from '../external/timestamps.ts'
import type { ToolHome } from '../external/tool-home.ts'
import { type Driven, listsOf, updateHome } from '../external/update-home.ts'
import { vendorsByVanilla } from '../external/vanilla.ts'
import type { Application, ApplyRequest } from '../update-tool.ts'
import { runInPlace } from './program.ts'
import { isOwn, programName } from './programs.ts'
import { readCounts, replacedAdditions } from './said.ts'
import { sides } from './side-names.ts'

/** Lets the tool bring a home to a level; the newest file of `updates/wum/` says whether it did. */
export async function applyInPlace(
  request: ApplyRequest,
  { toolPath, selfUpdates }: { toolPath: string | null; selfUpdates: SelfUpdates },
  tool: ToolHome,
  world: World,
): Promise<Application> {
  const { home, from, to, channel, pack = null } = request
  const product = nameOfProduct(request.product)
  const user = await tool.user()
  const program = { home, user, toolPath }
  const former = await readRuns(home)
  const documents = await documentsIn(home, [])
  const driven: Driven = {
    isOwn,
    start: () => selfUpdates.of(runInPlace(program, ['-t', String(to.level), '-c', channel], world)),
    conflicts: {
      sides,
      proceed: () => selfUpdates.of(runInPlace(program, ['--continue'], world)),
      revert: () => runInPlace(program, ['--revert'], world),
      // Its exit codes are public from scripts that never revert.
      reverted: [exit.success, exit.reverted],
    },
    reached: async () => ({ level: await readLevel(home), file: `${runsFolder}/` }),
    vendors: async (before, after, lines) => {
      // The tool downloads the vanilla pack of every product that it updates (product-streaming-integrator-tooling #189).
      const vanilla = join(user, '.wso2-updates', 'products', product, `${product}.zip`)
      const folder = (): Promise<string> => tool.folder('sides')
      const source = { vanilla, pack, home, atBase: from.level === 0, isOwn, folder }
      const { base, ...vendors } = await vendorsByVanilla(source, before, after)
      const added = new Set(await replacedAdditions(lines, home))
      return { ...vendors, base: new Map([...base].filter(([path]) => !added.has(path))) }
    },
    summary: async (lines, difference) => {
      const fresh = (await readRuns(home)).filter(run => !former.includes(run))
      const numbers = await numbersOf(home, fresh)
      return {
        by: 'the in-place tool',
        source: numbers.length > 0 ? 'log' : 'difference',
        numbers,
        counts: readCounts(lines),
        ...listsOf(difference),
        documents: await documentsIn(home, documents),
        text: '',
      }
    },
  }
  return selfUpdates.toldIn(await updateHome(request, driven, world), `bin/${programName}`)
}
