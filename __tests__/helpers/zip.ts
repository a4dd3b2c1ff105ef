import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of a zip for tests. What it says of itself may be a lie; by default it is true. */
export interface TestEntry {
  /** Text is written as UTF-8, bytes as they are; a directory ends with a slash. */
  name: string | Uint8Array
  content?: string | Uint8Array
  /** Deflates the content; stored otherwise. */
  deflate?: boolean
  /** General purpose flags; bit 3 is set by `descriptor`. */
  flags?: number
  /** A Unix mode with its file type; without one the entry is made by MS-DOS. */
  mode?: number
  /** Sizes and CRC-32 stand behind the content and not before it. */
  descriptor?: boolean
  /** Extra fields, in both headers. */
  extra?: Uint8Array
  /** The entry's own comment. */
  comment?: string
  /** The name in the local header, where it is another. */
  localName?: string
  method?: number
  size?: number
  compressedSize?: number
  crc32?: number
  /** Added to where the entry begins, in the central header only. */
  startOff?: number
}

export interface ZipFrame {
  /** Before the first entry; offsets count from the beginning of the file. */
  prefix?: Uint8Array
  comment?: string
  /** Behind the end record. */
  suffix?: string
  /** Said in the end record instead of the number of entries. */
  count?: number
}

/** File types of `TestEntry.mode`. */
export const unixFile = 0o100000
export const unixLink = 0o120000
export const unixDirectory = 0o040000

/** One extra field. */
export function extraField(id: number, data: Uint8Array): Buffer {
  return Buffer.concat([numbers([id, 2], [data.length, 2]), data])
}

/** Info-ZIP's Unicode path (APPNOTE.TXT 4.6.9) for a name whose raw bytes are `raw`. */
export function unicodePath(raw: Uint8Array, name: string): Buffer {
  return extraField(0x7075, Buffer.concat([numbers([1, 1], [crc32(raw), 4]), Buffer.from(name)]))
}

/** Info-ZIP's extended timestamp with the time of modification, in seconds since 1970. */
export function extendedTimestamp(seconds: number): Buffer {
  return extraField(0x5455, numbers([1, 1], [seconds, 4]))
}

/** The bytes of a zip with these entries in this order; zip64's end record where there are more than 65,534. */
export function zipOf(entries: readonly TestEntry[], frame: ZipFrame = {}): Buffer {
  const pieces: Uint8Array[] = [frame.prefix ?? Buffer.alloc(0)]
  const central: Buffer[] = []
  let position = pieces[0]?.length ?? 0
  for (const entry of entries) {
    const { local, header } = encodeEntry(entry, position)
    pieces.push(local)
    central.push(header)
    position += local.length
  }
  const directory = Buffer.concat(central)
  const end = encodeEnd(frame, frame.count ?? entries.length, position, directory.length)
  return Buffer.concat([...pieces, directory, end, Buffer.from(frame.suffix ?? '')])
}

/** Writes a zip into `folder` and gives its path. */
export async function writeZipOf(
  folder: string,
  entries: readonly TestEntry[],
  frame: ZipFrame = {},
  name = 'pack.zip',
): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, zipOf(entries, frame))
  return path
}

function encodeEntry(entry: TestEntry, start: number): { local: Buffer; header: Buffer } {
  const name = Buffer.from(entry.name)
  const localName = Buffer.from(entry.localName ?? entry.name)
  const extra = entry.extra ?? Buffer.alloc(0)
  const comment = Buffer.from(entry.comment ?? '')
  const content = Buffer.from(entry.content ?? '')
  const data = entry.deflate === true ? deflateRawSync(content) : content
  const crc = entry.crc32 ?? crc32(content)
  const compressed = entry.compressedSize ?? data.length
  const size = entry.size ?? content.length
  const described = entry.descriptor === true
  const flags = (entry.flags ?? 0) | (described ? 8 : 0)
  const method = entry.method ?? (entry.deflate === true ? 8 : 0)
  // Version 2.0, flags, method, 2024-02-03 04:05:06.
  const shared = numbers([20, 2], [flags, 2], [method, 2], [0x20a3, 2], [0x5843, 2])
  const said = (hide: boolean) => (hide ? Buffer.alloc(12) : numbers([crc, 4], [compressed, 4], [size, 4]))
  const host = entry.mode === undefined ? 0 : 3

  return {
    local: Buffer.concat([
      numbers([0x04034b50, 4]),
      shared,
      said(described),
      numbers([localName.length, 2], [extra.length, 2]),
      localName,
      extra,
      data,
      described ? Buffer.concat([numbers([0x08074b50, 4]), said(false)]) : Buffer.alloc(0),
    ]),
    header: Buffer.concat([
      numbers([0x02014b50, 4], [20, 1], [host, 1]),
      shared,
      said(false),
      numbers([name.length, 2], [extra.length, 2], [comment.length, 2]),
      numbers([0, 2], [0, 2], [0, 2], [entry.mode ?? 0, 2]),
      numbers([start + (entry.startOff ?? 0), 4]),
      name,
      extra,
      comment,
    ]),
  }
}

function encodeEnd(frame: ZipFrame, count: number, start: number, size: number): Buffer {
  const comment = Buffer.from(frame.comment ?? '')
  const short = Math.min(count, 0xffff)
  const record = numbers([0x06054b50, 4], [0, 4], [short, 2], [short, 2], [size, 4], [start, 4])
  return Buffer.concat([
    count < 0xffff ? Buffer.alloc(0) : encodeWideEnd(count, start, size),
    record,
    numbers([comment.length, 2]),
    comment,
  ])
}

/** Zip64's end record and its locator (APPNOTE.TXT 4.3.14, 4.3.15). */
function encodeWideEnd(count: number, start: number, size: number): Buffer {
  return Buffer.concat([
    numbers([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 4], [0, 4]),
    numbers([count, 8], [count, 8], [size, 8], [start, 8]),
    numbers([0x07064b50, 4], [0, 4], [start + size, 8], [1, 4]),
  ])
}

/** Little-endian numbers of 1, 2, 4 or 8 bytes. */
function numbers(...fields: readonly (readonly [number, number])[]): Buffer {
  return Buffer.concat(
    fields.map(([value, bytes]) => {
      const field = Buffer.alloc(8)
      field.writeBigUInt64LE(BigInt(value))
      return field.subarray(0, bytes)
    }),
  )
}
