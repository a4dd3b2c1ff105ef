import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import { unzipSync } from 'fflate'
import { openPromise } from 'yauzl'
import { sha256 } from '../../src/kernel/sha256.ts'

/** What a reader that is not ours finds of one entry. */
export interface ForeignEntry {
  /** SHA-256 of its content. */
  sha256: string
  /** The upper half of the external attributes: file type and permission bits. */
  unixMode: number
  comment: string
  /** Ids of its extra fields. */
  extraIds: number[]
}

/**
 * Reads a zip with yauzl at its strictest: names, declared sizes, and here the CRC-32, which it leaves to its caller.
 * Name as it stands there → entry, in the order of the zip.
 */
export async function readStrictly(path: string): Promise<Map<string, ForeignEntry>> {
  const zip = await openPromise(path, {
    lazyEntries: true,
    autoClose: false,
    strictFileNames: true,
    validateEntrySizes: true,
  })
  const found = new Map<string, ForeignEntry>()
  try {
    for await (const entry of zip.eachEntry()) {
      const content = await buffer(await zip.openReadStreamPromise(entry))
      if (crc32(content) !== entry.crc32) throw new Error(`${entry.fileName} does not match its CRC-32`)
      found.set(entry.fileName, {
        sha256: sha256(content),
        unixMode: entry.externalFileAttributes >>> 16,
        comment: entry.fileComment,
        extraIds: entry.extraFields.map(({ id }) => id),
      })
    }
  } finally {
    zip.close()
  }
  return found
}

/** Name → SHA-256 of the content, as fflate finds them. */
export async function readWithFflate(path: string): Promise<Map<string, string>> {
  const found = unzipSync(await readFile(path))
  return new Map(Object.entries(found).map(([name, content]) => [name, sha256(content)]))
}
