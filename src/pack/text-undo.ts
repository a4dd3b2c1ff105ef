import { isUtf8 } from 'node:buffer'
import type { Change } from './diff-manifest.ts'

/** Bytes up to which a text is told by its successor. */
export const largestUndo = 1024 * 1024

/** UTF-8 without NUL, as texts are known everywhere here. */
function isText(content: Buffer): boolean {
  return !content.includes(0) && isUtf8(content)
}

/** What of a text is the same at its beginning and end in its successor, in bytes, and what is between; null unless both are texts. */
export function undoOf(before: Buffer, after: Buffer): NonNullable<Change['undo']> | null {
  if (!isText(before) || !isText(after)) return null
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && before[head] === after[head]) head += 1
  // No character is cut: the string between is one of its own.
  while (head > 0 && !(begins(before, head) && begins(after, head))) head -= 1
  let tail = 0
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  while (tail > 0 && !begins(before, before.length - tail)) tail -= 1
  return [head, before.toString('utf8', head, before.length - tail), tail]
}

/** Whether a character begins at a place, or the text ends there (RFC 3629, 3). */
function begins(text: Buffer, at: number): boolean {
  return ((text[at] ?? 0) & 0xc0) !== 0x80
}

/** The old text; null where the new one is too short for it. */
export function undone([head, between, tail]: NonNullable<Change['undo']>, after: Buffer): Buffer | null {
  if (head + tail > after.length) return null
  return Buffer.concat([after.subarray(0, head), Buffer.from(between), after.subarray(after.length - tail)])
}
