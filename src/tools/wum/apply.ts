import { TrainError } from '../../kernel/errors.ts'
import { removeAll } from '../../kernel/leftovers.ts'
import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import { extractPack } from '../../pack/extract.ts'
import { openPack } from '../../pack/open-pack.ts'
import { exit } from '../external/exit-codes.ts'
import type { ToolRun } from '../external/run-tool.ts'
import { documentsIn, numbersOf, readLevel, readRuns, runsFolder } from '../external/timestamps.ts'
import type { ToolHome } from '../external/tool-home.ts'
import { type Driven, listsOf, updateHome } from '../external/update-home.ts'
import { vendorsByVanilla } from '../external/vanilla.ts'
import type { Application, ApplyRequest } from '../update-tool.ts'
import { bringNewest } from './bring-newest.ts'
import { onlyNewest } from './check.ts'
import { type Result, resultsIn, vanillaIn } from './store.ts'

/**
 * Puts the pack that WUM made of a level in the place of a home. WUM knows no files of a team's: what the home had of them
 * and lost is told and kept aside.
 */
export async function applyWum(
  request: ApplyRequest,
  toolPath: string | null,
  tool: ToolHome,
  world: World,
): Promise<Application> {
  const { home, from, channel, pack = null } = request
  const user = await tool.user()
  const former = await numbersOf(home, await readRuns(home))
  const documents = await documentsIn(home, [])
  const start = async (): Promise<ToolRun> => {
    const { file } = await resultAt(request, toolPath, tool, world)
    await replaceHome(home, file, nameOfProduct(request.product))
    return { exitCode: exit.success, lines: [`${file} takes the place of the pack`] }
  }
  const driven: Driven = {
    isOwn: path => path === 'updates' || path.startsWith('updates/'),
    start,
    conflicts: null,
    reached: async () => ({ level: await readLevel(home), file: `${runsFolder}/` }),
    vendors: async (before, after) => {
      const vanilla = (await vanillaIn(user, request.product)) ?? ''
      const folder = (): Promise<string> => tool.folder('sides')
      const source = { vanilla, pack, home, atBase: from.level === 0, isOwn: driven.isOwn, folder }
      return { ...(await vendorsByVanilla(source, before, after)), isMerged: () => false }
    },
    summary: async (_lines, difference) => {
      const now = await numbersOf(home, await readRuns(home))
      const numbers = now.filter(number => !former.includes(number))
      const security = channel === 'security' ? numbers.length : 0
      return {
        by: 'WUM',
        source: numbers.length > 0 ? 'log' : 'difference',
        numbers,
        counts: { updates: numbers.length, security },
        ...listsOf(difference),
        documents: await documentsIn(home, documents),
        text: '',
      }
    },
  }
  return updateHome(request, driven, world)
}

/** What WUM made when it was asked what is new; else it makes it now. */
async function resultAt(
  { product, channel, to, pack }: ApplyRequest,
  toolPath: string | null,
  tool: ToolHome,
  world: World,
): Promise<Result> {
  const made = await resultsIn(await tool.user(), product, channel)
  const found = made.find(({ timestamp }) => timestamp === to.level)
  if (found !== undefined) return found
  const newest = await bringNewest({ product, channel, pack: pack ?? null, toolPath }, tool, world)
  if (newest?.timestamp === to.level) return newest
  throw onlyNewest(`${nameOfProduct(product)} to level ${to.level}`, newest?.timestamp ?? 0)
}

async function replaceHome(home: string, result: string, product: string): Promise<void> {
  await using pack = await openPack(result)
  if (pack.root !== product)
    throw new TrainError('verification', `${result} holds ${pack.root}, not ${product}.`, {
      hint: 'Nothing was published. Run wum by hand to see what it makes of the product.',
    })
  await removeAll(home)
  await extractPack(pack, home)
}
