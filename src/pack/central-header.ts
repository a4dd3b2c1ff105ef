import { full32 } from './end-record.ts'
import { decodeName, rawNameFault } from './entry-name.ts'
import { entryTime } from './entry-time.ts'
import { encodeNumbers, extraId, findExtra, withExtra } from './extra-field.ts'
import { damaged, damagedEntry, unsafe } from './pack-error.ts'
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
  /** The central header as it lies in the zip. */
  header: Buffer
}

/** The raw central header that begins at `at`. Throws `pack-damaged`. */
export function sliceHeader(pack: string, directory: Buffer, at: number): Buffer {
  if (at + centralSize > directory.length || directory.readUInt32LE(at) !== centralSignature) {
    throw damaged(pack, 'its central directory is not whole')
  }
  const size =
    centralSize +
    directory.readUInt16LE(at + 28) +
    directory.readUInt16LE(at + 30) +
    directory.readUInt16LE(at + 32)
  if (at + size > directory.length) throw damaged(pack, 'its central directory is not whole')
  return directory.subarray(at, at + size)
}

/**
 * Reads one raw central header; `end` is still the start of its data.
 * Throws `pack-unsafe` for names, kinds, methods and flags that are refused, `pack-damaged` for nonsense.
 */
export function readHeader(pack: string, header: Buffer): ZipEntry {
  const nameEnd = centralSize + header.readUInt16LE(28)
  const extra = header.subarray(nameEnd, nameEnd + header.readUInt16LE(30))
  const raw = { bytes: header.subarray(centralSize, nameEnd), flags: header.readUInt16LE(8), extra }
  const name = decodeName(raw)
  const fault = rawNameFault(raw, name)
  if (fault !== undefined) throw unsafe(pack, name, fault)
  // Bits 0, 6 and 13: encryption, strong encryption, masked headers (APPNOTE.TXT 4.4.4).
  if ((raw.flags & 0x2041) !== 0) throw unsafe(pack, name, 'is encrypted')

  const dos = { time: header.readUInt16LE(12), date: header.readUInt16LE(14) }
  const numbers = readNumbers(pack, name, header, extra)
  return {
    name: name.endsWith('/') ? name.slice(0, -1) : name,
    ...readKind(pack, name, header),
    ...numbers,
    crc32: header.readUInt32LE(16),
    method: readMethod(pack, name, header.readUInt16LE(10)),
    modified: entryTime(dos, extra),
    end: numbers.start + 30 + raw.bytes.length + numbers.compressedSize,
    header,
  }
}

function readMethod(pack: string, name: string, method: number): ZipEntry['method'] {
  if (method === 0) return 'stored'
  if (method === 8) return 'deflated'
  throw unsafe(pack, name, `is compressed with method ${method}; only stored and deflated are read`)
}

function readKind(pack: string, name: string, header: Buffer): { kind: EntryKind; mode: Mode } {
  const slash = name.endsWith('/')
  const unix = header.readUInt8(5) === unixHost ? header.readUInt16LE(40) : 0
  const mode = unix === 0 ? (slash ? 0o755 : 0o644) : unix & 0o777
  switch (unix & fileType.mask) {
    case fileType.link:
      if (slash) throw unsafe(pack, name, 'is a link with the name of a directory')
      return { kind: 'link', mode }
    case fileType.directory:
      if (!slash) throw unsafe(pack, name, 'is a directory without a final slash')
      return { kind: 'directory', mode }
    case fileType.file:
    case 0:
      return { kind: slash ? 'directory' : 'file', mode }
    default:
      throw unsafe(pack, name, 'is neither a file nor a link nor a directory')
  }
}

type Numbers = Pick<ZipEntry, 'size' | 'compressedSize' | 'start'>

/** Sizes and offset; the zip64 field holds those that are full, in this order (APPNOTE.TXT 4.5.3). */
function readNumbers(pack: string, name: string, header: Buffer, extra: Buffer): Numbers {
  const zip64 = findExtra(extra, extraId.zip64)
  let at = 0
  const [size = 0, compressedSize = 0, start = 0] = [24, 20, 42].map(place => {
    const short = header.readUInt32LE(place)
    if (short !== full32 || zip64 === undefined) return short
    if (at + 8 > zip64.length) throw damagedEntry(pack, name, 'a 64-bit number is missing')
    at += 8
    return Number(zip64.readBigUInt64LE(at - 8))
  })
  if (![size, compressedSize, start].every(Number.isSafeInteger)) {
    throw damagedEntry(pack, name, 'a size is beyond all measure')
  }
  if (header.readUInt16LE(34) !== 0)
    throw damagedEntry(pack, name, 'the content is said to be in another file')
  return { size, compressedSize, start }
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
