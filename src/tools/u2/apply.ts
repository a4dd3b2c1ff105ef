import { TrainError } from '../../kernel/errors.ts'
import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import type { SideNames } from '../external/side-files.ts'
import type { ToolHome } from '../external/tool-home.ts'
import { type Driven, updateHome } from '../external/update-home.ts'
import type { Application, ApplyRequest } from '../update-tool.ts'
import { readU2State } from './config-json.ts'
import { readLevels, readRun } from './log.ts'
import { runU2 } from './program.ts'
import { configFile, isOwn } from './programs.ts'
import { askForSummary, summaryOf, writtenSummaries } from './summary.ts'
import { readDownloads, vendorsOf } from './three-way.ts'

/** How the tool lays a conflict out (WSO2 docs-updates, *Resolve conflicts*). */
const sides: SideNames = { base: '.original', theirs: '.new', final: '.final', others: [] }

/** Lets the tool bring a home to a level; the level in `updates/config.json` says whether it did. */
export async function applyU2(
  request: ApplyRequest,
  toolPath: string | null,
  tool: ToolHome,
  world: World,
): Promise<Application> {
  const { home, from, to, channel } = request
  const product = nameOfProduct(request.product)
  await assertUpdatable(home, product)
  const summaries = await writtenSummaries(home)
  const user = await tool.user()
  const program = { home, user, toolPath }
  // The home is a copy: the pack is the backup.
  const args = ['--level', String(to.level), '--channel', channel, '--no-backup']
  const driven: Driven = {
    isOwn,
    start: () => runU2(program, args, world),
    conflicts: { sides, proceed: () => runU2(program, [...args, '--continue'], world) },
    reached: async () => ({ level: (await readU2State(home))?.level ?? null, file: configFile }),
    vendors: async (before, after) => {
      const step = { product, version: request.product.version, from: from.level, to: to.level }
      return vendorsOf(before, after, await readDownloads(user, step))
    },
    summary: async (lines, difference) => {
      const summarise = ['get-summary', String(from.level), String(to.level)]
      await askForSummary(home, summaries, () => runU2(program, summarise, world), world)
      return summaryOf(home, summaries, readRun(lines), readLevels(lines, product), difference)
    },
  }
  return updateHome(request, driven, world)
}

async function assertUpdatable(home: string, product: string): Promise<void> {
  const state = await readU2State(home)
  if (state?.hasHotfixes !== true) return
  throw new TrainError('config', `${product} has hotfixes, and a pack with hotfixes cannot be updated.`, {
    hint: 'Revert them first (`bin/wso2update_linux revert-hotfix` in an unpacked copy), then zip the pack again.',
  })
}
