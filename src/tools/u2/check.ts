import { TrainError } from '../../kernel/errors.ts'
import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import { toolError } from '../external/messages.ts'
import type { ToolHome } from '../external/tool-home.ts'
import type { Availability, CheckRequest, LevelState } from '../update-tool.ts'
import { readLevels, type SaidLevels } from './log.ts'
import { exit, runU2, type U2Run } from './program.ts'
import { laySkeleton, layWhole } from './skeleton.ts'

/** What the vendor offers. A pinned level that is installed is not asked for. */
export async function checkU2(
  request: CheckRequest,
  toolPath: string | null,
  tool: ToolHome,
  world: World,
): Promise<Availability> {
  const { wanted, installed, channel } = request
  if (wanted.at === 'timestamp')
    throw new TrainError('config', 'WSO2’s update tool counts in levels, not in timestamps.', {
      hint: 'Give `level` (--level) as a number, as in 12 or 7.1.0.12.',
    })
  const from = stateOf(installed.level)
  if (wanted.at !== 'latest' && wanted.level === installed.level) return available(from, from, from, noLevels)
  // An earlier candidate is built again from the base; only the levels' numbers matter.
  if (wanted.at === 'former') return available(from, stateOf(wanted.level), from, noLevels)
  const said = await ask(request, toolPath, tool, world)
  const latest = Math.max(said.latest, installed.level)
  if (wanted.at === 'latest') return available(from, stateOf(latest), stateOf(latest), said)
  if (wanted.level < installed.level)
    throw new TrainError(
      'config',
      `Level ${wanted.level} is below the installed level ${installed.level}, and WSO2’s update tool cannot go back.`,
      {
        hint: 'Use `update-train revert` for a level that this track ran before, or start from the base pack on a track of its own.',
      },
    )
  if (wanted.level > latest)
    throw new TrainError(
      'config',
      `There is no level ${wanted.level} of ${nameOfProduct(request.product)} on channel ${channel}; ${latest} is the latest.`,
      { hint: 'Correct `level` (--level).' },
    )
  return available(from, stateOf(wanted.level), stateOf(latest), said)
}

const noLevels: SaidLevels = { latest: null, updates: null, security: null }

function stateOf(level: number): LevelState {
  return { level, timestamp: null, yanked: false, fileList: null }
}

/** The tool counts from the base, and so do these numbers, whatever is installed. */
function available(
  installed: LevelState,
  target: LevelState,
  latest: LevelState,
  { updates, security }: SaidLevels,
): Availability {
  const counts =
    installed.level === target.level || target.level !== latest.level
      ? null
      : { updates: updates ?? 0, security: security ?? 0 }
  return {
    installed,
    latest,
    target,
    updates: [],
    counts,
    takenAway: [],
    warnings: [],
    restricted: true,
    base: null,
  }
}

/**
 * What a run of `check` says of the levels; null where it says none, or has failed for a reason that is known. Whether it
 * exits with 0 or 1 where there are updates is not documented.
 */
function saidBy({ exitCode, lines }: U2Run, product: string): (SaidLevels & { latest: number }) | null {
  const said = readLevels(lines, product)
  if (said.latest === null) return null
  if (exitCode !== exit.success && toolError('', exitCode, lines).code !== 'failure') return null
  return { ...said, latest: said.latest }
}

/** Asks in a home with next to nothing in it; a tool that does not want that, in the whole one. */
async function ask(
  request: CheckRequest,
  toolPath: string | null,
  tool: ToolHome,
  world: World,
): Promise<SaidLevels & { latest: number }> {
  const product = nameOfProduct(request.product)
  const at = { product, level: request.installed.level, channel: request.channel }
  const pack = (await request.pack?.()) ?? null
  if (pack === null && toolPath === null)
    throw new TrainError('usage', `There is neither a pack of ${product} nor an update tool to ask with.`, {
      hint: 'Set `pack` (--pack) to its zip, or `tool-path` (--tool-path) to wso2update_linux.',
    })
  const user = await tool.user()
  const run = async (home: string): Promise<U2Run> =>
    runU2({ home, user, toolPath }, ['check', '--channel', request.channel], world)
  const skeleton = await tool.folder(product)
  await laySkeleton(skeleton, pack, at)
  const first = await run(skeleton)
  const said = saidBy(first, product)
  if (said !== null) return said
  const failure = toolError(`The update tool cannot check ${product}`, first.exitCode, first.lines)
  // What is about the account or the network would be no other with more files.
  if (pack === null || !['failure', 'config', 'verification'].includes(failure.code)) throw failure
  world.log.info('The update tool does not answer in a home without files; it is asked in the whole one.')
  const whole = await tool.folder(product)
  await layWhole(whole, pack, at)
  const second = await run(whole)
  const found = saidBy(second, product)
  if (found !== null) return found
  if (second.exitCode !== exit.success)
    throw toolError(`The update tool cannot check ${product}`, second.exitCode, second.lines)
  throw new TrainError(
    'failure',
    `The update tool checked ${product} and did not say which level is the latest.`,
    {
      hint: 'Its output is in the log above. Run it by hand in an unpacked copy of the pack to see more.',
    },
  )
}
