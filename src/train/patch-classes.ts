import { join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import { same } from '../merge/decide.ts'
import type { Notice, PathClass } from '../merge/decision.ts'
import { canBuild } from '../pack/diff-contents.ts'
import type { Change } from '../pack/diff-manifest.ts'
import { diffTrees, touchedPaths } from '../pack/diff-trees.ts'
import { readPieces } from '../pack/entry-content.ts'
import { fileLooksLikeText, looksLikeText } from '../pack/looks-like-text.ts'
import type { DiffZip } from '../pack/open-diff.ts'
import type { Tree, TreeEntry } from '../pack/tree.ts'

function isToolsOwn(path: string): boolean {
  return path === 'updates' || path.startsWith('updates/')
}

/**
 * Whether a home is where a diff zip leads to already. Refuses one that is not at the level that it starts from: files
 * below `updates/`, which say the level, are others, or nothing of what changes is as it was. Throws `verification`.
 */
export function isPatched({ path: zip, manifest }: DiffZip, home: string, ours: Tree): boolean {
  const { base, theirs } = diffTrees(manifest, ours)
  const at = (tree: Tree, path: string): TreeEntry | null => tree.get(path) ?? null
  const isAs = (tree: Tree, path: string): boolean => same(at(tree, path), at(ours, path))
  // Permission bits say nothing.
  const telling = touchedPaths(manifest).filter(
    path => base.get(path)?.kind === 'file' && !same(at(base, path), at(theirs, path)),
  )
  const own = telling.filter(isToolsOwn)
  const judged = own.length > 0 ? own : telling
  const others = judged.filter(path => !isAs(base, path))
  if (own.length > 0 ? others.length === 0 : others.length < judged.length || judged.length === 0)
    return false
  if (judged.every(path => isAs(theirs, path))) return true
  // One file alone may as well be the team's.
  if (judged.length === 1 && own.length === 0) return false
  throw new TrainError(
    'verification',
    `${home} is not at the level that ${zip} starts from: ${others.slice(0, 3).join(', ')} differ${others.length === 1 ? 's' : ''}.`,
    {
      hint: 'Apply the diff zips of the levels between first, or get the one that starts from this level; nothing was changed.',
    },
  )
}

/**
 * What a home that is where a diff zip leads to has otherwise all the same: the files that tell the level say nothing of an
 * overlay, which may have been another one when the level was built before.
 */
export function otherwise({ manifest }: DiffZip, ours: Tree): Notice[] {
  const { theirs } = diffTrees(manifest, ours)
  const state = new Set(manifest.state)
  const isOther = (path: string): boolean => {
    const [there, here] = [theirs.get(path) ?? null, ours.get(path) ?? null]
    return there?.kind !== 'directory' && here?.kind !== 'directory' && !same(there, here)
  }
  const paths = touchedPaths(manifest).filter(path => !isToolsOwn(path) && !state.has(path) && isOther(path))
  return paths.map(path => ({
    ...{ path, row: 'audit', severity: 'warning' },
    message: 'is not as the diff zip has it, and stays: it is yours, or of another candidate of this level',
  }))
}

/**
 * The classes of a diff zip's paths: what belongs to the update tools is the vendor's, then as the team says, then state as
 * the packs say; else text is `config`, and the rest `vendor`. A file of class `vendor` that cannot be put together, because its
 * old one was changed here, is never overwritten: it is `config`.
 */
export async function diffClasses(
  diff: DiffZip,
  home: string,
  ours: Tree,
  teams: (path: string) => PathClass | null,
): Promise<(path: string) => PathClass> {
  const { manifest, changes } = diff
  const state = new Set(manifest.state)
  const vendors = new Set<string>()
  const stuck = new Set<string>()
  for (const path of touchedPaths(manifest))
    if (!(await isText(diff, changes.get(path)?.source, path, home, ours))) vendors.add(path)
  for (const brought of changes.values()) {
    const { change } = brought
    if (!canBuild(brought, ours))
      for (const path of [change.path, change.from ?? change.path]) stuck.add(path)
  }
  return path => {
    if (isToolsOwn(path)) return 'vendor'
    const said = teams(path) ?? (state.has(path) ? 'state' : vendors.has(path) ? 'vendor' : 'config')
    return said === 'vendor' && stuck.has(path) ? 'config' : said
  }
}

async function isText(
  { archive, changes }: DiffZip,
  change: Change | undefined,
  path: string,
  home: string,
  ours: Tree,
): Promise<boolean> {
  if (change?.undo !== undefined) return true
  if (change?.kind === 'ranges') return false
  const entry = changes.get(path)?.entry
  if (entry?.kind === 'file')
    for await (const piece of readPieces(archive, entry)) return looksLikeText(piece)
  return ours.get(path)?.kind !== 'file' || (await fileLooksLikeText(join(home, path)))
}
