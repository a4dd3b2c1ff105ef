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
    if (kinds.has(name)) return { name, fault: 'is there twice' }
    kinds.set(name, kind)
  }
  const folders = new Set<string>()
  const spelled = new Map<string, string>()
  for (const name of kinds.keys()) {
    const twin = findTwin(name, spelled)
    if (twin !== undefined) return twin
    for (let slash = name.lastIndexOf('/'); slash !== -1; slash = name.lastIndexOf('/', slash - 1)) {
      const folder = name.slice(0, slash)
      if (folders.has(folder)) break
      folders.add(folder)
      if (folders.size > limits.folders) return { name, fault: `makes more than ${limits.folders} folders` }
      const kind = kinds.get(folder) ?? 'directory'
      if (kind !== 'directory') return { name, fault: `lies below the ${kind} ${folder}` }
      const folderTwin = findTwin(folder, spelled)
      if (folderTwin !== undefined) return folderTwin
    }
  }
  return undefined
}

function findTwin(name: string, spelled: Map<string, string>): Clash | undefined {
  const folded = name.normalize('NFC').toLowerCase()
  const twin = spelled.get(folded) ?? name
  spelled.set(folded, twin)
  return twin === name ? undefined : { name, fault: `differs only in case or Unicode form from ${twin}` }
}
