import { type Stretch, StretchList } from './ranges.ts'

/** Bytes that are looked for at once. What is the same in both is found where it has twice as many. */
const blockSize = 24

/** Of the hash that rolls over the bytes, modulo 2^32. */
const factor = 0x2f0b4c47
const outgoing = power(factor, blockSize)

/** Spreads a hash over the table (Knuth, The Art of Computer Programming, 6.4). */
const spread = 0x9e3779b1

/**
 * Describes bytes by others of about the same content, wherever these lie there, with `copy` and `fresh` alone. Blocks of
 * `old` are known by their hash, which is rolled over `now`, as rsync does; every match is compared and made as long as it
 * goes.
 */
export function findBlocks(old: Buffer, now: Buffer): Stretch[] {
  const found = new StretchList()
  const most = Math.min(old.length, now.length)
  const head = sameFrom(old, 0, now, 0, most)
  const tail = sameBefore(old, old.length, now, now.length, most - head)
  found.push({ kind: 'copy', from: 0, length: head })
  matchBlocks(found, old.subarray(0, old.length - tail), now.subarray(0, now.length - tail), head)
  found.push({ kind: 'copy', from: old.length - tail, length: tail })
  return found.stretches
}

/** Describes `now` from `start` on, up to which both are the same. */
function matchBlocks(found: StretchList, old: Buffer, now: Buffer, start: number): void {
  const table = indexed(old, start)
  const shift = 32 - Math.log2(table.length)
  let done = start
  let at = start
  let hash = hashOf(now, at)
  while (at + blockSize <= now.length) {
    const from = (table[Math.imul(hash, spread) >>> shift] ?? 0) - 1
    const same = from < 0 ? 0 : sameFrom(old, from, now, at, Math.min(old.length - from, now.length - at))
    if (same < blockSize) {
      hash = (Math.imul(hash, factor) + (now[at + blockSize] ?? 0) - Math.imul(now[at] ?? 0, outgoing)) | 0
      at += 1
      continue
    }
    const before = sameBefore(old, from, now, at, Math.min(from, at - done))
    found.push({ kind: 'fresh', from: null, length: at - before - done })
    found.push({ kind: 'copy', from: from - before, length: before + same })
    at += same
    done = at
    hash = hashOf(now, at)
  }
  found.push({ kind: 'fresh', from: null, length: now.length - done })
}

/** By hash, where blocks of `old` begin, and one more; 0 where there is none. Of those with one hash the first is kept. */
function indexed(old: Buffer, start: number): Int32Array {
  const blocks = Math.max(1, (old.length - start) / blockSize)
  const bits = Math.max(1, Math.ceil(Math.log2(2 * blocks)))
  const table = new Int32Array(2 ** bits)
  for (let from = start; from + blockSize <= old.length; from += blockSize) {
    const place = Math.imul(hashOf(old, from), spread) >>> (32 - bits)
    if (table[place] === 0) table[place] = from + 1
  }
  return table
}

function hashOf(bytes: Buffer, at: number): number {
  let hash = 0
  const end = Math.min(at + blockSize, bytes.length)
  for (let next = at; next < end; next += 1) hash = (Math.imul(hash, factor) + (bytes[next] ?? 0)) | 0
  return hash
}

function power(base: number, exponent: number): number {
  let product = 1
  for (let done = 0; done < exponent; done += 1) product = Math.imul(product, base)
  return product
}

function sameFrom(one: Buffer, oneAt: number, other: Buffer, otherAt: number, most: number): number {
  let same = 0
  while (same < most && one[oneAt + same] === other[otherAt + same]) same += 1
  return same
}

function sameBefore(one: Buffer, oneEnd: number, other: Buffer, otherEnd: number, most: number): number {
  let same = 0
  while (same < most && one[oneEnd - 1 - same] === other[otherEnd - 1 - same]) same += 1
  return same
}
