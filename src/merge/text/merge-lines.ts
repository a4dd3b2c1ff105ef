import { matchLines } from './match-lines.ts'

/** A place that both sides changed in different ways; each side's lines with their ends. */
export interface OpenHunk {
  base: string
  ours: string
  theirs: string
}

export type LineMerge =
  | { kind: 'merged'; text: string }
  /** `marked` is the whole text with each open hunk between markers; `pieces` is the same, the hunks as they are. */
  | { kind: 'conflict'; marked: string; open: OpenHunk[]; pieces: (string | OpenHunk)[] }

interface Lines {
  /** Without their ends. */
  texts: string[]
  ends: string[]
}

/** A stretch in which nothing is equal in all three; ends are exclusive. */
interface Stretch {
  base: [number, number]
  ours: [number, number]
  theirs: [number, number]
}

/**
 * Merges three texts by lines, as diff3 does. Line ends take no part in the comparison: ours are kept, and lines of
 * theirs get the end that most of our lines have. Changes that touch each other are a conflict, as for git; `answerTo`
 * gives the lines that a person chose for one.
 */
export function mergeLines(
  base: string,
  ours: string,
  theirs: string,
  answerTo: (hunk: OpenHunk) => string | undefined = () => undefined,
): LineMerge {
  const [b, o, t] = [linesOf(base), linesOf(ours), linesOf(theirs)]
  const usual = usualEnd(o, t)
  const pieces: (string | OpenHunk)[] = []
  for (const part of partsOf(b, o, t)) {
    const hunk = {
      base: textOf(b, part.base),
      ours: textOf(o, part.ours),
      theirs: textOf(t, part.theirs, usual),
    }
    const taken = takenOf(b, o, t, part, hunk)
    pieces.push(taken ?? answerTo(hunk) ?? hunk)
  }
  const open = pieces.filter(piece => typeof piece !== 'string')
  const marks = markersFor(base, ours, theirs)
  const marked = pieces.map(piece => (typeof piece === 'string' ? piece : marks.wrap(piece, usual))).join('')
  if (open.length > 0) return { kind: 'conflict', marked, open, pieces }
  return { kind: 'merged', text: withFinalEnd(marked, [base, ours, theirs], usual) }
}

function linesOf(text: string): Lines {
  const lines: Lines = { texts: [], ends: [] }
  for (const [, line = '', end = ''] of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    if (line === '' && end === '') continue
    lines.texts.push(line)
    lines.ends.push(end)
  }
  return lines
}

/** The end that most of our lines have; theirs where we have none. */
function usualEnd(ours: Lines, theirs: Lines): string {
  const counts = new Map<string, number>()
  for (const end of ours.ends) if (end !== '') counts.set(end, (counts.get(end) ?? 0) + 1)
  const [most] = [...counts].sort((one, other) => other[1] - one[1])
  return most?.[0] ?? theirs.ends.find(end => end !== '') ?? '\n'
}

/** Lines of a range; every line but ours gets `end`, and none of them lacks one, as more may follow. */
function textOf({ texts, ends }: Lines, [from, to]: [number, number], end?: string): string {
  let text = ''
  for (let index = from; index < to; index += 1)
    text += `${texts[index] ?? ''}${end ?? (ends[index] || '\n')}`
  return text
}

/** The three texts in stretches that are equal in all, and those that are not. */
function* partsOf(b: Lines, o: Lines, t: Lines): Generator<Stretch & { equal: boolean }> {
  const toOurs = new Map(matchLines(b.texts, o.texts))
  const toTheirs = new Map(matchLines(b.texts, t.texts))
  let at: [number, number, number] = [0, 0, 0]
  const until = (base: number, ours: number, theirs: number): Stretch => ({
    base: [at[0], base],
    ours: [at[1], ours],
    theirs: [at[2], theirs],
  })
  for (let base = 0; base < b.texts.length; base += 1) {
    const ours = toOurs.get(base)
    const theirs = toTheirs.get(base)
    if (ours === undefined || theirs === undefined) continue
    const between = until(base, ours, theirs)
    at = [base, ours, theirs]
    if (isSomething(between)) yield { ...between, equal: false }
    yield { ...until(base + 1, ours + 1, theirs + 1), equal: true }
    at = [base + 1, ours + 1, theirs + 1]
  }
  const rest = until(b.texts.length, o.texts.length, t.texts.length)
  if (isSomething(rest)) yield { ...rest, equal: false }
}

function isSomething({ base, ours, theirs }: Stretch): boolean {
  return base[0] < base[1] || ours[0] < ours[1] || theirs[0] < theirs[1]
}

/** Whose lines a part gets; null where both sides changed it in different ways. */
function takenOf(
  b: Lines,
  o: Lines,
  t: Lines,
  part: Stretch & { equal: boolean },
  hunk: OpenHunk,
): string | null {
  if (part.equal || sameLines(o, part.ours, t, part.theirs) || sameLines(b, part.base, t, part.theirs))
    return hunk.ours
  return sameLines(b, part.base, o, part.ours) ? hunk.theirs : null
}

function sameLines(one: Lines, [from, to]: [number, number], other: Lines, range: [number, number]): boolean {
  if (to - from !== range[1] - range[0]) return false
  for (let index = 0; index < to - from; index += 1)
    if (one.texts[from + index] !== other.texts[range[0] + index]) return false
  return true
}

/** Whether the last line has an end is decided like anything else: who changed it has the word. */
function withFinalEnd(text: string, [base, ours, theirs]: [string, string, string], usual: string): string {
  const hasEnd = (side: string): boolean => side === '' || /[\r\n]$/.test(side)
  const wanted = hasEnd(ours) === hasEnd(base) ? hasEnd(theirs) : hasEnd(ours)
  const bare = text.replace(/(\r\n|\n|\r)$/, '')
  if (!wanted) return bare
  return text === '' || hasEnd(text) ? text : `${text}${usual}`
}

/** Markers longer than any run of such characters that a text begins a line with. */
function markersFor(...texts: readonly string[]): { wrap: (hunk: OpenHunk, end: string) => string } {
  let size = 7
  for (const text of texts)
    for (const [run] of text.matchAll(/^(?:<{7,}|={7,}|>{7,}|\|{7,})/gm))
      size = Math.max(size, run.length + 1)
  return {
    wrap: ({ base, ours, theirs }, end) =>
      [
        `${'<'.repeat(size)} ours${end}${ours}`,
        `${'|'.repeat(size)} installed level${end}${base}`,
        `${'='.repeat(size)}${end}${theirs}`,
        `${'>'.repeat(size)} update${end}`,
      ].join(''),
  }
}

const marks = [/^<{7,} ours$/, /^\|{7,} installed level$/, /^={7,}$/, /^>{7,} update$/]

/**
 * Whether a text still holds marks of a conflict: all four in their order, or a single one that is no heading's line, and that
 * none of the conflict's sides holds, as then it is no content.
 */
export function hasMarkers(text: string, ...sides: readonly string[]): boolean {
  const linesOf = (content: string): string[] => content.split(/\r\n|\r|\n/)
  const known = new Set(sides.flatMap(linesOf))
  let met = 0
  for (const line of linesOf(text)) {
    if (marks[met]?.test(line) === true) met += 1
    const isMark = /^[<|>]{7}/.test(line) && marks.some(mark => mark.test(line))
    if (met === marks.length || (isMark && !known.has(line))) return true
  }
  return false
}
