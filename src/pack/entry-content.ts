import { isUtf8 } from 'node:buffer'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { messageOf, systemCode } from '../kernel/errors.ts'
import { giveBack } from '../kernel/garbage.ts'
import { spareBuffer } from '../kernel/spare-buffer.ts'
import { centralSize, type ZipEntry } from './central-header.ts'
import { linkFault } from './entry-name.ts'
import { damagedEntry, unsafe } from './pack-error.ts'
import { type PackFile, readAt, readInto } from './pack-file.ts'
import type { Window } from './window.ts'

/** Bytes up to which content is read whole. */
const wholeEntry = 8 * 1024 * 1024

/** Whether an entry's content is read whole; anything bigger is streamed. */
export function isReadWhole({ size, compressedSize }: ZipEntry): boolean {
  return size <= wholeEntry && compressedSize <= wholeEntry
}

export const localSignature = 0x04034b50
const localSize = 30

/**
 * The whole content of a small entry, to be given back where much is read. Throws `pack-damaged` where the content is not
 * what the central header says: local header, size, CRC-32.
 */
export function readWhole(file: PackFile, entry: ZipEntry): Buffer {
  using spare = spareBuffer()
  const raw = readRaw(file, entry, spare.buffer)
  const content = entry.method === 'stored' ? Buffer.from(raw) : inflateWhole(file, entry, raw)
  if (raw.buffer !== spare.buffer.buffer) giveBack(raw)
  checkContent(file, entry, content.length, crc32(content))
  return content
}

/**
 * The content in pieces, for entries of any size; the last checks are made before it ends. A piece is gone when the next
 * one is asked for: buffers are used again, as half a gigabyte of them would be garbage before it is collected.
 * Throws as `readWhole`.
 */
export async function* readPieces(file: PackFile, entry: ZipEntry): AsyncGenerator<Buffer, void, undefined> {
  const isStored = entry.method === 'stored'
  if (!isStored && isReadWhole(entry)) {
    const content = readWhole(file, entry)
    try {
      yield content
    } finally {
      giveBack(content)
    }
    return
  }
  let size = 0
  let crc = 0
  using spare = spareBuffer()
  for await (const piece of isStored
    ? storedPieces(file, entry, spare.buffer)
    : inflated(file, entry, spare.buffer)) {
    size += piece.length
    if (size > entry.size) break
    crc = crc32(piece, crc)
    yield piece
  }
  checkContent(file, entry, size, crc)
}

/** Where a link leads, checked to stay below the root. `path` is the link's, below the root folder. */
export function readTarget(file: PackFile, entry: ZipEntry, path: string): string {
  const content = readWhole(file, entry)
  if (!isUtf8(content)) throw unsafe(file.path, entry.name, 'is a link whose target is not UTF-8')
  const target = content.toString('utf8')
  const fault = linkFault(path, target)
  if (fault !== undefined) throw unsafe(file.path, entry.name, fault)
  return target
}

/** Behind the local header (APPNOTE.TXT 4.3.7), which has to name the same entry. Throws `pack-damaged`. */
export function contentStart(file: PackFile, entry: ZipEntry): number {
  return entry.start + localLength(file, entry, readAt(file, entry.start, localSize + nameSizeOf(entry)))
}

/** The same by a window that shows the zip from `shift` on: for many entries one after the other. */
export function contentStartIn(window: Window, shift: number, file: PackFile, entry: ZipEntry): number {
  const local = window.all(shift + entry.start, localSize + nameSizeOf(entry))
  return entry.start + localLength(file, entry, local)
}

function nameSizeOf({ directory, headerStart }: ZipEntry): number {
  return directory.readUInt16LE(headerStart + 28)
}

