import { isUtf8 } from 'node:buffer'

/** A place that both sides changed in different ways: its key, and what each side has written there; empty where it has nothing. */
export interface OpenKey {
  key: string
  base: string
  ours: string
  theirs: string
}

/** What a person chose for such a place: a value as it is written, or null where it goes; undefined where nobody has. */
export type KeyAnswers = (open: OpenKey) => string | null | undefined

export type KeyedMerge = { kind: 'merged'; text: string } | { kind: 'conflict'; open: OpenKey[] }

/** What bytes in UTF-8 stand for, so that what is written and what is escaped can be compared; other bytes stay as they are. */
export function asCharacters(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text) || /[^\u0000-\u00ff]/.test(text)) return text
  const bytes = Buffer.from(text, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : text
}

/** Where a byte order mark ends. Texts here are a character a byte: the mark in UTF-8 is three. */
export function behindMark(text: string): number {
  return text.startsWith('\u00ef\u00bb\u00bf') ? 3 : text.startsWith('\ufeff') ? 1 : 0
}

/** The line end of a text: its first one. */
export function lineEndOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
}

/** White space at the beginning of the line in which an offset lies; none where it lies far inside of a line. */
export function indentAt(text: string, at: number): string {
  const from = Math.max(0, at - farInside)
  const near = text.slice(from, at)
  const line = Math.max(near.lastIndexOf('\n'), near.lastIndexOf('\r'))
  if (line === -1 && from > 0) return ''
  return /^[ \t]*/.exec(near.slice(line + 1))?.[0] ?? ''
}

/** Characters; no line is searched further back, so that a text of one long line takes no time of its own for each edit. */
const farInside = 1000

/** How a text is laid out. */
export interface Layout {
  lineEnd: string
  /** One step of indentation: that of the first line that has one; nothing where none has. */
  step: string
  /** Everything stands in one line. */
  isOneLine: boolean
}

export function layoutOf(text: string): Layout {
  return {
    lineEnd: lineEndOf(text),
    step: /[\r\n]([ \t]+)[^ \t\r\n]/.exec(text)?.[1] ?? '',
    isOneLine: !/[\r\n]/.test(text.trim()) && text.trim().length > '{}'.length,
  }
}

/** A piece of another text as it would stand here: our line ends and steps, moved from one indentation to another. */
export function asOurs(
  piece: string,
  { ours, theirs }: { ours: Layout; theirs: Layout },
  from: string,
  to: string,
): string {
  const [first = '', ...rest] = piece.split(/\r\n|\n|\r/)
  const moved = rest.map(line => {
    if (!line.startsWith(from)) return line
    let at = from.length
    let indent = to
    while (ours.step !== '' && theirs.step !== '' && line.startsWith(theirs.step, at)) {
      indent += ours.step
      at += theirs.step.length
    }
    return indent + line.slice(at)
  })
  return [first, ...moved].join(ours.lineEnd)
}

/** A place of a text, and what stands there instead. */
export interface Edit {
  from: number
  to: number
  text: string
}

/** A text with edits that do not overlap; of the same place, what is inserted comes before what is removed. */
export function withEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits.toSorted((one, other) => one.from - other.from || one.to - other.to)
  const pieces: string[] = []
  let at = 0
  for (const edit of ordered) {
    pieces.push(text.slice(at, edit.from), edit.text)
    at = edit.to
  }
  return pieces.join('') + text.slice(at)
}
