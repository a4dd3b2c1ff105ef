import { parentsOf } from '../kernel/writable-folders.ts'
import type { Pack } from './open-pack.ts'
import type { Mode } from './tree.ts'

/** How the folders of two packs differ; paths below the root, sorted. */
export interface DirectoryChanges {
  /** Folders that have an entry now. */
  added: string[]
  /** Folders that are gone, whether they had an entry or held something only. */
  removed: string[]
  /** Folders that had an entry and now hold something only. */
  unlisted: string[]
  /** Both have an entry, with other permission bits. */
  modeChanged: string[]
}

export function compareDirectories(before: Pack, after: Pack): DirectoryChanges {
  const [old, now] = [foldersOf(before), foldersOf(after)]
  const changes: DirectoryChanges = { added: [], removed: [], unlisted: [], modeChanged: [] }
  for (const path of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(path), now.get(path)]
    if (was === is) continue
    if (is === undefined) changes.removed.push(path)
    else if (is === null) {
      if (was !== undefined) changes.unlisted.push(path)
    } else if (was === undefined || was === null) changes.added.push(path)
    else changes.modeChanged.push(path)
  }
  return changes
}

/** Folders with their permission bits; null for one without an entry. */
function foldersOf({ entries }: Pack): Map<string, Mode | null> {
  const folders = new Map<string, Mode | null>()
  for (const [path, { kind, mode }] of entries) {
    if (kind === 'directory') folders.set(path, mode)
    for (const parent of parentsOf(path)) if (!folders.has(parent)) folders.set(parent, null)
  }
  return folders
}