/** Bytes of the local header that `local` begins with. */
function localLength(file: PackFile, entry: ZipEntry, local: Buffer): number {
  const { directory, headerStart } = entry
  const nameEnd = localSize + nameSizeOf(entry)
  const nameStart = headerStart + centralSize
  if (
    local.readUInt32LE(0) !== localSignature ||
    local.readUInt16LE(8) !== directory.readUInt16LE(headerStart + 10) ||
    local.readUInt16LE(26) !== nameSizeOf(entry) ||
    directory.compare(local, localSize, nameEnd, nameStart, nameStart + nameSizeOf(entry)) !== 0
  ) {
    throw damagedEntry(file.path, entry.name, 'the header before the content is not the one listed')
  }
  const length = nameEnd + local.readUInt16LE(28)
  if (entry.start + length + entry.compressedSize > entry.end) {
    throw damagedEntry(file.path, entry.name, 'the content runs into what follows')
  }
  return length
}

/** The content as it lies in the zip; with its header it is read at once where both fit into `spare`. */
function readRaw(file: PackFile, entry: ZipEntry, spare: Buffer): Buffer {
  const { start, end, compressedSize } = entry
  if (end - start <= spare.length) {
    const span = spare.subarray(0, end - start)
    readInto(file, span, start)
    const from = localLength(file, entry, span)
    return span.subarray(from, from + compressedSize)
  }
  const from = contentStart(file, entry)
  const raw =
    compressedSize <= spare.length ? spare.subarray(0, compressedSize) : Buffer.allocUnsafe(compressedSize)
  readInto(file, raw, from)
  return raw
}

function inflateWhole(file: PackFile, entry: ZipEntry, raw: Buffer): Buffer {
  try {
    return inflateRawSync(raw, { chunkSize: entry.size + 64, maxOutputLength: Math.max(1, entry.size) })
  } catch (error) {
    throw inflateError(file, entry, error)
  }
}

async function* inflated(
  file: PackFile,
  entry: ZipEntry,
  spare: Buffer,
): AsyncGenerator<Buffer, void, undefined> {
  // Each piece is a trip to another thread and back.
  const inflate = createInflateRaw({ chunkSize: spare.length })
  const raw = storedPieces(file, entry, spare)
  // By hand: a pipeline takes a fifth of the time of inflating. The buffer is free again when the stream has drained, as
  // all pieces but the last one are bigger than what the stream takes in advance.
  const feed = (): void => {
    try {
      for (let next = raw.next(); next.done !== true; next = raw.next())
        if (!inflate.write(next.value)) return
      inflate.end()
    } catch (error) {
      inflate.destroy(error instanceof Error ? error : new Error(messageOf(error)))
    }
  }
  inflate.on('drain', feed)
  try {
    feed()
    for await (const piece of inflate) {
      if (!Buffer.isBuffer(piece)) continue
      yield piece
      // What lies before the end of zlib's buffer has others behind it.
      if (piece.byteOffset + piece.length === piece.buffer.byteLength) giveBack(piece)
    }
  } catch (error) {
    throw inflateError(file, entry, error)
  }
}

/** The content as it lies in the zip, piece by piece in one buffer. */
function* storedPieces(file: PackFile, entry: ZipEntry, buffer: Buffer): Generator<Buffer, void, undefined> {
  const start = contentStart(file, entry)
  for (let done = 0; done < entry.compressedSize; done += buffer.length) {
    const piece = buffer.subarray(0, Math.min(buffer.length, entry.compressedSize - done))
    readInto(file, piece, start + done)
    yield piece
  }
}

function inflateError(file: PackFile, entry: ZipEntry, error: unknown): unknown {
  const code = systemCode(error)
  if (code === 'ERR_BUFFER_TOO_LARGE') return wrongSize(file, entry, 'more')
  return code.startsWith('Z_') ? damagedEntry(file.path, entry.name, messageOf(error), error) : error
}

function checkContent(file: PackFile, entry: ZipEntry, size: number, crc: number): void {
  if (size !== entry.size) throw wrongSize(file, entry, size > entry.size ? 'more' : 'less')
  if (crc !== entry.crc32) throw damagedEntry(file.path, entry.name, 'the content does not match its CRC-32')
}

function wrongSize(file: PackFile, entry: ZipEntry, more: 'more' | 'less'): Error {
  return damagedEntry(file.path, entry.name, `the content is ${more} than the ${entry.size} bytes declared`)
}
