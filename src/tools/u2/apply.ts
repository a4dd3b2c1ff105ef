import { TrainError } from '../../kernel/errors.ts'
import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import type { HomeProgram } from '../external/program.ts'
import type { SideNames } from '../external/side-files.ts'
import { type Driven, updateHome } from '../external/update-home.ts'
import type { Application, ApplyRequest } from '../update-tool.ts'
import { configFile } from './config-file.ts'
import { readU2State } from './config-json.ts'
import { readLevels, readRun } from './log.ts'
import { runU2 } from './program.ts'
import { isOwn } from './programs.ts'
import { askForSummary, summaryOf, writtenSummaries } from './summary.ts'
import { readDownloads, vendorsOf } from './three-way.ts'
import { assertApplies, readUpdateZip } from './update-zip.ts'

/** How the tool lays a conflict out (WSO2 docs-updates, *Resolve conflicts*). */
const sides: SideNames = { base: '.original', theirs: '.new', final: '.final', others: [] }

/** Lets the tool bring a home to a level; the level in `updates/config.json` says whether it did. */
export async function applyU2(
  request: ApplyRequest,
  program: HomeProgram,
  updateZip: string | null,
  world: World,
): Promise<Application> {
  const { home, from, to, channel } = request
  const product = nameOfProduct(request.product)
  await assertUpdatable(home, product)
  const summaries = await writtenSummaries(home)
  const { user } = program
  // The home is a copy: the pack is the backup.
  const args =
    updateZip === null
      ? ['--level', String(to.level), '--channel', channel, '--no-backup']
      : ['apply-update', await zipFor(request, updateZip, program, world), '--no-backup']
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

/** The zip that takes the step, by a tool that can. */
async function zipFor(
  { from, to, product }: ApplyRequest,
  updateZip: string,
  program: HomeProgram,
  world: World,
): Promise<string> {
  const zip = await readUpdateZip(updateZip, product)
  await assertApplies(zip, { from, to, product }, program, world)
  return zip.file
}

async function assertUpdatable(home: string, product: string): Promise<void> {
  const state = await readU2State(home)
  if (state === null || state.hotfixes === 0) return
  throw new TrainError('config', `${product} has hotfixes, and a pack with hotfixes cannot be updated.`, {
    hint: 'Set `hotfixes` to the zips that go over the update, in their order, or to `[]` to go on without any: what the pack has is reverted first, in the copy.',
  })
}
