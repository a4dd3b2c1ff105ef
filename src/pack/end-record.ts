import { damaged } from './pack-error.ts'
import { type PackFile, readAt } from './pack-file.ts'

/** What the end of a zip says of it (APPNOTE.TXT 4.3.14–4.3.16). */
export interface EndRecord {
  entries: number
  /** Where the central directory begins, and its bytes. */
  directoryStart: number
  directorySize: number
  comment: Buffer
}

/** The values that mean "look into the zip64 record". */
export const full16 = 0xffff
export const full32 = 0xffffffff

const signature = 0x06054b50
const zip64Signature = 0x06064b50
const locatorSignature = 0x07064b50
/** The first bytes of the end record. */
export const endSignature = Buffer.from('PK\x05\x06', 'latin1')
const recordSize = 22
const locatorSize = 20
const zip64Size = 56

/**
 * Finds and reads the end of central directory record, with zip64's where it is used.
 * Throws `pack-damaged` for all that is not one whole zip in one file with nothing behind it.
 */
export function readEndRecord(file: PackFile): EndRecord {
  const { record, position } = findRecord(file)
  const zip64 = readZip64(file, record, position)
  const end = {
    entries: zip64?.entries ?? record.readUInt16LE(10),
    directorySize: zip64?.directorySize ?? record.readUInt32LE(12),
    directoryStart: zip64?.directoryStart ?? record.readUInt32LE(16),
    comment: Buffer.from(record.subarray(recordSize)),
  }
  if (zip64 === undefined && (record.readUInt32LE(4) !== 0 || record.readUInt16LE(8) !== end.entries)) {
    throw damaged(file.path, 'it is one part of a zip that is split over several files')
  }
  if (end.directoryStart + end.directorySize !== (zip64?.position ?? position)) {
    throw damaged(file.path, 'its central directory is not where its end record says')
  }
  return end
}

/** Whether a file ends as a zip does, whatever lies before. */
export function endsAsZip(file: PackFile): boolean {
  try {
    findRecord(file)
    return true
  } catch {
    return false
  }
}

function findRecord(file: PackFile): { record: Buffer; position: number } {
  const length = Math.min(file.size, recordSize + full16)
  const tail = readAt(file, file.size - length, length)
  let behind: number | undefined
  // Before the first one from the end that fits there may be others, in comments.
  let rest = tail.subarray(0, Math.max(0, length - recordSize + endSignature.length))
  for (let at = rest.lastIndexOf(endSignature); at !== -1; at = rest.lastIndexOf(endSignature)) {
    rest = rest.subarray(0, at)
    const over = length - at - recordSize - tail.readUInt16LE(at + 20)
    if (over === 0) return { record: tail.subarray(at), position: file.size - length + at }
    behind ??= over
  }
  if (behind !== undefined && behind > 0)
    throw damaged(file.path, `${behind} bytes lie behind its end record`)
  throw damaged(file.path, 'it has no end record, so it is not a zip or was cut short')
}

interface Zip64Record {
  position: number
  entries: number
  directorySize: number
  directoryStart: number
}

function readZip64(file: PackFile, record: Buffer, position: number): Zip64Record | undefined {
  const directoryEnd = record.readUInt32LE(12) + record.readUInt32LE(16)
  const used =
    record.readUInt16LE(10) === full16 ||
    record.readUInt32LE(12) === full32 ||
    record.readUInt32LE(16) === full32 ||
    directoryEnd !== position
  if (!used || position < locatorSize + zip64Size) return undefined

  const locator = readAt(file, position - locatorSize, locatorSize)
  if (locator.readUInt32LE(0) !== locatorSignature) return undefined
  const start = Number(locator.readBigUInt64LE(8))
  if (start > position - locatorSize - zip64Size)
    throw damaged(file.path, 'its zip64 end record is out of place')
  const zip64 = readAt(file, start, zip64Size)
  if (zip64.readUInt32LE(0) !== zip64Signature) throw damaged(file.path, 'its zip64 end record is missing')
  if (start + 12 + Number(zip64.readBigUInt64LE(4)) !== position - locatorSize) {
    throw damaged(file.path, 'its zip64 end record has the wrong length')
  }
  if (locator.readUInt32LE(16) > 1 || zip64.readUInt32LE(16) !== 0) {
    throw damaged(file.path, 'it is one part of a zip that is split over several files')
  }
  return {
    position: start,
    entries: Number(zip64.readBigUInt64LE(32)),
    directorySize: Number(zip64.readBigUInt64LE(40)),
    directoryStart: Number(zip64.readBigUInt64LE(48)),
  }
}

/** The bytes behind a central directory; zip64's records are added only where a number needs them. */
export function encodeEndRecord(end: EndRecord): Buffer {
  const record = Buffer.alloc(recordSize)
  record.writeUInt32LE(signature, 0)
  record.writeUInt16LE(Math.min(end.entries, full16), 8)
  record.writeUInt16LE(Math.min(end.entries, full16), 10)
  record.writeUInt32LE(Math.min(end.directorySize, full32), 12)
  record.writeUInt32LE(Math.min(end.directoryStart, full32), 16)
  record.writeUInt16LE(end.comment.length, 20)
  const small = end.entries < full16 && end.directorySize < full32 && end.directoryStart < full32
  return Buffer.concat([small ? Buffer.alloc(0) : encodeZip64(end), record, end.comment])
}

function encodeZip64(end: EndRecord): Buffer {
  const record = Buffer.alloc(zip64Size + locatorSize)
  record.writeUInt32LE(zip64Signature, 0)
  record.writeBigUInt64LE(BigInt(zip64Size - 12), 4)
  record.writeUInt16LE((3 << 8) | 45, 12)
  record.writeUInt16LE(45, 14)
  record.writeBigUInt64LE(BigInt(end.entries), 24)
  record.writeBigUInt64LE(BigInt(end.entries), 32)
  record.writeBigUInt64LE(BigInt(end.directorySize), 40)
  record.writeBigUInt64LE(BigInt(end.directoryStart), 48)
  record.writeUInt32LE(locatorSignature, zip64Size)
  record.writeBigUInt64LE(BigInt(end.directoryStart + end.directorySize), zip64Size + 8)
  record.writeUInt32LE(1, zip64Size + 16)
  return record
}
