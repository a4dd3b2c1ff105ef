import { encodeExtra, extraId, fieldStart } from './extra-field.ts'

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
 * When an entry was modified, in epoch milliseconds: its extended timestamp, which is among the fields from `extraStart` to
 * `extraEnd`, else its MS-DOS time at `at`. That one has no zone; it is taken as UTC, so that every machine reads the same.
 */
export function entryTime(view: DataView, at: number, extraStart: number, extraEnd: number): number {
  const field = fieldStart(view, extraStart, extraEnd, extraId.extendedTimestamp)
  if (field !== -1 && view.getUint16(field - 2, true) >= 5 && (view.getUint8(field) & 1) === 1)
    return view.getUint32(field + 1, true) * 1000
  const [time, date] = [view.getUint16(at, true), view.getUint16(at + 2, true)]
  return Date.UTC(
    1980 + (date >> 9),
    ((date >> 5) & 15) - 1,
    date & 31,
    time >> 11,
    (time >> 5) & 63,
    (time & 31) * 2,
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
