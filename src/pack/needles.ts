import type { SecretForm } from '../kernel/secrets.ts'

/** Many byte strings that are looked for at once. */
export interface Needles {
  /** Bytes of the longest. */
  readonly longest: number
  /** One that is in `bytes`; null where none is. */
  find(bytes: Buffer): SecretForm | null
}

/**
 * Prepares one pass for all needles, each of two bytes or more (Wu and Manber, *A fast algorithm for multi-pattern
 * searching*, 1994): the last two bytes of a window as long as the shortest needle say how far it may move on.
 */
export function needlesOf(forms: readonly SecretForm[]): Needles {
  const window = Math.min(...forms.map(({ bytes }) => bytes.length))
  const longest = Math.max(0, ...forms.map(({ bytes }) => bytes.length))
  if (forms.length === 0) return { longest, find: () => null }
  // Bytes, for the table to stay in the processor's cache.
  const shifts = new Uint8Array(0x10000).fill(Math.min(window - 1, 0xff))
  /** By the last two bytes of their first window. */
  const ending = new Map<number, SecretForm[]>()
  for (const form of forms) {
    for (let at = 1; at < window; at += 1) {
      const pair = form.bytes.readUInt16BE(at - 1)
      shifts[pair] = Math.min(shifts[pair] ?? 0, window - 1 - at)
    }
    const pair = form.bytes.readUInt16BE(window - 2)
    ending.set(pair, [...(ending.get(pair) ?? []), form])
  }

  const find = (bytes: Buffer): SecretForm | null => {
    for (let at = window - 1; at < bytes.length; ) {
      const pair = ((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0)
      const shift = shifts[pair] ?? 0
      if (shift === 0) {
        const start = at - window + 1
        const found = ending.get(pair)?.find(form => isAt(bytes, start, form.bytes))
        if (found !== undefined) return found
      }
      at += Math.max(1, shift)
    }
    return null
  }
  return { longest, find }
}

function isAt(bytes: Buffer, start: number, wanted: Buffer): boolean {
  const end = start + wanted.length
  return end <= bytes.length && bytes.compare(wanted, 0, wanted.length, start, end) === 0
}

/** A search through content that comes in pieces. */
export interface PiecewiseSearch {
  take(piece: Buffer): void
  /** The first that was found. */
  found(): SecretForm | null
}

/** Pieces may be used again after `take`: what a needle could begin in is copied. */
export function searchInPieces(needles: Needles): PiecewiseSearch {
  const reach = Math.max(0, needles.longest - 1)
  let found: SecretForm | null = null
  let edge = Buffer.alloc(0)
  return {
    found: () => found,
    take: piece => {
      if (reach === 0 || found !== null) return
      if (edge.length > 0) found = needles.find(Buffer.concat([edge, piece.subarray(0, reach)]))
      found ??= needles.find(piece)
      edge = Buffer.concat([edge, piece.subarray(-reach)]).subarray(-reach)
    },
  }
}
