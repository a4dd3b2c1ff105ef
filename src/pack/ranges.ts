/**
 * A stretch of a new file, of `length` bytes: `copy` as they are in the old file from `from` on; `add` as there, with the
 * next bytes of the delta added to each (modulo 256), as bsdiff does; `fresh` the next bytes of the delta themselves. The
 * delta is all that does not come from the old file.
 */
export type Stretch =
  | { kind: 'copy' | 'add'; from: number; length: number }
  | { kind: 'fresh'; from: null; length: number }

/**
 * How a manifest writes them: `[length]` fresh, `[skip, length]` copied, `[skip, length, "+"]` added. `skip` is counted from
 * where the last stretch that came from the old file ended there, as it is 0 most of the time.
 */
export type Ranges = (
  | [length: number]
  | [skip: number, length: number]
  | [skip: number, length: number, plus: '+']
)[]

export function encodeRanges(stretches: readonly Stretch[]): Ranges {
  let end = 0
  return stretches.map(({ kind, from, length }): Ranges[number] => {
    if (from === null) return [length]
    const skip = from - end
    end = from + length
    return kind === 'add' ? [skip, length, '+'] : [skip, length]
  })
}

export function decodeRanges(ranges: Ranges): Stretch[] {
  let end = 0
  return ranges.map((range): Stretch => {
    const [first, length, plus] = range
    if (length === undefined) return { kind: 'fresh', from: null, length: first }
    const from = end + first
    end = from + length
    return { kind: plus === undefined ? 'copy' : 'add', from, length }
  })
}

/** What stretches come to, in bytes. */
export interface RangeSizes {
  /** Of the new file. */
  file: number
  delta: number
}

export function sizesOf(stretches: readonly Stretch[]): RangeSizes {
  const sizes: RangeSizes = { file: 0, delta: 0 }
  for (const { kind, length } of stretches) {
    sizes.file += length
    if (kind !== 'copy') sizes.delta += length
  }
  return sizes
}

/** Whether every byte that comes from the old file is in it; `size` is the old file's. */
export function areWithin(stretches: readonly Stretch[], size: number): boolean {
  return stretches.every(({ from, length }) => from === null || (from >= 0 && from + length <= size))
}

/** Stretches being found, from the beginning of the new file on: neighbours that go on are one. */
export class StretchList {
  readonly stretches: Stretch[] = []

  push(next: Stretch): void {
    if (next.length === 0) return
    const last = this.stretches.at(-1)
    const goesOn =
      last?.kind === next.kind &&
      (last.from === null || next.from === null || last.from + last.length === next.from)
    if (last !== undefined && goesOn) last.length += next.length
    else this.stretches.push({ ...next })
  }
}
