import { full32 } from './end-record.ts'
import { encodeNumbers, extraId, findExtra, withExtra } from './extra-field.ts'
import type { Mode } from './tree.ts'

export const centralSignature = 0x02014b50
export const centralSize = 46

/** The host of "version made by" whose external attributes hold a Unix mode (APPNOTE.TXT 4.4.2.2). */
export const unixHost = 3

/** File types in a Unix mode. */
export const fileType = { mask: 0o170000, file: 0o100000, directory: 0o040000, link: 0o120000 } as const

export type EntryKind = 'file' | 'link' | 'directory'

/** One entry of a zip, as its central header describes it (APPNOTE.TXT 4.3.12). */
export interface ZipEntry {
  /** Decoded and safe, without a directory's final slash. */
  name: string
  /** In a pack: the name below the root folder; else the name. */
  path: string
  kind: EntryKind
  /** Made on Unix: as it says; else 0644 or 0755. */
  mode: Mode
  /** Bytes of content. */
  size: number
  /** Bytes in the zip. */
  compressedSize: number
  crc32: number
  method: 'stored' | 'deflated'
  /** Epoch milliseconds. */
  modified: number
  /** Where its local header begins. */
  start: number
  /** Where the next local header, or the central directory, begins. */
  end: number
  /** The central directory as it lies in the zip, and where this entry's header begins in it: see `headerOf`. */
  directory: Buffer
  headerStart: number
}

/** The central header of an entry as it lies in its zip. */
export function headerOf({ directory, headerStart }: Pick<ZipEntry, 'directory' | 'headerStart'>): Buffer {
  return directory.subarray(headerStart, headerStart + headerSize({ directory, headerStart }))
}

/** Bytes of the central header of an entry: name, extra field and comment are parts of it. */
export function headerSize({ directory, headerStart }: Pick<ZipEntry, 'directory' | 'headerStart'>): number {
  const sizeAt = (place: number): number => directory.readUInt16LE(headerStart + place)
  return centralSize + sizeAt(28) + sizeAt(30) + sizeAt(32)
}

/** A copy of a raw central header for content that now begins at `start`; `mode`, where given, replaces the old one. */
export function movedHeader(header: Buffer, start: number, mode?: Mode): Buffer {
  const wide = header.readUInt32LE(42) === full32 || start >= full32
  const moved = wide ? withWideStart(header, start) : Buffer.from(header)
  if (!wide) moved.writeUInt32LE(start, 42)
  if (mode !== undefined) {
    const type = header.readUInt8(5) === unixHost ? header.readUInt16LE(40) & fileType.mask : 0
    const isDirectory = header.readUInt8(centralSize + header.readUInt16LE(28) - 1) === 0x2f
    const plain = isDirectory ? fileType.directory : fileType.file
    moved.writeUInt16LE((type === 0 ? plain : type) | mode, 40)
    moved.writeUInt8(unixHost, 5)
  }
  return moved
}

/** The same with the offset in the zip64 field, behind the sizes that are there already. */
function withWideStart(header: Buffer, start: number): Buffer {
  const nameEnd = centralSize + header.readUInt16LE(28)
  const extraEnd = nameEnd + header.readUInt16LE(30)
  const extra = header.subarray(nameEnd, extraEnd)
  const sizes = [24, 20].filter(place => header.readUInt32LE(place) === full32).length * 8
  const kept = findExtra(extra, extraId.zip64)?.subarray(0, sizes) ?? Buffer.alloc(0)
  const wider = withExtra(extra, extraId.zip64, Buffer.concat([kept, encodeNumbers([start])]))

  const head = Buffer.from(header.subarray(0, nameEnd))
  head.writeUInt16LE(Math.max(45, head.readUInt16LE(6)), 6)
  head.writeUInt16LE(wider.length, 30)
  head.writeUInt32LE(full32, 42)
  return Buffer.concat([head, wider, header.subarray(extraEnd)])
}
