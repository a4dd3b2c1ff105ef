import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import type { Merging } from '../../merge/merging.ts'
import { homeTree } from '../../pack/inventory.ts'
import type { Tree } from '../../pack/tree.ts'
import { audited } from '../external/audited.ts'
import { toolError } from '../external/messages.ts'
import {
  findSideFiles,
  removeSideFiles,
  type SettledSides,
  type SideNames,
  settleSides,
} from '../external/side-files.ts'
import type { ToolHome } from '../external/tool-home.ts'
import type { Application, ApplyRequest } from '../update-tool.ts'
import { readU2State } from './config-json.ts'
import { readLevels, readRun } from './log.ts'
import { exit, runU2, type U2Program, type U2Run } from './program.ts'
import { isOwn } from './programs.ts'
import { summaryOf, writtenSummaries } from './summary.ts'
import { baseOf, readDownloads } from './three-way.ts'

/** How the tool lays a conflict out (WSO2 docs-updates, *Resolve conflicts*). */
const sides: SideNames = { base: '.original', theirs: '.new', final: '.final' }

/**
 * Lets the tool bring a home to a level. That it succeeded is said by the exit code and by the level in
 * `updates/config.json`, both; what it did to the team's files is found by comparing, whatever it says.
 */
export async function applyU2(
  request: ApplyRequest,
  toolPath: string | null,
  tool: ToolHome,
  world: World,
): Promise<Application> {
  const { home, merging, from, to, channel } = request
  const product = nameOfProduct(request.product)
  const what = `The update tool cannot bring ${product} to level ${to.level}`
  await assertUpdatable(home, product)
  const around = { signal: world.signal, skip: isOwn }
  const before = await homeTree(home, around)
  const summaries = await writtenSummaries(home)
  const user = await tool.user()
  const program: U2Program = { home, user, toolPath }
  // The home is a copy: the pack is the backup.
  const args = ['--level', String(to.level), '--channel', channel, '--no-backup']
  const first = await runU2(program, args, world)
  const work = { what, program, args, before, merging, around }
  const answered =
    first.exitCode === exit.success ? nothingToAnswer : await answerConflicts(first, work, world)
  if (answered.open.length > 0) return { kind: 'conflict', conflicts: answered.open }
  const lines = [...first.lines, ...answered.lines]

  await assertLevel(home, to.level, lines, what)
  for (const path of answered.deletes) await rm(join(home, path), { force: true })
  const after = await homeTree(home, around)
  const step = { product, version: request.product.version, from: from.level, to: to.level }
  const downloads = await readDownloads(user, step)
  const { fresh } = downloads
  const inventories = { base: baseOf(before, downloads), before, after, fresh, pack: request.pack ?? null }
  const { notices, difference } = await audited(inventories, merging)
  const said = new Set(answered.notices.map(({ path }) => path))
  return {
    kind: 'applied',
    notices: [...answered.notices, ...notices.filter(({ path }) => !said.has(path))],
    used: answered.used,
    fetchedBytes: 0,
    summary: await summaryOf(home, summaries, readRun(lines), readLevels(lines, product), difference),
  }
}

/** What came of the tool's conflicts, and what it said as it went on. */
type Answered = SettledSides & { lines: string[] }

const nothingToAnswer: Answered = { open: [], notices: [], used: [], deletes: [], lines: [] }

interface Work {
  what: string
  program: U2Program
  args: readonly string[]
  before: Tree
  merging: Merging
  around: { signal: AbortSignal; skip: (path: string) => boolean }
}

/** Exit code 3: answers are laid where the tool looks for them, and it goes on. Throws for any other failure. */
async function answerConflicts(run: U2Run, work: Work, world: World): Promise<Answered> {
  const { what, program, args, before, merging, around } = work
  const { home } = program
  if (run.exitCode !== exit.conflicts) throw toolError(what, run.exitCode, run.lines)
  const conflicts = findSideFiles(home, before, await homeTree(home, around), sides)
  if (conflicts.length === 0)
    throw new TrainError(
      'failure',
      `${what}: it speaks of conflicts (exit code 3), but has laid nothing beside any file.`,
      {
        hint: 'Its output is in the log above. Run it by hand in an unpacked copy of the pack to see them.',
      },
    )
  const settled = await settleSides(home, conflicts, sides, merging)
  if (settled.open.length > 0) return { ...settled, lines: [] }
  const second = await runU2(program, [...args, '--continue'], world)
  if (second.exitCode !== exit.success)
    throw toolError(`${what} with the answers`, second.exitCode, second.lines)
  await removeSideFiles(home, conflicts, sides, before)
  return { ...settled, lines: second.lines }
}

async function assertUpdatable(home: string, product: string): Promise<void> {
  const state = await readU2State(home)
  if (state?.hasHotfixes !== true) return
  throw new TrainError('config', `${product} has hotfixes, and a pack with hotfixes cannot be updated.`, {
    hint: 'Revert them first (`bin/wso2update_linux revert-hotfix` in an unpacked copy), then zip the pack again.',
  })
}

/** The tool's word for it is not enough: a run that ended with 0 and changed nothing was seen. */
async function assertLevel(
  home: string,
  level: number,
  lines: readonly string[],
  what: string,
): Promise<void> {
  const state = await readU2State(home)
  if (state?.level === level) return
  const found =
    state === null ? 'there is no updates/config.json' : `updates/config.json says level ${state.level}`
  throw new TrainError('verification', `${what}: it ended as if all were well, but ${found}.`, {
    hint: `Nothing was published. It said last: ${lines.findLast(line => line.trim() !== '')?.trim() ?? 'nothing'}. Run again; if it stays so, ask WSO2’s support.`,
  })
}
