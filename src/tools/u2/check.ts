import { TrainError } from '../../kernel/errors.ts'
import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import { type Answer, askTool } from '../external/ask.ts'
import { available } from '../external/availability.ts'
import { exit } from '../external/exit-codes.ts'
import { toolError } from '../external/messages.ts'
import type { HomeProgram } from '../external/program.ts'
import type { ToolRun } from '../external/run-tool.ts'
import type { ToolHome } from '../external/tool-home.ts'
import type { Availability, CheckRequest, Counts, LevelState } from '../update-tool.ts'
import { configFile } from './config-file.ts'
import { readU2State } from './config-json.ts'
import { readLevels, type SaidLevels } from './log.ts'
import { knowsNoFlag, runU2 } from './program.ts'
import { skeletonForm } from './skeleton.ts'
import { checkUpdateZip, readUpdateZip } from './update-zip.ts'

/** What the vendor offers. A pinned level that is installed is not asked for. */
export async function checkU2(
  request: CheckRequest,
  { toolPath, updateZip }: { toolPath: string | null; updateZip: string | null },
  tool: ToolHome,
  world: World,
): Promise<Availability> {
  const { wanted, installed, channel } = request
  if (wanted.at === 'timestamp')
    throw new TrainError('config', 'WSO2’s update tool counts in levels, not in timestamps.', {
      hint: 'Give `level` (--level) as a number, as in 12 or 7.1.0.12.',
    })
  const from = stateOf(installed.level)
  if (wanted.at !== 'latest' && wanted.level === installed.level) return available(from, from, from, null)
  // An earlier candidate is built again from the base; only the levels' numbers matter.
  if (wanted.at === 'former') return available(from, stateOf(wanted.level), from, null)
  if (updateZip !== null) return checkUpdateZip(await readUpdateZip(updateZip, request.product), request)
  const product = nameOfProduct(request.product)
  const ask = async (home: string, user: string): Promise<Answer<SaidLatest>> =>
    answerOf(await runCheck({ home, user, toolPath }, channel, world), product)
  const asked = { ...skeletonForm, name: 'wso2update_linux', toolPath, ask }
  const said = await askTool(request, asked, tool, world)
  const latest = stateOf(Math.max(said.latest, installed.level))
  if (wanted.at === 'latest') return available(from, latest, latest, countsUpTo(latest, from, latest, said))
  if (wanted.level < installed.level)
    throw new TrainError(
      'config',
      `Level ${wanted.level} is below the installed level ${installed.level}, and WSO2’s update tool cannot go back.`,
      {
        hint: 'Use `update-train revert` for a level that this track ran before, or start from the base pack on a track of its own.',
      },
    )
  if (wanted.level > latest.level)
    throw new TrainError(
      'config',
      `There is no level ${wanted.level} of ${product} on channel ${channel}; ${latest.level} is the latest.`,
      { hint: 'Correct `level` (--level).' },
    )
  const target = stateOf(wanted.level)
  return available(from, target, latest, countsUpTo(target, from, latest, said))
}

/** The flag is documented for updates only. Without it the tool goes by its settings in the home, and by default to `full`. */
async function runCheck(program: HomeProgram, channel: string, world: World): Promise<ToolRun> {
  if (channel === 'full') return runU2(program, ['check'], world)
  const run = await runU2(program, ['check', '--channel', channel], world)
  if (!knowsNoFlag(run, 'channel')) return run
  if ((await readU2State(program.home))?.channel === channel) return runU2(program, ['check'], world)
  throw new TrainError(
    'config',
    `The update tool cannot be asked for channel ${channel}: its \`check\` knows no --channel, and ${configFile} of the pack does not name it.`,
    {
      hint: 'Give a newer tool with `tool-path` (--tool-path), or a pack that the tool has updated on that channel before.',
    },
  )
}

type SaidLatest = SaidLevels & { latest: number }

function stateOf(level: number): LevelState {
  return { level, timestamp: null, yanked: false, fileList: null }
}

/** The tool counts from the base to the latest level: of a step from another level it says nothing. */
function countsUpTo(
  target: LevelState,
  installed: LevelState,
  latest: LevelState,
  { updates, security }: SaidLevels,
): Counts | null {
  if (installed.level !== 0 || target.level === 0 || target.level !== latest.level) return null
  return { updates: updates ?? 0, security: security ?? 0 }
}

/**
 * What a run of `check` says of the levels, unless it has failed for a reason that is known. Whether it exits with 0 or 1
 * where there are updates is not documented.
 */
function answerOf({ exitCode, lines }: ToolRun, product: string): Answer<SaidLatest> {
  const said = readLevels(lines, product)
  const failure = toolError(`The update tool cannot check ${product}`, exitCode, lines)
  const isFailed = exitCode !== exit.success
  if (said.latest !== null && (!isFailed || failure.code === 'failure'))
    return { said: { ...said, latest: said.latest } }
  if (isFailed) return { failure }
  return {
    failure: new TrainError(
      'failure',
      `The update tool checked ${product} and did not say which level is the latest.`,
      {
        hint: 'Its output is in the log above. Run it by hand in an unpacked copy of the pack to see more.',
      },
    ),
  }
}
