import type { EntryKind } from './central-header.ts'
import { lengthFault } from './entry-name.ts'
import { defaultLimits, type PackLimits } from './limits.ts'

/** A name with the reason why it cannot stand beside the others, as a clause behind "which". */
export interface Clash {
  name: string
  fault: string
}

/** A name without a final slash. */
interface Named {
  name: string
  kind: EntryKind
}

/**
 * Finds a name that cannot stand beside the others: the same name twice, names that differ in case or Unicode form only
 * (one file on macOS), and entries below a file or a link. Folders that are only implied count too. Names that are too
 * long for a file system, and more folders than the limit, are such as well.
 */
export function findClash(entries: readonly Named[], limits: PackLimits = defaultLimits): Clash | undefined {
  const seen: Seen = { entries, folded: new Set(), folders: new Set() }
  for (const { name, kind } of entries) {
    const tooLong = lengthFault(name, limits)
    if (tooLong !== undefined) return { name, fault: tooLong }
    if (!isNew(name, seen)) return twinOf(name, seen)
    if (kind === 'directory') seen.folders.add(name)
  }
  // The first is above all, and no folder of anybody's.
  const looked = new Set([''])
  let last = ''
  for (const { name } of entries) {
    const slash = name.lastIndexOf('/')
    // Most entries lie beside the one before.
    if (slash === last.length && name.startsWith(last)) continue
    last = name.slice(0, Math.max(0, slash))
    for (let folder = last; !looked.has(folder); folder = parentOf(folder)) {
      looked.add(folder)
      if (looked.size > limits.folders + 1)
        return { name, fault: `makes more than ${limits.folders} folders` }
      if (seen.folders.has(folder)) continue
      if (!isNew(folder, seen)) return clashAbove(name, folder, seen)
      seen.folders.add(folder)
    }
  }
  return undefined
}

/** What was looked at. */
interface Seen {
  entries: readonly Named[]
  /** Names and folders as they are when case and Unicode form are taken away: each has its own, where nothing clashes. */
  folded: Set<string>
  /** Folders as they are spelled, with an entry or implied. */
  folders: Set<string>
}

function isNew(name: string, { folded }: Seen): boolean {
  const before = folded.size
  folded.add(fold(name))
  return folded.size > before
}

function fold(name: string): string {
  const lower = name.toLowerCase()
  return beyondAscii.test(lower) ? lower.normalize('NFC') : lower
}

const beyondAscii = /[^\0-\x7f]/

function clashAbove(name: string, folder: string, seen: Seen): Clash {
  const file = seen.entries.find(entry => entry.name === folder)
  return file === undefined ? twinOf(folder, seen) : { name, fault: `lies below the ${file.kind} ${folder}` }
}

function twinOf(name: string, { entries, folders }: Seen): Clash {
  const folded = fold(name)
  const names = [...entries.map(entry => entry.name), ...folders]
  const twin = names.find(other => other !== name && fold(other) === folded)
  if (twin === undefined) return { name, fault: 'is there twice' }
  return { name, fault: `differs only in case or Unicode form from ${twin}` }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
