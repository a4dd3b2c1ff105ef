import { TrainError } from '../../kernel/errors.ts'
import type { Merging } from '../../merge/merging.ts'
import { homeTree } from '../../pack/inventory.ts'
import type { Tree } from '../../pack/tree.ts'
import { exit } from './exit-codes.ts'
import { toolError } from './messages.ts'
import type { ToolRun } from './run-tool.ts'
import {
  findSideFiles,
  removeSideFiles,
  type SettledSides,
  type SideNames,
  settleSides,
} from './side-files.ts'

/** What came of a tool's conflicts, and what it said as it went on. */
export type Answered = SettledSides & { lines: string[] }

export const nothingToAnswer: Answered = { open: [], notices: [], used: [], deletes: [], lines: [] }

/** A tool that has met conflicts. */
export interface Conflicted {
  /** What it was to do, for messages. */
  what: string
  home: string
  before: Tree
  merging: Merging
  around: { signal: AbortSignal; skip: (path: string) => boolean }
  /** How the tool lays conflicts out; missing where it knows none. */
  sides?: SideNames
  /** Lets it go on with the answers. */
  proceed?: () => Promise<ToolRun>
}

/** Exit code 3: answers are laid where the tool looks for them, and it goes on. Throws for any other failure. */
export async function answerConflicts(run: ToolRun, work: Conflicted): Promise<Answered> {
  const { what, home, before, merging, around, sides, proceed } = work
  if (run.exitCode !== exit.conflicts || sides === undefined || proceed === undefined)
    throw toolError(what, run.exitCode, run.lines)
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
  const second = await proceed()
  if (second.exitCode !== exit.success)
    throw toolError(`${what} with the answers`, second.exitCode, second.lines)
  await removeSideFiles(home, conflicts, sides, before)
  return { ...settled, lines: second.lines }
}
