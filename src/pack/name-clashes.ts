import type { EntryKind } from './central-header.ts'
import { unsafe } from './pack-error.ts'

/**
 * Refuses names that cannot stand side by side: the same name twice, names that differ in case or Unicode form only
 * (one file on macOS), and entries below a file or a link. Folders that are only implied count too.
 * `entries`: name without a final slash, any order. Throws `pack-unsafe` with the entry.
 */
export function checkClashes(pack: string, entries: readonly { name: string; kind: EntryKind }[]): void {
  const kinds = new Map<string, EntryKind>()
  for (const { name, kind } of entries) {
    if (kinds.has(name)) throw unsafe(pack, name, 'is there twice')
    kinds.set(name, kind)
  }
  const folders = new Set<string>()
  const spelled = new Map<string, string>()
  for (const { name } of entries) {
    checkTwin(pack, name, spelled)
    for (let slash = name.lastIndexOf('/'); slash !== -1; slash = name.lastIndexOf('/', slash - 1)) {
      const folder = name.slice(0, slash)
      if (folders.has(folder)) break
      folders.add(folder)
      const kind = kinds.get(folder) ?? 'directory'
      if (kind !== 'directory') throw unsafe(pack, name, `lies below the ${kind} ${folder}`)
      checkTwin(pack, folder, spelled)
    }
  }
}

function checkTwin(pack: string, name: string, spelled: Map<string, string>): void {
  const folded = name.normalize('NFC').toLowerCase()
  const twin = spelled.get(folded)
  if (twin === undefined) spelled.set(folded, name)
  else if (twin !== name) throw unsafe(pack, name, `differs only in case or Unicode form from ${twin}`)
}
