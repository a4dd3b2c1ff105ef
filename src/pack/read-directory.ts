import {
  centralSignature,
  centralSize,
  type EntryKind,
  fileType,
  unixHost,
  type ZipEntry,
} from './central-header.ts'
import { full32 } from './end-record.ts'
import { decodeName, isPlainName, rawNameFault } from './entry-name.ts'
import { entryTime } from './entry-time.ts'
import { extraId, fieldStart } from './extra-field.ts'
import { damaged, damagedEntry, unsafe } from './pack-error.ts'
import type { Mode } from './tree.ts'

/**
 * A central directory in memory. `view` and `text` are of the same bytes: numbers are quicker to read from the one, and
 * names that are ASCII are slices of the other, a character for each byte.
 */
interface Directory {
  /** Of its zip, for messages. */
  pack: string
  bytes: Buffer
  view: DataView
  text: string
}

/**
 * Reads a whole central directory of so many entries; the `end` of each is that of its content at the earliest.
 * Throws `pack-unsafe` for names, kinds, methods and flags that are refused, `pack-damaged` for nonsense.
 */
export function readHeaders(pack: string, bytes: Buffer, count: number): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const directory = { pack, bytes, view, text: bytes.toString('latin1') }
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    const end = headerEnd(directory, at)
    entries.push(readHeader(directory, at))
    at = end
  }
  if (at !== bytes.length) throw damaged(pack, 'its central directory holds more than its entries')
  return entries
}

function headerEnd({ pack, view }: Directory, at: number): number {
  if (at + centralSize <= view.byteLength && view.getUint32(at, true) === centralSignature) {
    const lengths =
      view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    const end = at + centralSize + lengths
    if (end <= view.byteLength) return end
  }
  throw damaged(pack, 'its central directory is not whole')
}

function readHeader(directory: Directory, at: number): ZipEntry {
  const { pack, bytes, view } = directory
  const nameStart = at + centralSize
  const nameEnd = nameStart + view.getUint16(at + 28, true)
  const extraEnd = nameEnd + view.getUint16(at + 30, true)
  const name = readName(directory, at, nameStart, nameEnd, extraEnd)
  // Bits 0, 6 and 13: encryption, strong encryption, masked headers (APPNOTE.TXT 4.4.4).
  if ((view.getUint16(at + 8, true) & 0x2041) !== 0) throw unsafe(pack, name, 'is encrypted')

  let size = view.getUint32(at + 24, true)
  let compressedSize = view.getUint32(at + 20, true)
  let start = view.getUint32(at + 42, true)
  if (size === full32 || compressedSize === full32 || start === full32)
    [size, compressedSize, start] = wideNumbers(
      directory,
      name,
      [size, compressedSize, start],
      nameEnd,
      extraEnd,
    )
  if (view.getUint16(at + 34, true) !== 0)
    throw damagedEntry(pack, name, 'the content is said to be in another file')

  const isFolder = name.endsWith('/')
  const path = isFolder ? name.slice(0, -1) : name
  const unix = view.getUint8(at + 5) === unixHost ? view.getUint16(at + 40, true) : 0
  return {
    name: path,
    path,
    kind: kindOf(pack, name, unix & fileType.mask, isFolder),
    mode: unix === 0 ? (isFolder ? 0o755 : 0o644) : unix & 0o777,
    size,
    compressedSize,
    crc32: view.getUint32(at + 16, true),
    method: methodOf(pack, name, view.getUint16(at + 10, true)),
    modified: entryTime(view, at + 12, nameEnd, extraEnd),
    start,
    end: start + 30 + nameEnd - nameStart + compressedSize,
    directory: bytes,
    headerStart: at,
  }
}

/** Nearly all names are plain: of those nothing else is to be looked at. */
function readName(
  { pack, bytes, view, text }: Directory,
  at: number,
  start: number,
  end: number,
  extraEnd: number,
): string {
  const plain = text.slice(start, end)
  if (isPlainName(plain) && fieldStart(view, end, extraEnd, extraId.unicodePath) === -1) return plain
  const flags = view.getUint16(at + 8, true)
  const raw = { bytes: bytes.subarray(start, end), flags, extra: bytes.subarray(end, extraEnd) }
  const name = decodeName(raw)
  const fault = rawNameFault(raw, name)
  if (fault !== undefined) throw unsafe(pack, name, fault)
  return name
}

function methodOf(pack: string, name: string, method: number): ZipEntry['method'] {
  if (method === 0) return 'stored'
  if (method === 8) return 'deflated'
  throw unsafe(pack, name, `is compressed with method ${method}; only stored and deflated are read`)
}

function kindOf(pack: string, name: string, type: Mode, isFolder: boolean): EntryKind {
  switch (type) {
    case fileType.link:
      if (isFolder) throw unsafe(pack, name, 'is a link with the name of a directory')
      return 'link'
    case fileType.directory:
      if (!isFolder) throw unsafe(pack, name, 'is a directory without a final slash')
      return 'directory'
    case fileType.file:
    case 0:
      return isFolder ? 'directory' : 'file'
    default:
      throw unsafe(pack, name, 'is neither a file nor a link nor a directory')
  }
}

type Numbers = [size: number, compressedSize: number, start: number]

/** Sizes and offset; the zip64 field holds those that are full, in this order (APPNOTE.TXT 4.5.3). */
function wideNumbers(
  { pack, view }: Directory,
  name: string,
  numbers: Numbers,
  extraStart: number,
  extraEnd: number,
): Numbers {
  const field = fieldStart(view, extraStart, extraEnd, extraId.zip64)
  if (field === -1) return numbers
  const end = field + view.getUint16(field - 2, true)
  let at = field
  const wide = (short: number): number => {
    if (short !== full32) return short
    if (at + 8 > end) throw damagedEntry(pack, name, 'a 64-bit number is missing')
    const number = Number(view.getBigUint64(at, true))
    at += 8
    if (Number.isSafeInteger(number)) return number
    throw damagedEntry(pack, name, 'a size is beyond all measure')
  }
  return [wide(numbers[0]), wide(numbers[1]), wide(numbers[2])]
}
