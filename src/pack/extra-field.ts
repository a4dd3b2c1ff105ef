/** Header ids of extra fields (APPNOTE.TXT 4.5.2, 4.6.1). */
export const extraId = {
  zip64: 0x0001,
  /** Info-ZIP "UT": times in seconds since 1970, UTC. */
  extendedTimestamp: 0x5455,
  /** Info-ZIP Unicode path, APPNOTE.TXT 4.6.9. */
  unicodePath: 0x7075,
} as const

/** Where the data of the first field with `id` begins, of fields from `start` to `end`; -1 where there is none. */
export function fieldStart(view: DataView, start: number, end: number, id: number): number {
  for (let at = start; at + 4 <= end; ) {
    const next = at + 4 + view.getUint16(at + 2, true)
    if (next > end) return -1
    if (view.getUint16(at, true) === id) return at + 4
    at = next
  }
  return -1
}

/** The data of the first field with `id`, or undefined. A field that runs over the end ends the search. */
export function findExtra(extra: Buffer, id: number): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (end > extra.length) return undefined
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, end)
    at = end
  }
  return undefined
}

/** `extra` with its field `id` replaced or, where it has none, preceded by one that holds `data`. */
export function withExtra(extra: Buffer, id: number, data: Buffer): Buffer {
  const parts = [encodeExtra(id, data)]
  let at = 0
  while (at + 4 <= extra.length) {
    const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) !== id) parts.push(extra.subarray(at, end))
    at = end
  }
  parts.push(extra.subarray(at))
  return Buffer.concat(parts)
}

/** One field: id, length, data. */
export function encodeExtra(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(id, 0)
  head.writeUInt16LE(data.length, 2)
  return Buffer.concat([head, data])
}

/** 64-bit numbers in the order of APPNOTE.TXT 4.5.3. */
export function encodeNumbers(numbers: readonly number[]): Buffer {
  const data = Buffer.alloc(numbers.length * 8)
  for (const [index, number] of numbers.entries()) data.writeBigUInt64LE(BigInt(number), index * 8)
  return data
}
