import { lstat, readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { FinishedFile, Published } from '../host/host.ts'
import { placeFiles } from '../host/place-files.ts'
import { assertSpace } from '../kernel/disk-space.ts'
import { TrainError } from '../kernel/errors.ts'
import { holdFile } from '../kernel/exclusive.ts'
import { exists } from '../kernel/files.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import { parentsOf } from '../kernel/writable-folders.ts'
import { type ClassGlobs, classMatcher } from '../merge/classes.ts'
import { takeKinds } from '../merge/decide-kinds.ts'
import { decideTree, type TreeDecisions, type Trees } from '../merge/decide-tree.ts'
import type { Notice, PathClass, ShownConflict } from '../merge/decision.ts'
import type { ConflictPolicy, Merging } from '../merge/merging.ts'
import { keepAllReplaced, type PlannedHome, planHome } from '../merge/plan-home.ts'
import { resolutionsIn } from '../merge/resolutions.ts'
import { type DiffSource, layContents } from '../pack/diff-contents.ts'
import { diffTrees, touchedPaths } from '../pack/diff-trees.ts'
import { homeTree } from '../pack/inventory.ts'
import { linkHome } from '../pack/link-home.ts'
import { type DiffZip, openDiffZip } from '../pack/open-diff.ts'
import { recoverHome, swapHome, syncHome } from '../pack/swap-home.ts'
import type { Tree } from '../pack/tree.ts'
import { writeHome } from '../pack/write-home.ts'
import { replacedPlace } from './home-replaced.ts'
import { diffClasses, isPatched, otherwise } from './patch-classes.ts'
import { conflictsFolder, replacedFolder } from './publish.ts'

export interface HomePatch {
  /** The unpacked home, or a link to it; absolute. */
  home: string
  diff: string
  /** Recorded answers. */
  resolutions: string
  classes: ClassGlobs
  onConflict: ConflictPolicy
}

export type PatchedHome = { paths: Published['paths'] } & (
  | { kind: 'patched'; notices: Notice[] }
  | { kind: 'up-to-date'; notices: Notice[] }
  | { kind: 'conflict'; conflicts: ShownConflict[] }
)

/**
 * Brings an unpacked home to where a diff zip leads, without any network. The team's changes are decided by the table
 * that updates are decided by; a conflict changes nothing and is laid out beside the home. Else a second home is built
 * beside the first one and takes its place; a home that is there already is left alone. Throws `verification` for a home of another level, and `busy`.
 */
export async function patchHome(patch: HomePatch, world: World): Promise<PatchedHome> {
  const home = await placeOf(patch.home)
  const folder = dirname(home)
  const name = basename(home)
  const { clock, signal } = world
  await using _hold = await holdFile(join(folder, `.${name}.update-train.running`), {
    clock,
    signal,
    limit: 0,
    work: `works on ${home}`,
  })
  await recoverHome(home)
  await assertHome(home)
  await using diff = await openDiffZip(patch.diff)
  await using staging = await temporaryFolder(folder, '.update-train-')
  const merging: Merging = {
    classOf: classMatcher(patch.classes),
    resolutions: resolutionsIn(patch.resolutions),
    onConflict: patch.onConflict,
    conflicts: join(staging.path, 'conflicts'),
    replaced: join(staging.path, 'replaced'),
  }
  const ours = await touchedTree(diff, home, world)
  if (isPatched(diff, home, ours)) return { kind: 'up-to-date', paths: {}, notices: otherwise(diff, ours) }
  const { trees, decisions } = await decideHome(diff, home, ours, merging)
  const source: DiffSource = { diff, home, ours: trees.ours, signal }
  await using blobs = await temporaryFolder(staging.path)
  const contents = { fetchBlobs: layContents.bind(null, source) }
  const planned = await planHome(decisions, trees, contents, merging, { home, blobs: blobs.path })
  const place = (files: readonly FinishedFile[]): Promise<Published['paths']> =>
    placeFiles(files, {
      folder,
      nameOf: file => `${name}.${file.name}`,
      resolutions: patch.resolutions,
      log: world.log,
      anew: ['conflicts'],
    })
  if (planned.kind === 'conflict') {
    const laid = await conflictsFolder(planned.conflicts, staging.path)
    return { kind: 'conflict', conflicts: planned.conflicts, paths: await place([laid]) }
  }
  await layWanted(source, planned, blobs.path)
  const made = join(staging.path, 'home')
  await build(planned, { home, made, blobs: blobs.path }, world)
  await keepAllReplaced(decisions, trees.ours, home, merging.replaced)
  const replaced = await replacedFolder(staging.path)
  const kept = replaced === null ? null : await replacedPlace(home, replaced, signal)
  const paths = await place(kept === null || kept.file === null ? [] : [kept.file])
  if (kept !== null) paths.replaced = kept.path
  const former = await swapHome(home, made)
  if (former !== null)
    world.log.warning(
      `${home} is patched, but ${former}, which it was before, could not be removed: remove it yourself.`,
    )
  return { kind: 'patched', notices: planned.notices, paths }
}

/** Where the home itself lies: what links to it stays. It may be missing for the moment, after a kill. */
async function placeOf(home: string): Promise<string> {
  const found = await lstat(home).catch(() => null)
  if (found?.isSymbolicLink() !== true) return home
  return realpath(home).catch(async () => resolve(dirname(home), await readlink(home)))
}

async function assertHome(home: string): Promise<void> {
  const found = await lstat(home).catch(() => null)
  if (found?.isDirectory() === true) return
  throw new TrainError('pack-missing', `${home} is no folder.`, {
    hint: 'Name a pack, or the folder that it was unpacked to.',
  })
}

async function decideHome(
  diff: DiffZip,
  home: string,
  ours: Tree,
  merging: Merging,
): Promise<{ trees: Trees; decisions: TreeDecisions }> {
  const { manifest } = diff
  const trees = { ...diffTrees(manifest, ours), ours }
  const classOf = await diffClasses(diff, home, ours, merging.classOf)
  const versions = manifest.changes.flatMap(({ path, from }) =>
    from === undefined ? [] : [{ from, to: path }],
  )
  const decided = decideTree(trees, classOf, [...manifest.renamed, ...versions])
  const classOfAny = (path: string): PathClass => merging.classOf(path) ?? classOf(path)
  return {
    trees,
    decisions: merging.onConflict === 'theirs' ? takeKinds(decided, trees, classOfAny) : decided,
  }
}

/** The home as far as a diff zip is about it: its paths, what is above them, and what stands in their place. */
async function touchedTree({ manifest }: DiffZip, home: string, world: World): Promise<Tree> {
  const touched = new Set(touchedPaths(manifest))
  const wanted = new Set([...touched].flatMap(path => [path, ...parentsOf(path)]))
  return homeTree(home, {
    signal: world.signal,
    skip: path => !wanted.has(path) && !parentsOf(path).some(parent => touched.has(parent)),
    progress: (done, total, files) => world.log.progress('reading the home', done, total, files),
  })
}

/** Lays out all that will be written; what cannot be put together ends the patch. */
async function layWanted(
  source: DiffSource,
  { wanted, writes, copies }: PlannedHome & { kind: 'planned' },
  blobs: string,
): Promise<void> {
  const bytes = wanted.reduce((sum, { size }) => sum + size, 0)
  await assertSpace('Patching the home', [{ folder: blobs, bytes: 2 * bytes }])
  await layContents(source, wanted, blobs)
  // A conflict that was decided for the update had its side looked for before.
  for (const { path, entry } of writes) {
    if (entry.kind !== 'file' || copies.has(entry.sha256) || (await exists(join(blobs, entry.sha256))))
      continue
    throw new TrainError(
      'verification',
      `${join(source.home, path)} cannot be put together: the diff zip holds only how it differs from the vendor’s old file, which is not there any more.`,
      {
        hint: 'Put the vendor’s old file back and patch again, or patch the pack and unpack it; nothing was changed.',
      },
    )
  }
}

async function build(
  { deletes, writes, modes, copies }: PlannedHome & { kind: 'planned' },
  { home, made, blobs }: { home: string; made: string; blobs: string },
  { signal }: World,
): Promise<void> {
  // Permission bits belong to a file, however many names it has: such files are copies before they are changed.
  await linkHome(home, made, { copied: path => modes.has(path), signal })
  await writeHome({ deletes, writes, modes, copies, home: made, blobs, timestamp: null, last: null, signal })
  const written = [
    ...modes.keys(),
    ...writes.flatMap(({ path, entry }) => (entry.kind === 'file' ? [path] : [])),
  ]
  await syncHome(made, written, [...deletes, ...writes.map(({ path }) => path)])
}
