import { parentsOf } from '../kernel/writable-folders.ts'
import type { DiffManifest, Held } from './diff-manifest.ts'
import type { Tree, TreeEntry } from './tree.ts'

/** What a diff zip says of both packs: its own paths and the folders above them, and nothing else. */
export interface DiffTrees {
  base: Tree
  theirs: Tree
}

/** Every path that a diff zip has something to say about. */
export function touchedPaths(manifest: DiffManifest): string[] {
  const { removed, renamed, changes, modes, addedDirectories, removedDirectories } = manifest
  const paths = [
    ...[...removed, ...renamed.flatMap(({ from, to }) => [from, to]), ...changes.map(({ path }) => path)],
    ...[...modes.keys(), ...addedDirectories, ...removedDirectories],
  ]
  return [...new Set(paths)].sort()
}

/**
 * The two trees. Folders that the manifest does not name are in both wherever `ours`, the home, has something at their
 * path: they have its permission bits, so that nothing is decided about them.
 */
export function diffTrees(manifest: DiffManifest, ours: Tree): DiffTrees {
  const base = new Map<string, TreeEntry>()
  const theirs = new Map<string, TreeEntry>()
  const { before, changes, removed, renamed, modes } = manifest
  // Where a file goes and a folder comes in its place, the permission bits are the folder's.
  const gone = new Set([...removed, ...renamed.map(({ from }) => from)])
  for (const [path, held] of before) {
    base.set(path, entryOf(held))
    const mode = modes.get(path)
    if (mode !== undefined && !gone.has(path)) theirs.set(path, withMode(entryOf(held), mode))
  }
  for (const { path, from = path, before: held, after } of changes) {
    if (held !== null) base.set(from, entryOf(held))
    theirs.set(path, entryOf(after))
  }
  for (const { from, to } of renamed) {
    const held = before.get(from)
    if (held !== undefined) theirs.set(to, withMode(entryOf(held), modes.get(to)))
  }
  addFolders(manifest, ours, base, theirs)
  return { base, theirs }
}

function addFolders(
  { addedDirectories, removedDirectories, modes }: DiffManifest,
  ours: Tree,
  base: Map<string, TreeEntry>,
  theirs: Map<string, TreeEntry>,
): void {
  const added = new Set(addedDirectories)
  const removed = new Set(removedDirectories)
  const folder = (path: string, mode?: number): TreeEntry => {
    const own = ours.get(path)
    return { kind: 'directory', mode: mode ?? (own?.kind === 'directory' ? own.mode : 0o755) }
  }
  const above = (tree: ReadonlyMap<string, TreeEntry>): string[] => [
    ...new Set([...tree.keys()].flatMap(parentsOf)),
  ]
  const [oldFolders, newFolders] = [above(base), above(theirs)]
  const changedModes = [...modes.keys()].filter(path => !theirs.has(path) && !added.has(path))
  for (const path of [...oldFolders, ...removed, ...changedModes]) base.set(path, folder(path))
  for (const path of newFolders)
    if (!added.has(path) && ours.has(path) && !base.has(path)) base.set(path, folder(path))
  const staying = [...oldFolders, ...changedModes].filter(path => !removed.has(path))
  for (const path of [...staying, ...newFolders, ...added])
    if (!theirs.has(path)) theirs.set(path, folder(path, modes.get(path)))
}

function entryOf(held: Held): TreeEntry {
  return 'link' in held ? { kind: 'link', target: held.link } : { kind: 'file', ...held }
}

function withMode(entry: TreeEntry, mode: number | undefined): TreeEntry {
  return entry.kind === 'file' && mode !== undefined ? { ...entry, mode } : entry
}
