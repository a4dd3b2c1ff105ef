/** What is refused or left unread for its size alone. Callers may give others: `openPack(path, { limits })`. */

/** What a zip may ask of the machine before anything of it is unpacked. */
export interface PackLimits {
  entries: number
  /** Bytes of the central directory, which is held in memory. */
  directoryBytes: number
  /** Bytes of all content together, as declared; every entry is held to its declared size. */
  contentBytes: number
  /** Bytes of content for one byte of the zip, where it declares more content than `bombBytes`. */
  ratio: number
  /** Bytes of content that no zip is asked about its ratio for. */
  bombBytes: number
  /** Bytes of one entry's name as UTF-8; a path on macOS has 1024, on Linux 4096. */
  nameBytes: number
  /** Bytes of one segment of a name: what file systems hold. */
  segmentBytes: number
  /** Folders that the names imply. */
  folders: number
}

export const defaultLimits: PackLimits = {
  entries: 1_000_000,
  directoryBytes: 256 * 1024 * 1024,
  contentBytes: 32 * 1024 * 1024 * 1024,
  ratio: 200,
  bombBytes: 1024 * 1024 * 1024,
  nameBytes: 1024,
  segmentBytes: 255,
  folders: 250_000,
}

/** How far a scan looks into archives within archives. What is beyond is searched as it lies, and said to be unread. */
export const scanLimits = {
  /** Archives around an entry, the pack itself not counted: a jar in a war in an ear of the pack is the third. */
  depth: 3,
  /** Bytes of one such archive, which is laid on disk to be opened. */
  archiveBytes: 1024 * 1024 * 1024,
  /** How many of them are opened in one scan. */
  archives: 50_000,
  /** Bytes of content in all of them together, as they declare it; every entry is held to what it declares. */
  contentBytes: 16 * 1024 * 1024 * 1024,
}

export type ScanLimits = typeof scanLimits

/** What one of them may ask of the memory. */
export const nestedLimits = { entries: 200_000, directoryBytes: 32 * 1024 * 1024 }
