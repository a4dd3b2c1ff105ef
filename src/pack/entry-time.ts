import { encodeExtra, extraId, findExtra } from './extra-field.ts'

const earliest = Date.UTC(1980, 0, 1)
const latest = Date.UTC(2107, 11, 31, 23, 59, 58)

/** A date and time as MS-DOS keeps them, in two 16-bit fields (APPNOTE.TXT 4.4.6). */
export interface DosTime {
  date: number
  time: number
}

/** Epoch milliseconds as MS-DOS fields, taken as UTC, in steps of 2 s, held within 1980…2107. */
export function toDosTime(epochMilliseconds: number): DosTime {
  const at = new Date(Math.min(Math.max(epochMilliseconds, earliest), latest))
  return {
    date: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  }
}

/**
 * When an entry was modified, in epoch milliseconds: its extended timestamp, else its MS-DOS time.
 * That one has no zone; it is taken as UTC, so that every machine reads the same.
 */
export function entryTime(dos: DosTime, extra: Buffer): number {
  const extended = findExtra(extra, extraId.extendedTimestamp)
  if (extended !== undefined && extended.length >= 5 && (extended.readUInt8(0) & 1) === 1) {
    return extended.readUInt32LE(1) * 1000
  }
  return Date.UTC(
    1980 + (dos.date >> 9),
    ((dos.date >> 5) & 15) - 1,
    dos.date & 31,
    dos.time >> 11,
    (dos.time >> 5) & 63,
    (dos.time & 31) * 2,
  )
}

/** The extended timestamp field for a time; empty where its 32 bits cannot hold it. */
export function encodeTimestamp(epochMilliseconds: number): Buffer {
  const seconds = Math.floor(epochMilliseconds / 1000)
  if (seconds < 0 || seconds > 0xffffffff) return Buffer.alloc(0)
  const data = Buffer.alloc(5)
  data.writeUInt8(1, 0)
  data.writeUInt32LE(seconds, 1)
  return encodeExtra(extraId.extendedTimestamp, data)
}
