import { isAscii } from 'node:buffer'
import { centralSignature, centralSize, type EntryKind, fileType, unixHost } from './central-header.ts'
import { full32 } from './end-record.ts'
import { utf8Flag } from './entry-name.ts'
import { encodeTimestamp, toDosTime } from './entry-time.ts'
import { encodeExtra, encodeNumbers, extraId } from './extra-field.ts'
import type { Mode } from './tree.ts'

/** An entry that is written anew. */
export interface NewEntry {
  /** With the root folder; a directory's without its final slash. */
  name: string
  kind: EntryKind
  mode: Mode
  /** Epoch milliseconds. */
  timestamp: number
  /** Whether its local header has room for 64-bit sizes. */
  wide: boolean
  method: 'stored' | 'deflated'
  crc32: number
  size: number
  compressedSize: number
}

const types = { file: fileType.file, link: fileType.link, directory: fileType.directory }

/** Where version, flags, method, times, CRC and sizes stand: the same in both headers, from `at` on (APPNOTE.TXT 4.3.7, 4.3.12). */
function writeShared(header: Buffer, at: number, entry: NewEntry, name: Buffer): void {
  const { date, time } = toDosTime(entry.timestamp)
  header.writeUInt16LE(entry.wide ? 45 : 20, at)
  header.writeUInt16LE(isAscii(name) ? 0 : utf8Flag, at + 2)
  header.writeUInt16LE(entry.method === 'stored' ? 0 : 8, at + 4)
  header.writeUInt16LE(time, at + 6)
  header.writeUInt16LE(date, at + 8)
  header.writeUInt32LE(entry.crc32, at + 10)
  header.writeUInt32LE(entry.wide ? full32 : entry.compressedSize, at + 14)
  header.writeUInt32LE(entry.wide ? full32 : entry.size, at + 18)
  header.writeUInt16LE(name.length, at + 22)
}

function nameOf({ name, kind }: NewEntry): Buffer {
  return Buffer.from(kind === 'directory' ? `${name}/` : name)
}

/** The local header (APPNOTE.TXT 4.3.7). Its length depends on name, kind, timestamp and `wide` only. */
export function localHeader(entry: NewEntry): Buffer {
  const name = nameOf(entry)
  const numbers = encodeNumbers([entry.size, entry.compressedSize])
  const extra = Buffer.concat([
    entry.wide ? encodeExtra(extraId.zip64, numbers) : Buffer.alloc(0),
    encodeTimestamp(entry.timestamp),
  ])
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  writeShared(header, 4, entry, name)
  header.writeUInt16LE(extra.length, 28)
  return Buffer.concat([header, name, extra])
}

/** The central header (APPNOTE.TXT 4.3.12) of content whose local header begins at `start`. */
export function centralHeader(entry: NewEntry, start: number): Buffer {
  const name = nameOf(entry)
  const far = start >= full32
  const numbers = [...(entry.wide ? [entry.size, entry.compressedSize] : []), ...(far ? [start] : [])]
  const extra = Buffer.concat([
    numbers.length > 0 ? encodeExtra(extraId.zip64, encodeNumbers(numbers)) : Buffer.alloc(0),
    encodeTimestamp(entry.timestamp),
  ])
  const header = Buffer.alloc(centralSize)
  header.writeUInt32LE(centralSignature, 0)
  header.writeUInt16LE((unixHost << 8) | (entry.wide || far ? 45 : 20), 4)
  writeShared(header, 6, { ...entry }, name)
  if (far) header.writeUInt16LE(45, 6)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt16LE(entry.kind === 'directory' ? 0x10 : 0, 38)
  header.writeUInt16LE(types[entry.kind] | entry.mode, 40)
  header.writeUInt32LE(far ? full32 : start, 42)
  return Buffer.concat([header, name, extra])
}
