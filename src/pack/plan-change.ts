import { join } from 'node:path'
import { contentFile } from './content-file.ts'
import { makeDelta } from './delta.ts'
import type { Change } from './diff-manifest.ts'
import { type DiffSide, heldAt } from './diff-side.ts'
import { readWhole } from './entry-content.ts'
import { findRanges } from './find-ranges.ts'
import type { PackEntry } from './open-pack.ts'
import type { Pace } from './pace.ts'
import { encodeRanges, type Stretch } from './ranges.ts'
import { openSpool } from './spool.ts'
import { largestUndo, undoOf } from './text-undo.ts'
import type { Content } from './zip-output.ts'

/** A file or link of a diff zip to be. */
export interface PlannedChange {
  change: Change
  /** The new pack's. */
  entry: PackEntry
  /** What travels instead of the file; null where it travels as it lies. */
  delta: Content | null
}

/** Decides how changed files travel; what was planned can be read until the planner is disposed of. */
export interface Planner extends Disposable {
  /** `from` is where the old pack has the file's like; null where it has none. Throws `pack-damaged`, `disk-full`, … */
  plan(path: string, from: string | null): Promise<PlannedChange>
}

/** Bytes in a zip below which a file is not worth ranges. */
const smallest = 4096

/** `folder` is temporary and there. */
export function openPlanner(before: DiffSide, after: DiffSide, folder: string, pace: Pace): Planner {
  const deltas = openSpool(join(folder, 'deltas'))
  return {
    plan: async (path, from) => {
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
      const old = before.pack.entries.get(from ?? '')
      if (old?.kind !== 'file' || entry.kind !== 'file') return { change, entry, delta: null }
      const undo = undoBetween(before, old, after, entry)
      if (undo !== null) return { change: { ...change, undo }, entry, delta: null }
      if (entry.compressedSize < smallest || old.size === 0) return { change, entry, delta: null }

      using oldFile = await contentFile(before.pack.archive, old, join(folder, 'old'), pace)
      using newFile = await contentFile(after.pack.archive, entry, join(folder, 'new'), pace)
      const stretches = findRanges(oldFile.file, newFile.file)
      const ranges = encodeRanges(stretches)
      if (costOf(stretches, ranges) >= entry.compressedSize) return { change, entry, delta: null }
      const start = deltas.file().size
      await makeDelta(stretches, oldFile.file, newFile.file, pace, deltas.take)
      const delta = deltas.slice(start)
      return { change: { ...change, kind: 'ranges', ranges }, entry, delta: { ...delta, mixed: true } }
    },
    [Symbol.dispose]: () => deltas[Symbol.dispose](),
  }
}

/** Texts are small and travel whole, so that they can be merged where they were changed on a machine as well. */
function undoBetween(
  before: DiffSide,
  old: PackEntry,
  after: DiffSide,
  entry: PackEntry,
): NonNullable<Change['undo']> | null {
  // Nothing is merged there, and a pack may come with an account in what its update tool has written.
  if (entry.path.startsWith('updates/')) return null
  if (Math.max(old.size, entry.size) > largestUndo) return null
  return undoOf(readWhole(before.pack.archive, old), readWhole(after.pack.archive, entry))
}

/** About what ranges take in a zip, in bytes: differences are zeros for the most part, and numbers are digits. */
function costOf(stretches: readonly Stretch[], ranges: unknown): number {
  let cost = JSON.stringify(ranges).length / 3
  for (const { kind, length } of stretches)
    cost += kind === 'fresh' ? length : kind === 'add' ? length / 8 : 0
  return cost
}
