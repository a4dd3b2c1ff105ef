import { inflateRawSync } from 'node:zlib'

/** One file of a zip. */
export interface ZipFile {
  name: string
  content: Buffer
}

/** The files of a small zip, by its central directory (APPNOTE.TXT 4.3.12, 4.3.16); folders are left out. */
export function readZip(bytes: Buffer): ZipFile[] {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end === -1) throw new Error('This is no zip.')
  const files: ZipFile[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const method = bytes.readUInt16LE(at + 10)
    const size = bytes.readUInt32LE(at + 20)
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const data = bytes.subarray(start, start + size)
    if (!name.endsWith('/'))
      files.push({ name, content: method === 8 ? inflateRawSync(data) : Buffer.from(data) })
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return files
}
