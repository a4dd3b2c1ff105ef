import { join } from 'node:path'
import type { Change } from './diff-manifest.ts'
import { type DiffSide, heldAt } from './diff-side.ts'
import { readWhole } from './entry-content.ts'
import type { PackEntry } from './open-pack.ts'
import type { Pace } from './pace.ts'
import { type PairOfFiles, type PairPlan, planPair, type ReadyDelta } from './plan-pair.ts'
import { areWorthThreads, openPairThreads } from './plan-threads.ts'
import type { ReadPairs } from './read-pairs.ts'
import { openSpool } from './spool.ts'
import { isText, largestUndo } from './text-undo.ts'

/** A file or link of a diff zip to be. */
export interface PlannedChange {
  change: Change
  /** The new pack's. */
  entry: PackEntry
  /** What travels instead of the file; null where it travels as it lies. */
  delta: ReadyDelta | null
}

/** A file or link of the new pack, with where the old one has its like; null where it has none. */
export interface ChangedPath {
  path: string
  from: string | null
}

/** Decides how changed files travel, several at once; what was planned can be read until the planner is disposed of. */
export interface Planner extends AsyncDisposable {
  /** Throws `pack-damaged`, `disk-full`, … */
  plan(changed: ChangedPath): Promise<PlannedChange>
  /** Whether a file is a text that travels with its old one. */
  isMergeable(changed: ChangedPath): boolean
  /** A file whose content the change of another path brings. */
  same(changed: ChangedPath, as: string): PlannedChange
}

/** `folder` is temporary and there. */
export function openPlanner(
  before: DiffSide,
  after: DiffSide,
  folder: string,
  work: {
    pace: Pace
    signal: AbortSignal | undefined
    /** Of all files that will be planned. */
    bytes: number
    plans?: ReadPairs['plans'] | undefined
  },
): Planner {
  const deltas = openSpool(join(folder, 'deltas'))
  const threads = openPairThreads(folder, work.signal)
  let last: Promise<unknown> = Promise.resolve()
  /** One after the other: all use one folder. */
  const planHere = (pair: PairOfFiles): Promise<PairPlan> => {
    const planned = last.then(() => planPair(pair, folder, deltas, work.pace))
    last = planned.catch(() => undefined)
    return planned
  }
  const whole = ({ path, from }: ChangedPath): PlannedChange & { delta: null } => {
    const entry = after.pack.entries.get(path)
    const held = heldAt(after.tree, path)
    if (entry === undefined || held === null) throw new Error(`${path} is not in the tree of the new pack.`)
    const change: Change = {
      path,
      kind: 'whole',
      ...(from === null || from === path ? {} : { from }),
      before: from === null ? null : heldAt(before.tree, from),
      after: held,
    }
    return { change, entry, delta: null }
  }
  return {
    isMergeable: ({ path }) => {
      const entry = after.pack.entries.get(path)
      return (
        entry?.kind === 'file' && entry.size <= largestUndo && isText(readWhole(after.pack.archive, entry))
      )
    },
    same: (changed, as) => {
      const { change, entry } = whole(changed)
      return { change: { ...change, kind: 'same', as }, entry, delta: null }
    },
    plan: async changed => {
      const { path, from } = changed
      const { change, entry } = whole(changed)
      const old = before.pack.entries.get(from ?? '')
      if (old?.kind !== 'file' || entry.kind !== 'file') return { change, entry, delta: null }
      const pair = {
        before: { zip: before.pack.archive, entry: old },
        after: { zip: after.pack.archive, entry },
      }
      const ready = work.plans?.get(path)
      const planned = areWorthThreads(work.bytes) ? () => threads.plan(pair) : () => planHere(pair)
      const plan = await (ready?.from === from ? ready.plan : planned())
      if (plan.kind === 'ranges')
        return { change: { ...change, kind: 'ranges', ranges: plan.ranges }, entry, delta: plan.delta }
      // Nothing is merged below `updates/`, and a pack may come with an account in what its update tool has written.
      const { undo } = path.startsWith('updates/') ? {} : plan
      return { change: undo === undefined ? change : { ...change, undo }, entry, delta: null }
    },
    [Symbol.asyncDispose]: async () => {
      await threads[Symbol.asyncDispose]()
      await last
      deltas[Symbol.dispose]()
    },
  }
}
