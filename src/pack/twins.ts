import type { ZipEntry } from './central-header.ts'

/** Members of an old archive, to find those of a new one by. */
export interface Twins {
  byName: ReadonlyMap<string, ZipEntry>
  byContent: ReadonlyMap<number, ZipEntry>
}

export function twinsIn(entries: readonly ZipEntry[]): Twins {
  const byName = new Map<string, ZipEntry>()
  const byContent = new Map<number, ZipEntry>()
  for (const entry of entries) {
    if (!byName.has(entry.name)) byName.set(entry.name, entry)
    const key = contentKey(entry)
    if (entry.compressedSize > 0 && !byContent.has(key)) byContent.set(key, entry)
  }
  return { byName, byContent }
}

/** Of the content, by its headers. A number, as there are thousands of members: what it finds is compared. */
export function contentKey({ method, crc32 }: ZipEntry): number {
  return 2 * crc32 + (method === 'stored' ? 1 : 0)
}

/** As far as the headers say. */
export function haveSameContent(one: ZipEntry | undefined, other: ZipEntry): one is ZipEntry {
  return (
    one?.crc32 === other.crc32 &&
    one.method === other.method &&
    one.size === other.size &&
    one.compressedSize === other.compressedSize
  )
}

/** A member with the content of another one, whatever it is called. */
export function withContentOf(entry: ZipEntry, { byContent }: Twins): ZipEntry | undefined {
  const found = byContent.get(contentKey(entry))
  return haveSameContent(found, entry) ? found : undefined
}
