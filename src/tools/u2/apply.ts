import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import { exit } from '../external/exit-codes.ts'
import { holdsHotfixes } from '../external/holds-hotfixes.ts'
import type { HomeProgram } from '../external/program.ts'
import { countSelfUpdates } from '../external/run-again.ts'
import type { ToolHome } from '../external/tool-home.ts'
import { type Driven, updateHome } from '../external/update-home.ts'
import type { Application, ApplyRequest } from '../update-tool.ts'
import { configFile } from './config-file.ts'
import { readU2State } from './config-json.ts'
import { readDownloads } from './downloads.ts'
import { readLevels, readRun } from './log.ts'
import { runU2, versionOf } from './program.ts'
import { isOwn, programNames } from './programs.ts'
import { sides } from './side-names.ts'
import { askForSummary, summaryOf, writtenSummaries } from './summary.ts'
import { vendorsOf } from './three-way.ts'
import { updateCommand } from './update-command.ts'

/** Lets the tool bring a home to a level; the level in `updates/config.json` says whether it did. */
export async function applyU2(
  request: ApplyRequest,
  program: HomeProgram,
  updateZip: string | null,
  tool: ToolHome,
  world: World,
): Promise<Application> {
  const { home, from, to } = request
  const product = nameOfProduct(request.product)
  await assertUpdatable(home, product)
  const summaries = await writtenSummaries(home)
  const { user } = program
  const step = { product, version: request.product.version, from: from.level, to: to.level }
  const run = await updateCommand(request, program, updateZip, tool, world)
  const selfUpdates = countSelfUpdates()
  const driven: Driven = {
    isOwn,
    start: () => selfUpdates.of(run()),
    conflicts: {
      sides,
      proceed: () => selfUpdates.of(run('--continue')),
      revert: () => runU2(program, ['--revert'], world),
      reverted: [exit.reverted],
      shipped: async () => (await readDownloads(user, step)).fresh,
    },
    tellState: () => runU2(program, ['current-state'], world),
    reached: async () => ({ level: (await readU2State(home))?.level ?? null, file: configFile }),
    vendors: async (before, after, lines) => {
      const downloads = await readDownloads(user, step)
      const around = { before, after, downloads, lines, home, pack: request.pack ?? null }
      const { withoutBase = false } = request.merging
      const sides = (): Promise<string> => tool.folder('sides')
      return vendorsOf({ ...around, atBase: from.level === 0, withoutBase, sides })
    },
    summary: async (lines, difference) => {
      const summarise = ['get-summary', String(from.level), String(to.level)]
      await askForSummary(home, summaries, () => runU2(program, summarise, world), world)
      const logged = readRun(lines)
      const version = logged.version ?? (await versionOf(program, world))
      const run = { ...logged, version }
      const summary = await summaryOf(
        home,
        summaries,
        run,
        readLevels(lines, product),
        from.level,
        difference,
        world,
      )
      world.log.info(`${product} was brought to level ${to.level} by ${summary.by}.`)
      return summary
    },
  }
  const application = await updateHome(request, driven, world)
  return selfUpdates.toldIn(application, `bin/${programNames(process.platform, process.arch)[0] ?? ''}`)
}

async function assertUpdatable(home: string, product: string): Promise<void> {
  const state = await readU2State(home)
  if (state === null || state.hotfixes === 0) return
  throw holdsHotfixes(product)
}
