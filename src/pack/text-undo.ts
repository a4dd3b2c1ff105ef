import { isUtf8 } from 'node:buffer'
import { findBlocks } from './find-blocks.ts'
import { decodeRanges, encodeRanges, type Stretch, StretchList } from './ranges.ts'

/** Bytes up to which a text is told by its successor. */
export const largestUndo = 1024 * 1024

/** An old text by its successor: strings are themselves, the others are taken from the new text as `Ranges` say. */
export type Undo = (string | [skip: number, length: number])[]

/** UTF-8 without NUL, as texts are known everywhere here. */
export function isText(content: Buffer): boolean {
  return !content.includes(0) && isUtf8(content)
}

/** How the old text is put together from the new one; null unless both are texts. */
export function undoOf(before: Buffer, after: Buffer): Undo | null {
  if (!isText(before) || !isText(after)) return null
  let done = 0
  return encodeRanges(wholeCharacters(findBlocks(after, before), before)).map(([first, length]) => {
    const start = done
    done += length ?? first
    return length === undefined ? before.toString('utf8', start, done) : [first, length]
  })
}

/** The same with no character cut: every string is one of its own. */
function wholeCharacters(stretches: readonly Stretch[], text: Buffer): Stretch[] {
  const whole = new StretchList()
  let done = 0
  let at = 0
  for (const { kind, from, length } of stretches) {
    let [start, end] = [at, at + length]
    at = end
    if (kind !== 'copy') continue
    while (start < end && !begins(text, start)) start += 1
    while (start < end && !begins(text, end)) end -= 1
    if (start === end) continue
    whole.push({ kind: 'fresh', from: null, length: start - done })
    whole.push({ kind, from: from + start - at + length, length: end - start })
    done = end
  }
  whole.push({ kind: 'fresh', from: null, length: text.length - done })
  return whole.stretches
}

/** Whether a character begins at a place, or the text ends there (RFC 3629, 3). */
function begins(text: Buffer, at: number): boolean {
  return ((text[at] ?? 0) & 0xc0) !== 0x80
}

/** What of the old text comes from the new one, and how many bytes are its own. */
export function stretchesOf(undo: Undo): Stretch[] {
  return decodeRanges(undo.map(part => (typeof part === 'string' ? [Buffer.byteLength(part)] : part)))
}

/** The old text, of an undo whose stretches are known to lie within the new one. */
export function undone(undo: Undo, after: Buffer): Buffer {
  const texts = undo.filter(part => typeof part === 'string').values()
  return Buffer.concat(
    stretchesOf(undo).map(({ from, length }) =>
      from === null ? Buffer.from(texts.next().value ?? '') : after.subarray(from, from + length),
    ),
  )
}
