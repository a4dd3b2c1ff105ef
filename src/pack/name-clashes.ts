import type { EntryKind } from './central-header.ts'
import { lengthFault } from './entry-name.ts'
import { defaultLimits, type PackLimits } from './limits.ts'

/** A name with the reason why it cannot stand beside the others, as a clause behind "which". */
export interface Clash {
  name: string
  fault: string
}

/**
 * Finds a name that cannot stand beside the others: the same name twice, names that differ in case or Unicode form only
 * (one file on macOS), and entries below a file or a link. Folders that are only implied count too. Names that are too
 * long for a file system, and more folders than the limit, are such as well.
 * `entries`: name without a final slash, any order.
 */
export function findClash(
  entries: Iterable<{ name: string; kind: EntryKind }>,
  limits: PackLimits = defaultLimits,
): Clash | undefined {
  const kinds = new Map<string, EntryKind>()
  for (const { name, kind } of entries) {
    const tooLong = lengthFault(name, limits)
    if (tooLong !== undefined) return { name, fault: tooLong }
    const before = kinds.size
    kinds.set(name, kind)
    if (kinds.size === before) return { name, fault: 'is there twice' }
  }
  const seen: Seen = { kinds, folders: new Set(), spelled: new Map() }
  let last = ''
  for (const name of kinds.keys()) {
    const twin = findTwin(name, seen)
    if (twin !== undefined) return twin
    const slash = name.lastIndexOf('/')
    // Most entries lie beside the one before.
    if (slash === last.length && name.startsWith(last)) continue
    last = name.slice(0, Math.max(0, slash))
    const clash = findClashAbove(name, last, seen, limits)
    if (clash !== undefined) return clash
  }
  return undefined
}

/** What was looked at. */
interface Seen {
  kinds: ReadonlyMap<string, EntryKind>
  folders: Set<string>
  /** Case and Unicode form folded → a name that is spelled otherwise. */
  spelled: Map<string, string>
}

function findClashAbove(name: string, above: string, seen: Seen, limits: PackLimits): Clash | undefined {
  const { kinds, folders } = seen
  for (let folder = above; folder !== '' && !folders.has(folder); folder = parentOf(folder)) {
    folders.add(folder)
    if (folders.size > limits.folders) return { name, fault: `makes more than ${limits.folders} folders` }
    const kind = kinds.get(folder) ?? 'directory'
    if (kind !== 'directory') return { name, fault: `lies below the ${kind} ${folder}` }
    const twin = findTwin(folder, seen)
    if (twin !== undefined) return twin
  }
  return undefined
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** A name that is as folded as can be needs no place among those that are spelled otherwise. */
function findTwin(name: string, { kinds, folders, spelled }: Seen): Clash | undefined {
  const folded = (beyondAscii.test(name) ? name.normalize('NFC') : name).toLowerCase()
  const isThere = folded !== name && (kinds.has(folded) || folders.has(folded))
  const twin = isThere ? folded : (spelled.get(folded) ?? name)
  if (folded !== name) spelled.set(folded, twin)
  return twin === name ? undefined : { name, fault: `differs only in case or Unicode form from ${twin}` }
}

const beyondAscii = /[^\0-\x7f]/
