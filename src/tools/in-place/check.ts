import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import { homeTree } from '../../pack/inventory.ts'
import { openPack } from '../../pack/open-pack.ts'
import { type Answer, askTool } from '../external/ask.ts'
import { available } from '../external/availability.ts'
import { exit } from '../external/exit-codes.ts'
import { toolError } from '../external/messages.ts'
import type { HomeProgram } from '../external/program.ts'
import type { SelfUpdates } from '../external/run-again.ts'
import type { ToolRun } from '../external/run-tool.ts'
import { findSideFiles } from '../external/side-files.ts'
import { assertAbove, readLevel, saysNothingNew, stateAt, wantedTimestamp } from '../external/timestamps.ts'
import type { ToolHome } from '../external/tool-home.ts'
import type { Availability, CheckRequest, Counts } from '../update-tool.ts'
import { runInPlace } from './program.ts'
import { programName } from './programs.ts'
import { readCounts } from './said.ts'
import { sides } from './side-names.ts'
import { skeletonForm } from './skeleton.ts'

/** Where an update leads. */
interface Reached {
  level: number
  counts: Counts | null
}

/**
 * What the vendor offers. The tool has no command to ask with, and does not say which level it goes to: it updates a home
 * that is thrown away, and what that is at is the answer. What it downloads is there for the update itself.
 */
export async function checkInPlace(
  request: CheckRequest,
  { toolPath, selfUpdates }: { toolPath: string | null; selfUpdates: SelfUpdates },
  tool: ToolHome,
  world: World,
): Promise<Availability> {
  const { channel } = request
  const from = stateAt(request.installed.level)
  const wanted = wantedTimestamp(request.wanted)
  if (wanted === from.level) return available(from, from, from, null)
  // An earlier candidate is built again from the base; only the levels' numbers matter.
  if (wanted !== null && request.wanted.at === 'former') return available(from, stateAt(wanted), from, null)
  if (wanted !== null) assertAbove(wanted, from.level)
  const product = nameOfProduct(request.product)
  const args = [...(wanted === null ? [] : ['-t', String(wanted)]), '-c', channel]
  const ask = async (home: string, user: string, pack: string | null): Promise<Answer<Reached>> => {
    const program = { home, user, toolPath }
    const run = await selfUpdates.of(runInPlace(program, args, world))
    const ended = run.exitCode === exit.conflicts && pack !== null ? await goOn(program, pack, world) : run
    return answerOf(ended, run.lines, from.level, await readLevel(home), product)
  }
  const asked = { ...skeletonForm, name: programName, toolPath, ask }
  const { level, counts } = await askTool(request, asked, tool, world)
  if (wanted !== null && level !== wanted)
    throw new TrainError(
      'config',
      `No level of ${product} on channel ${channel} has the timestamp ${wanted}; ${level} is the newest up to it.`,
      { hint: `A timestamp must be exact: set \`level\` (--level) to ${level}, or to another level’s.` },
    )
  const target = stateAt(level)
  return available(from, target, target, counts)
}

/** A level that was reached, or the tool's word that there is none and a home that agrees. */
function answerOf(
  { exitCode, lines }: ToolRun,
  said: readonly string[],
  installed: number,
  reached: number | null,
  product: string,
): Answer<Reached> {
  const level = reached ?? 0
  const failure = toolError(`The update tool cannot check ${product}`, exitCode, lines)
  const isFailed = exitCode !== exit.success
  if (!isFailed && level > installed) return { said: { level, counts: readCounts(said) } }
  if (level === installed && saysNothingNew(lines) && (!isFailed || failure.code === 'failure'))
    return { said: { level, counts: null } }
  if (isFailed) return { failure }
  return {
    failure: new TrainError(
      'verification',
      `The update tool checked ${product} and ended as if all were well, but neither updated anything nor said that nothing is new.`,
      {
        hint: 'Its output is in the log above. Run it by hand in an unpacked copy of the pack to see more.',
      },
    ),
  }
}

/** Conflicts in a home that is thrown away: the update's side is as good as any. */
async function goOn(program: HomeProgram, pack: string, world: World): Promise<ToolRun> {
  const { home } = program
  await using opened = await openPack(pack)
  for (const { path, theirs } of findSideFiles(home, opened.entries, await homeTree(home), sides))
    await copyFile(theirs ?? join(home, path), `${home}/${path}${sides.final}`)
  return await runInPlace(program, ['--continue'], world)
}
