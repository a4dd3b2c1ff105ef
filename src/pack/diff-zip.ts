import { TrainError } from '../kernel/errors.ts'
import { compareDirectories } from './compare-directories.ts'
import {
  type Change,
  type DiffManifest,
  diffManifestName,
  formatManifest,
  largestManifest,
} from './diff-manifest.ts'
import { type DiffSide, heldAt } from './diff-side.ts'
import { compareTrees } from './difference.ts'
import { fitManifest } from './fit-manifest.ts'
import type { Pack, PackEntry } from './open-pack.ts'
import { startPace, type Work } from './pace.ts'
import { planAll } from './plan-all.ts'
import { type ChangedPath, openPlanner, type PlannedChange } from './plan-change.ts'
import type { ReadPairs } from './read-pairs.ts'
import type { Difference, Mode, Tree } from './tree.ts'
import type { WrittenPack } from './write-pack.ts'
import { contentOf, type NewEntryInfo, writeZip } from './zip-output.ts'

export interface DiffWork extends Work {
  before: DiffSide
  after: DiffSide
  /** Must not exist. */
  out: string
  /** Temporary, the writer's own: what has to be read from its end is laid there. */
  folder: string
  /** Whether a path is of class `state`, as far as the packs say. */
  isState: (path: string) => boolean
  /** Date of the manifest's entry, epoch milliseconds. */
  timestamp: number
  /** Plans that were made when the packs were read. */
  plans?: ReadPairs['plans'] | undefined
  /** Bytes that the manifest may have; else as many as are read. */
  manifestBytes?: number
}

/**
 * Writes the diff zip from one pack to another (`docs/diff-zip.md`): a manifest, then every changed and added file, as it
 * lies in `after` or as the ranges of its old one, whichever is smaller; of files with one content only one. Equal inputs give equal bytes.
 * Throws `usage` for packs with different root folders, `failure` where too much changed for one manifest.
 */
export async function writeDiffZip(work: DiffWork): Promise<WrittenPack> {
  const { before, after, out, folder, timestamp } = work
  assertOneRoot(before.pack, after.pack)
  const difference = compareTrees(before.tree, after.tree)
  const pace = startPace(work, after.pack.size)
  const changes = changedPaths(difference, before.tree, after.tree)
  const bytes = changes.reduce((sum, { path }) => sum + (after.pack.entries.get(path)?.size ?? 0), 0)
  await using planner = openPlanner(before, after, folder, {
    pace,
    signal: work.signal,
    bytes,
    plans: work.plans,
  })
  const plans = await planAll(planner, changes, before.tree, after.tree)
  const planned = new Map<string, PlannedChange>(plans.map(plan => [plan.change.path, plan]))
  const format = (changes: Change[]): string => formatManifest(manifestOf(work, difference, changes))
  const content = fitManifest(planned, format, work.manifestBytes ?? largestManifest)
  return await writeZip(out, Buffer.alloc(0), pace, async output => {
    const info = { name: diffManifestName, kind: 'file', mode: 0o644, timestamp } as const
    await output.add(info, contentOf(Buffer.from(content)))
    for (const { change, entry, delta } of planned.values()) {
      if (change.kind === 'same') continue
      if (delta === null) await output.copy(after.pack.archive, entry)
      else await output.addReady(infoOf(entry), delta.facts, delta.file, delta.at)
    }
  })
}

function infoOf({ name, kind, mode, modified }: PackEntry): NewEntryInfo {
  return { name, kind, mode, timestamp: modified }
}

function assertOneRoot(before: Pack, after: Pack): void {
  if (before.root === after.root) return
  throw new TrainError(
    'usage',
    `${before.path} and ${after.path} have the root folders ${before.root} and ${after.root}: there is no diff zip from one product to another.`,
    { hint: 'Compare two packs of one product and version.' },
  )
}

/** Files and links that only the new pack has or that differ there, sorted, with where the old one has their like. */
function changedPaths({ changed, added, renamed }: Difference, before: Tree, after: Tree): ChangedPath[] {
  return [
    ...changed.map(path => ({ path, from: path })),
    ...added.map(path => ({ path, from: null })),
    ...renamed.filter(pair => !isSame(pair, before, after)).map(({ from, to }) => ({ path: to, from })),
  ].sort((one, other) => (one.path < other.path ? -1 : 1))
}

function isSame({ from, to }: Difference['renamed'][number], before: Tree, after: Tree): boolean {
  const [old, now] = [before.get(from), after.get(to)]
  return old?.kind === 'file' && now?.kind === 'file' && old.sha256 === now.sha256
}

function manifestOf(
  { before, after, isState }: DiffWork,
  difference: Difference,
  changes: Change[],
): DiffManifest {
  const directories = compareDirectories(before.pack, after.pack)
  const moved = difference.renamed.filter(pair => isSame(pair, before.tree, after.tree))
  const isMoved = new Set(moved)
  const replaced = difference.renamed.filter(pair => !isMoved.has(pair))
  const removed = [...difference.removed, ...replaced.map(({ from }) => from)].sort()
  const kept = [...removed, ...moved.map(({ from }) => from), ...difference.modeChanged]
  return {
    format: 'update-train-diff',
    version: 1,
    root: after.pack.root,
    contentDigest: { before: before.contentDigest, after: after.contentDigest },
    sha256: { before: before.sha256, after: after.sha256 },
    removed,
    renamed: moved,
    modes: modesOf(after.pack, [
      ...difference.modeChanged,
      ...moved.map(({ to }) => to),
      ...directories.modeChanged,
      ...directories.added,
    ]),
    addedDirectories: directories.added,
    removedDirectories: directories.removed,
    unlistedDirectories: directories.unlisted,
    before: new Map(
      kept.sort().flatMap(path => {
        const held = heldAt(before.tree, path)
        return held === null ? [] : [[path, held] as const]
      }),
    ),
    state: [...kept, ...moved.map(({ to }) => to), ...changes.map(({ path }) => path)].filter(isState).sort(),
    changes,
  }
}

function modesOf({ entries }: Pack, paths: readonly string[]): Map<string, Mode> {
  const modes = [...paths].sort().flatMap(path => {
    const entry = entries.get(path)
    return entry === undefined ? [] : [[path, entry.mode] as const]
  })
  return new Map(modes)
}
