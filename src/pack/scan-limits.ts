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

/** An archive that could not be looked into. */
export interface Unread {
  path: string
  /** A clause: `it lies in more than 3 archives`. */
  why: string
}
