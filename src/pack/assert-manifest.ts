import { formatBytes } from '../kernel/time.ts'
import type { Change, DiffManifest, Held } from './diff-manifest.ts'
import { nameFault } from './entry-name.ts'
import { findClash } from './name-clashes.ts'
import { damaged, unsafe } from './pack-error.ts'
import { areWithin, decodeRanges, sizesOf } from './ranges.ts'
import { largestUndo, stretchesOf, type Undo } from './text-undo.ts'

/** Refuses a manifest that names unsafe paths or contradicts itself. Throws `pack-unsafe` or `pack-damaged`. */
export function assertManifest(zip: string, manifest: DiffManifest): void {
  assertPaths(zip, manifest)
  assertTogether(zip, manifest)
  const { removed, renamed, changes, before } = manifest
  const gone = new Set([...removed, ...renamed.map(({ from }) => from)])
  const byPath = new Map(changes.map(change => [change.path, change]))
  for (const change of changes) {
    const fault = changeFault(change, gone) ?? sameFault(change, byPath)
    if (fault !== undefined) throw aboutPath(zip, change.path, fault)
  }
  for (const path of gone)
    if (!before.has(path)) throw aboutPath(zip, path, 'goes, and what it was is not said')
}

/** Every path is one that an entry may have, and has one fate. */
function assertPaths(zip: string, manifest: DiffManifest): void {
  const { removed, renamed, changes, modes, addedDirectories } = manifest
  const { root, removedDirectories, unlistedDirectories, before, state } = manifest
  const named = [
    ...[...removed, ...renamed.flatMap(({ from, to }) => [from, to])],
    ...changes.flatMap(({ path, from }) => [path, from ?? path]),
    ...[...modes.keys(), ...before.keys(), ...state],
    ...[...addedDirectories, ...removedDirectories, ...unlistedDirectories],
  ]
  for (const path of [root, ...named]) {
    const fault = path.endsWith('/') ? 'ends with a slash' : nameFault(path)
    if (fault !== undefined) throw unsafe(zip, path, fault)
  }
  if (root.includes('/')) throw unsafe(zip, root, 'is no root folder')
  const fates = [
    ...[...removed, ...renamed.flatMap(({ from, to }) => [from, to])],
    ...changes.map(({ path }) => path),
  ]
  const folders = [...addedDirectories, ...removedDirectories, ...unlistedDirectories]
  for (const paths of [fates, folders]) {
    const seen = new Set<string>()
    for (const path of paths) {
      if (seen.has(path)) throw aboutPath(zip, path, 'is named twice')
      seen.add(path)
    }
  }
}

/** What the new pack gets can stand beside each other. */
function assertTogether(zip: string, { changes, renamed, addedDirectories }: DiffManifest): void {
  const clash = findClash([
    ...changes.map(({ path, after }) => ({ name: path, kind: 'link' in after ? 'link' : 'file' }) as const),
    ...renamed.map(({ to }) => ({ name: to, kind: 'file' }) as const),
    ...addedDirectories.map(name => ({ name, kind: 'directory' }) as const),
  ])
  if (clash !== undefined) throw unsafe(zip, clash.name, clash.fault)
}

/** What is wrong with a change, as a clause; undefined where nothing is. */
function changeFault(
  { kind, path, from = path, before, after, ranges, undo }: Change,
  gone: ReadonlySet<string>,
): string | undefined {
  if (from !== path && !gone.has(from)) return `comes from ${JSON.stringify(from)}, which stays`
  if (kind === 'whole' && ranges !== undefined) return 'travels whole and has ranges'
  if (undo !== undefined) return undoFault(undo, before, after)
  if (kind !== 'ranges') return ranges === undefined ? undefined : 'has ranges and travels with another file'
  if (before === null || !('size' in before) || !('size' in after) || ranges === undefined)
    return 'travels as ranges without an old file, a new file, or ranges'
  const stretches = decodeRanges(ranges)
  if (!areWithin(stretches, before.size)) return `copies from beyond the ${before.size} bytes of the old file`
  const { file } = sizesOf(stretches)
  return file === after.size ? undefined : `comes to ${file} bytes and not to ${after.size}`
}

/** Content comes from a change that brings its own, so that nothing leads in a circle. */
function sameFault(
  { kind, as, before, after, undo }: Change,
  byPath: ReadonlyMap<string, Change>,
): string | undefined {
  if (kind !== 'same') return as === undefined ? undefined : 'brings its own content and names another file'
  const source = byPath.get(as ?? '')
  if (source === undefined || source.kind === 'same')
    return `is the same as ${JSON.stringify(as ?? '')}, which does not travel`
  if (undo !== undefined) return 'tells an old text and travels with another file'
  if (!haveOneContent(after, source.after))
    return `is said to be the same as ${JSON.stringify(source.path)}, which has other content`
  const fits = source.kind === 'whole' || haveOneContent(before, source.before)
  return fits
    ? undefined
    : `is to be put together as ${JSON.stringify(source.path)}, which has another old file`
}

function haveOneContent(one: Held | null, other: Held | null): boolean {
  if (one === null || other === null || !('size' in one && 'size' in other)) return false
  return one.size === other.size && one.sha256 === other.sha256
}

/** Old texts are put together in memory. */
function undoFault(undo: Undo, before: Held | null, after: Held): string | undefined {
  if (before === null || !('size' in before) || !('size' in after))
    return 'tells an old text without an old or a new one'
  if (Math.max(before.size, after.size) > largestUndo)
    return `tells an old text, and has more than ${formatBytes(largestUndo)}`
  const stretches = stretchesOf(undo)
  if (!areWithin(stretches, after.size))
    return `takes its old text from beyond the ${after.size} bytes of the new one`
  const { file } = sizesOf(stretches)
  return file === before.size ? undefined : `has an old text of ${file} bytes and not of ${before.size}`
}

function aboutPath(zip: string, path: string, fault: string): Error {
  return damaged(zip, `by its manifest, ${JSON.stringify(path)} ${fault}`)
}
