import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import type { Notice } from '../../merge/decision.ts'
import { homeTree } from '../../pack/inventory.ts'
import type { Difference, Tree } from '../../pack/tree.ts'
import type { Application, ApplyRequest, ToolSummary } from '../update-tool.ts'
import { answerConflicts, nothingToAnswer } from './answer-conflicts.ts'
import { audited, type Vendors } from './audited.ts'
import { assertVendors } from './customised.ts'
import { exit } from './exit-codes.ts'
import { type Arrived, type TakenBack, takenBack } from './half-update.ts'
import { assertDone } from './left-undone.ts'
import { lastSaid } from './messages.ts'
import type { ToolRun } from './run-tool.ts'
import type { SideNames } from './side-files.ts'

/** How a tool lays conflicts out, and goes on once they are answered. */
export interface Conflicts {
  sides: SideNames
  proceed: () => Promise<ToolRun>
  /** Takes back an update that the home came with half done, and how it ends then. */
  revert: () => Promise<ToolRun>
  reverted: readonly number[]
  /** Files that the update brings, as far as they are known while it is under way: one may be named like a side of a conflict. */
  shipped?: () => Promise<Tree>
}

/** How one tool brings a home to a level. */
export interface Driven {
  /** What of a home is the tool's own: nothing of a team's is there. */
  isOwn: (path: string) => boolean
  start: () => Promise<ToolRun>
  /** Null for a tool that merges nothing. */
  conflicts: Conflicts | null
  /** The level that the tool's state files say, and their name; null where there are none. */
  reached: () => Promise<{ level: number | null; file: string }>
  /** Has the tool say what it takes the home for, where its state files say something else than it did; for people to read. */
  tellState?: () => Promise<unknown>
  /** What is known of the vendor's side, when the tool is through. */
  vendors: (before: Tree, after: Tree, lines: readonly string[]) => Promise<Vendors>
  summary: (lines: readonly string[], difference: Difference) => Promise<ToolSummary>
}

/**
 * Lets a tool bring a home to a level. That it succeeded is said by the exit code and by the level in its state files,
 * both; what it did to the team's files is found by comparing, whatever it says.
 */
export async function updateHome(request: ApplyRequest, tool: Driven, world: World): Promise<Application> {
  const { home, merging, to } = request
  const what = whatFails(request)
  const around = { signal: world.signal, skip: tool.isOwn }
  const found = await homeTree(home, around)
  const back = await takenBackIn(home, found, { what, around }, tool, world)
  const before = back.reverted ?? found
  // What was in that pack of files that the update had met is not what was reverted.
  const pack = back.reverted === null ? (request.pack ?? null) : null
  const first = await tool.start()
  const answered =
    first.exitCode === exit.success
      ? nothingToAnswer
      : await answerConflicts(first, {
          ...{ what, home, before, merging, around, from: request.from, madeOf: request.madeOf ?? null },
          ...tool.conflicts,
        })
  if (answered.open.length > 0) return { kind: 'conflict', conflicts: answered.open }
  const lines = [...first.lines, ...answered.lines]
  const reached = await tool.reached()
  if (reached.level !== to.level) {
    await tellState(tool, world)
    throw otherLevel(what, reached, lines)
  }
  for (const path of answered.deletes) await rm(join(home, path), { force: true })
  const after = await homeTree(home, around)
  const vendors = await tool.vendors(before, after, lines)
  await assertVendors(vendors.altered ?? [], merging, { ...request, before }, what)
  const sides = tool.conflicts?.sides ?? null
  const { withoutBase = false } = merging
  const ended = { what, home, before, after, sides, vendors, answered: answered.finals, withoutBase }
  const undone = assertDone(ended, world)
  const { notices, difference } = await audited({ ...vendors, before, after, pack }, merging)
  const doubts = [...undone, ...doubtsOf(reached.file, vendors, difference)]
  for (const { path, message } of doubts) world.log.warning(`${path} ${message}.`)
  return {
    kind: 'applied',
    notices: [
      ...back.notices,
      ...doubts,
      ...answered.notices,
      ...notices.filter(({ path }) => !answered.finals.has(path)),
    ],
    used: answered.used,
    fetchedBytes: 0,
    summary: await tool.summary(lines, difference),
  }
}

async function takenBackIn(
  home: string,
  before: Tree,
  work: Pick<Arrived, 'what' | 'around'>,
  { conflicts, reached }: Driven,
  world: World,
): Promise<TakenBack> {
  if (conflicts === null) return { reverted: null, notices: [] }
  const level = async (): Promise<number | null> => (await reached()).level
  return takenBack({ ...work, ...conflicts, home, before, level }, world)
}

/** What a person must know of a success that cannot be looked into, or that there is nothing to see of. */
function doubtsOf(file: string, vendors: Vendors, difference: Difference): Notice[] {
  const row = 'audit'
  const doubts: Notice[] = []
  const { added, removed, changed, renamed, modeChanged } = difference
  if ([added, removed, changed, renamed, modeChanged].every(({ length }) => length === 0))
    doubts.push({
      ...{ path: file, row, severity: 'warning' },
      message: 'says the new level, but the update tool has changed no file of the product',
    })
  else if (vendors.isBlind === true)
    doubts.push({
      ...{ path: file, row, severity: 'warning' },
      message:
        'says the new level, but the update tool has left nothing to see by what it overwrote: files of yours that were in the pack without a `base` (--base) are to be compared by hand',
    })
  return doubts
}

/** The beginning of every error about such an update. */
export function whatFails({ product, to }: Pick<ApplyRequest, 'product' | 'to'>): string {
  return `The update tool cannot bring ${nameOfProduct(product)} to level ${to.level}`
}

/** Its output is in the log. A tool that cannot say it is no further fault. */
async function tellState({ tellState: tell }: Driven, { log, signal }: World): Promise<void> {
  try {
    await tell?.()
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof TrainError)) throw error
    log.info('The update tool does not say its state.')
  }
}

/** The tool's word for it is not enough: a run that ended with 0 and changed nothing was seen. */
function otherLevel(
  what: string,
  { level, file }: { level: number | null; file: string },
  lines: readonly string[],
): TrainError {
  const found = level === null ? `there is no ${file}` : `${file} says level ${level}`
  return new TrainError('verification', `${what}: it ended as if all were well, but ${found}.`, {
    hint: `Nothing was published. It said last: ${lastSaid(lines) ?? 'nothing'}. Run again; if it stays so, ask WSO2’s support.`,
  })
}

/** The lists of a summary, which are always those that we found. */
export function listsOf({ added, changed, removed, renamed }: Difference): {
  added: string[]
  changed: string[]
  removed: string[]
} {
  return {
    added: [...added, ...renamed.map(({ to }) => to)].sort(),
    changed,
    removed: [...removed, ...renamed.map(({ from }) => from)].sort(),
  }
}
