import type { Sha256 } from '../kernel/sha256.ts'
import type { Rename } from './renames.ts'

/** Permission bits only (`mode & 0o777`). */
export type Mode = number

export interface FileEntry {
  kind: 'file'
  sha256: Sha256
  /** Bytes. */
  size: number
  mode: Mode
}

export interface LinkEntry {
  kind: 'link'
  /** As written in the link: relative, `/` as separator. */
  target: string
}

export interface DirectoryEntry {
  kind: 'directory'
  mode: Mode
}

/** A fifo, socket or device: seen on disk only, never opened and never packed. */
export interface SpecialEntry {
  kind: 'special'
}

export type TreeEntry = FileEntry | LinkEntry | DirectoryEntry | SpecialEntry

/** What a home or a pack holds: path below the root folder (`/` as separator) → entry. Explicit directories included. */
export type Tree = ReadonlyMap<string, TreeEntry>

/** How two trees differ; paths below the root, sorted by code unit. Directories are left out. */
export interface Difference {
  added: string[]
  removed: string[]
  /** Same path, other kind, content or link target. */
  changed: string[]
  /** Pairs of an added and a removed path with the same content, or with the same name but for a version; such paths are in neither list. */
  renamed: Rename[]
  /** Same content, other permission bits. */
  modeChanged: string[]
}
