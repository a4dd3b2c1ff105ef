import { join } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import { exists } from '../../kernel/files.ts'
import { type Sha256, sha256OfFile } from '../../kernel/sha256.ts'
import type { Merging } from '../../merge/merging.ts'
import { homeTree } from '../../pack/inventory.ts'
import type { Tree } from '../../pack/tree.ts'
import type { LevelState } from '../update-tool.ts'
import { assertVendors } from './customised.ts'
import { exit } from './exit-codes.ts'
import { toolError } from './messages.ts'
import type { ToolRun } from './run-tool.ts'
import {
  findSideFiles,
  removeSideFiles,
  type SettledSides,
  type SideNames,
  settleSides,
  type ToolConflict,
} from './side-files.ts'

/** What came of a tool's conflicts, and what it said as it went on. */
export type Answered = SettledSides & { lines: string[] }

export const nothingToAnswer: Answered = {
  open: [],
  notices: [],
  used: [],
  deletes: [],
  finals: new Map(),
  lines: [],
}

/** A tool that has met conflicts. */
export interface Conflicted {
  /** What it was to do, for messages. */
  what: string
  home: string
  before: Tree
  merging: Merging
  from: Pick<LevelState, 'level'>
  /** The pack of a lower level that the tool has made the home's of; null where nobody knows. */
  madeOf: string | null
  around: { signal: AbortSignal; skip: (path: string) => boolean }
  /** How the tool lays conflicts out; missing where it knows none. */
  sides?: SideNames
  /** Lets it go on with the answers. */
  proceed?: () => Promise<ToolRun>
  /** Files that the update brings, as far as they are known. */
  shipped?: () => Promise<Tree>
}

/** Rounds of conflicts that are answered: one may show only when another is out of the way. */
const mostRounds = 5

/**
 * Exit code 3: answers are laid where the tool looks for them, and it goes on; what it meets then is answered likewise.
 * Throws for any other failure, and `verification` where it took something else for an answer.
 */
export async function answerConflicts(run: ToolRun, work: Conflicted): Promise<Answered> {
  const { what, home, before, merging, around, sides, proceed } = work
  if (run.exitCode !== exit.conflicts || sides === undefined || proceed === undefined)
    throw toolError(what, run.exitCode, run.lines)
  const all: Answered = { open: [], notices: [], used: [], deletes: [], finals: new Map(), lines: [] }
  const met: ToolConflict[] = []
  const known = new Map(before)
  let last = run
  for (let round = 0; last.exitCode === exit.conflicts; round += 1) {
    const now = await homeTree(home, around)
    const shipped = vendorsOwn(now, (await work.shipped?.()) ?? new Map())
    for (const [path, entry] of shipped) known.set(path, entry)
    const found = findSideFiles(home, known, now, sides)
    // Not every tool takes away what was answered.
    const fresh = found.filter(({ path }) => !all.finals.has(path))
    if (fresh.length === 0 || round === mostRounds) throw noConflicts(what, round)
    await assertVendors([...found.map(({ path }) => path), ...all.finals.keys()], merging, work, what)
    const settled = await settleSides(home, fresh, sides, merging)
    met.push(...fresh)
    all.open.push(...settled.open)
    all.notices.push(...settled.notices)
    all.used.push(...settled.used)
    all.deletes.push(...settled.deletes)
    for (const [path, digest] of settled.finals) all.finals.set(path, digest)
    if (all.open.length > 0) return all
    last = await proceed()
    all.lines.push(...last.lines)
  }
  if (last.exitCode !== exit.success) throw toolError(`${what} with the answers`, last.exitCode, last.lines)
  await assertTaken(what, home, all.finals)
  await removeSideFiles(home, met, sides, known)
  return all
}

/** What lies in a home just as the update brings it: whatever its name, no side of a conflict. */
function vendorsOwn(now: Tree, shipped: Tree): Tree {
  return new Map(
    [...shipped].filter(([path, entry]) => {
      const there = now.get(path)
      return entry.kind === 'file' && there?.kind === 'file' && there.sha256 === entry.sha256
    }),
  )
}

function noConflicts(what: string, rounds: number): TrainError {
  const found = rounds === 0 ? 'has laid nothing beside any file' : 'has met no others than those answered'
  return new TrainError(
    'failure',
    `${what}: it speaks of conflicts (exit code 3), but ${rounds === mostRounds ? `does so again after ${rounds} rounds of answers` : found}.`,
    {
      hint: 'Its output is in the log above. Run it by hand in an unpacked copy of the pack to see them.',
    },
  )
}

/** What a report says of an answer must be true of the file. */
async function assertTaken(what: string, home: string, finals: ReadonlyMap<string, Sha256>): Promise<void> {
  const others: string[] = []
  for (const [path, digest] of finals) {
    const file = join(home, path)
    if (!(await exists(file)) || (await sha256OfFile(file)).sha256 !== digest) others.push(path)
  }
  if (others.length === 0) return
  throw new TrainError(
    'verification',
    `${what}: it was given answers to its conflicts and ended as if all were well, but ${others.join(', ')} ${others.length === 1 ? 'is not the answer' : 'are not the answers'}.`,
    {
      hint: 'Nothing was published. Give the vanilla pack as `base` (--base), so that your files are merged here and not by the tool.',
    },
  )
}
