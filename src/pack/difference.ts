import type { ZipEntry } from './central-header.ts'
import type { Pack } from './open-pack.ts'
import { pairVersions } from './renames.ts'
import type { Difference, Mode, Tree } from './tree.ts'

/** One path as far as a comparison looks: `identity` is equal where kind and content are. */
interface Item {
  identity: string
  mode: Mode | null
  /** A file that holds something: only such are worth calling renamed. */
  canMove: boolean
}

/** How two trees differ, by their hashes. */
export function compareTrees(before: Tree, after: Tree): Difference {
  return compare(itemsOfTree(before), itemsOfTree(after))
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
  return compare(itemsOf(before), itemsOf(after))
}

function itemsOfTree(tree: Tree): Map<string, Item> {
  const items = new Map<string, Item>()
  for (const [path, entry] of tree) {
    if (entry.kind === 'file')
      items.set(path, { identity: `file ${entry.sha256}`, mode: entry.mode, canMove: entry.size > 0 })
    else if (entry.kind === 'link')
      items.set(path, { identity: `link ${entry.target}`, mode: null, canMove: false })
  }
  return items
}

function itemsOf(entries: ReadonlyMap<string, ZipEntry>): Map<string, Item> {
  const items = new Map<string, Item>()
  for (const [path, { kind, size, crc32, mode }] of entries) {
    if (kind === 'directory') continue
    const isFile = kind === 'file'
    items.set(path, {
      identity: `${kind} ${size} ${crc32}`,
      mode: isFile ? mode : null,
      canMove: isFile && size > 0,
    })
  }
  return items
}

function compare(before: ReadonlyMap<string, Item>, after: ReadonlyMap<string, Item>): Difference {
  const difference: Difference = { added: [], removed: [], changed: [], renamed: [], modeChanged: [] }
  for (const [path, item] of after) {
    const old = before.get(path)
    if (old === undefined) difference.added.push(path)
    else if (old.identity !== item.identity) difference.changed.push(path)
    else if (old.mode !== item.mode) difference.modeChanged.push(path)
  }
  for (const path of before.keys()) if (!after.has(path)) difference.removed.push(path)
  const { added, removed, changed, modeChanged } = difference
  for (const paths of [added, removed, changed, modeChanged]) paths.sort()
  return withRenames(difference, before, after)
}

/** Pairs removed and added files: of the same content first, then other versions of one name. */
function withRenames(
  difference: Difference,
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
): Difference {
  const gone = new Map<string, string[]>()
  // Last first, so that the first one can be taken from the end: there may be many of the same content.
  for (const path of difference.removed.toReversed()) {
    const item = before.get(path)
    if (item?.canMove !== true) continue
    const same = gone.get(item.identity)
    if (same === undefined) gone.set(item.identity, [path])
    else same.push(path)
  }
  for (const to of difference.added) {
    const from = gone.get(after.get(to)?.identity ?? '')?.pop()
    if (from !== undefined) difference.renamed.push({ from, to })
  }
  const moved = without(difference)
  const canMove = (items: ReadonlyMap<string, Item>) => (path: string) => items.get(path)?.canMove === true
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
