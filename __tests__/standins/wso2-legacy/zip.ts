import { inflateRawSync } from 'node:zlib'
import { type TestEntry, unixDirectory, unixFile, zipOf } from '../../helpers/zip.ts'
import type { Files } from './files.ts'

/** A zip with the given files below one root folder, with entries for folders as release packs have them. */
export function zipFiles(root: string, files: Files): Buffer {
  const names = [...files.keys()].map(path => `${root}/${path}`)
  const folders = new Set(names.flatMap(foldersOf))
  const entries: TestEntry[] = [...folders].map(name => ({ name, mode: unixDirectory | 0o755 }))
  for (const [path, { content, mode }] of files)
    entries.push({ name: `${root}/${path}`, content, deflate: true, mode: unixFile | mode, flags: 0x800 })
  return zipOf(entries)
}

/** `a/b/c` is in `a/` and `a/b/`. */
function foldersOf(name: string): string[] {
  const parts = name.split('/').slice(0, -1)
  return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`)
}

/** The files of a zip (APPNOTE.TXT 4.3), paths as they are; only what `zipFiles` and common packs use is read. */
export function unzipFiles(zip: Buffer): Files {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'))
  if (end === -1) throw new Error('no zip')
  const files: Files = new Map()
  let at = zip.readUInt32LE(end + 16)
  for (let count = zip.readUInt16LE(end + 10); count > 0; count--) {
    const nameLength = zip.readUInt16LE(at + 28)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const mode = zip.readUInt16LE(at + 40) & 0o777
    if (!name.endsWith('/')) files.set(name, { content: contentAt(zip, at), mode: mode === 0 ? 0o644 : mode })
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return files
}

function contentAt(zip: Buffer, header: number): Buffer {
  const local = zip.readUInt32LE(header + 42)
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const data = zip.subarray(start, start + zip.readUInt32LE(header + 20))
  return zip.readUInt16LE(header + 10) === 0 ? data : inflateRawSync(data)
}
