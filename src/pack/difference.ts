import type { ZipEntry } from './central-header.ts'
import type { Pack } from './open-pack.ts'
import { pairVersions } from './renames.ts'
import type { Difference, Tree, TreeEntry } from './tree.ts'

/** How entries of one kind of list are compared. */
interface Ways<T> {
  /** Whether it counts: directories do not. */
  isThere(entry: T): boolean
  /** The same kind and content. */
  areSame(one: T, other: T): boolean
  /** Both are files, with other permission bits. */
  haveOtherModes(one: T, other: T): boolean
  /** A file that holds something: only such are worth calling renamed. */
  canMove(entry: T): boolean
  /** Equal where kind and content are: asked of what was added or removed alone. */
  identity(entry: T): string
}

const waysOfTrees: Ways<TreeEntry> = {
  isThere: ({ kind }) => kind === 'file' || kind === 'link',
  areSame: (one, other) => waysOfTrees.identity(one) === waysOfTrees.identity(other),
  haveOtherModes: (one, other) => one.kind === 'file' && other.kind === 'file' && one.mode !== other.mode,
  canMove: entry => entry.kind === 'file' && entry.size > 0,
  identity: entry =>
    entry.kind === 'file' ? `file ${entry.sha256}` : entry.kind === 'link' ? `link ${entry.target}` : '',
}

const waysOfZips: Ways<ZipEntry> = {
  isThere: ({ kind }) => kind !== 'directory',
  areSame: (one, other) => one.crc32 === other.crc32 && one.size === other.size && one.kind === other.kind,
  haveOtherModes: (one, other) => one.kind === 'file' && one.mode !== other.mode,
  canMove: ({ kind, size }) => kind === 'file' && size > 0,
  identity: ({ kind, size, crc32 }) => `${kind} ${size} ${crc32}`,
}

/** How two trees differ, by their hashes. */
export function compareTrees(before: Tree, after: Tree): Difference {
  return compare(before, after, waysOfTrees)
}

/** How two packs differ, by kind, size, CRC-32 and mode in their central directories; no content is read. */
export function comparePacks(before: Pack, after: Pack): Difference {
  return compareEntries(before.entries, after.entries)
}

/** The same for entries of any two zips, by the names they are known by. */
export function compareEntries(
  before: ReadonlyMap<string, ZipEntry>,
  after: ReadonlyMap<string, ZipEntry>,
): Difference {
  return compare(before, after, waysOfZips)
}

function compare<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  ways: Ways<T>,
): Difference {
  const difference: Difference = { added: [], removed: [], changed: [], renamed: [], modeChanged: [] }
  const { added, removed, changed, modeChanged } = difference
  for (const [path, entry] of after) {
    if (!ways.isThere(entry)) continue
    const old = before.get(path)
    if (old === undefined || !ways.isThere(old)) added.push(path)
    else if (!ways.areSame(old, entry)) changed.push(path)
    else if (ways.haveOtherModes(old, entry)) modeChanged.push(path)
  }
  for (const [path, entry] of before) {
    if (!ways.isThere(entry)) continue
    const now = after.get(path)
    if (now === undefined || !ways.isThere(now)) removed.push(path)
  }
  for (const paths of [added, removed, changed, modeChanged]) paths.sort()
  return withRenames(difference, before, after, ways)
}

/** Pairs removed and added files: of the same content first, then other versions of one name. */
function withRenames<T>(
  difference: Difference,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  ways: Ways<T>,
): Difference {
  const gone = new Map<string, string[]>()
  // Last first, so that the first one can be taken from the end: there may be many of the same content.
  for (const path of difference.removed.toReversed()) {
    const entry = before.get(path)
    if (entry === undefined || !ways.canMove(entry)) continue
    const identity = ways.identity(entry)
    const same = gone.get(identity)
    if (same === undefined) gone.set(identity, [path])
    else same.push(path)
  }
  for (const to of difference.added) {
    const entry = after.get(to)
    const from = entry === undefined ? undefined : gone.get(ways.identity(entry))?.pop()
    if (from !== undefined) difference.renamed.push({ from, to })
  }
  const moved = without(difference)
  const canMove = (entries: ReadonlyMap<string, T>) => (path: string) => {
    const entry = entries.get(path)
    return entry !== undefined && ways.canMove(entry)
  }
  const versions = pairVersions(moved.removed.filter(canMove(before)), moved.added.filter(canMove(after)))
  const renamed = [...difference.renamed, ...versions].sort((one, other) => (one.to < other.to ? -1 : 1))
  return without({ ...moved, renamed })
}

/** What was renamed is neither added nor removed. */
function without(difference: Difference): Difference {
  const moved = new Set(difference.renamed.flatMap(({ from, to }) => [from, to]))
  return {
    ...difference,
    added: difference.added.filter(path => !moved.has(path)),
    removed: difference.removed.filter(path => !moved.has(path)),
  }
}
