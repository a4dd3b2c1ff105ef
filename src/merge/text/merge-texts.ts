import { type Sha256, sha256 } from '../../kernel/sha256.ts'
import type { OpenKey } from './keyed-merge.ts'
import { mergeLines, type OpenHunk } from './merge-lines.ts'
import { isWhole, mergeStructure, sameData, shownKey, writtenValue } from './structure.ts'

/** Three texts of a path, a character a byte. */
export interface Texts {
  base: string
  ours: string
  theirs: string
}

/** What people chose for places that both sides changed, by `placeOf`; null takes a key away. */
export type PlaceAnswers = ReadonlyMap<Sha256, string | null>

export type TextMerge =
  | { kind: 'merged'; text: string /** Places that a recorded answer decided. */; answered: number }
  | { kind: 'conflict'; marked: string; open: OpenHunk[]; answered: number }

/**
 * Merges three texts: by keys where the name says a format whose keys are known, else by lines. Where all three can be
 * read in their format, the result has to be readable, too.
 */
export function mergeTexts(path: string, texts: Texts, answers: PlaceAnswers = new Map()): TextMerge {
  let answered = 0
  const answerTo = (place: Sha256): string | null | undefined => {
    const answer = answers.get(place)
    if (answer !== undefined) answered += 1
    return answer
  }
  const { base, ours, theirs } = texts
  const structure = mergeStructure(path, base, ours, theirs, open => answerTo(placeOfKey(path, open)))
  if (structure.kind === 'merged') return { kind: 'merged', text: structure.text, answered }
  if (structure.kind === 'conflict') {
    const marked = markedKeys(path, texts)
    return { kind: 'conflict', marked, open: structure.open.map(open => keyed(path, open)), answered }
  }
  answered = 0
  const lines = mergeLines(base, ours, theirs, hunk => answerTo(placeOfHunk(path, hunk)) ?? undefined)
  if (lines.kind === 'conflict') return { ...lines, answered }
  const wasWhole = (base === '' || isWhole(path, base)) && isWhole(path, ours) && isWhole(path, theirs)
  if (!wasWhole || isWhole(path, lines.text)) return { kind: 'merged', text: lines.text, answered }
  return { kind: 'conflict', marked: lines.text, open: [texts], answered: 0 }
}

/**
 * A text with all that fits together, and marks around the keys that do not: whoever takes one side of a mark loses no
 * change beside it. Where that cannot be made, the lines with their marks.
 */
function markedKeys(path: string, { base, ours, theirs }: Texts): string {
  const decided = (side: keyof Texts): string | null => {
    const merge = mergeStructure(path, base, ours, theirs, open => (open[side] === '' ? null : open[side]))
    return merge.kind === 'merged' ? merge.text : null
  }
  const [before, mine, updates] = [decided('base'), decided('ours'), decided('theirs')]
  const isDecided = before !== null && mine !== null && updates !== null
  const lines = isDecided ? mergeLines(before, mine, updates) : mergeLines(base, ours, theirs)
  // Lines of a value may fit together where the value as a whole was changed twice.
  return lines.kind === 'conflict' ? lines.marked : isDecided ? mine : lines.text
}

/**
 * What a final text says of each place that both sides changed; null where it holds more than answers to them, so
 * that it stands for these three texts only.
 */
export function answersIn(path: string, texts: Texts, final: string): PlaceAnswers | null {
  const { base, ours, theirs } = texts
  const structure = mergeStructure(path, base, ours, theirs)
  const answers = new Map<Sha256, string | null>()
  const add = (place: Sha256, answer: string | null | undefined): boolean => {
    if (answer === undefined || (answers.has(place) && answers.get(place) !== answer)) return false
    answers.set(place, answer)
    return true
  }
  if (structure.kind === 'conflict') {
    for (const open of structure.open)
      if (!add(placeOfKey(path, open), writtenValue(path, final, open.key))) return null
  } else {
    const lines = mergeLines(base, ours, theirs)
    if (lines.kind !== 'conflict') return null
    const found = betweenPieces(lines.pieces, final)
    if (found === null) return null
    for (const [index, hunk] of lines.open.entries())
      if (!add(placeOfHunk(path, hunk), found[index])) return null
  }
  const again = mergeTexts(path, texts, answers)
  return again.kind === 'merged' && (again.text === final || sameData(path, again.text, final))
    ? answers
    : null
}

/** What stands in a text between the pieces of another that are no hunks; null where it cannot be told. */
function betweenPieces(pieces: readonly (string | OpenHunk)[], final: string): string[] | null {
  const found: string[] = []
  let at = 0
  let isOpen = false
  // Neighbouring texts are one, so that each stands between two hunks.
  const runs = pieces.reduce<(string | OpenHunk)[]>((all, piece) => {
    const last = all.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') all[all.length - 1] = last + piece
    else all.push(piece)
    return all
  }, [])
  for (const [index, run] of runs.entries()) {
    if (typeof run !== 'string') {
      if (isOpen) return null
      isOpen = true
      continue
    }
    const isLast = index === runs.length - 1
    const next = isLast ? final.length - run.length : isOpen ? final.indexOf(run, at) : at
    if (next < at || !final.startsWith(run, next)) return null
    // A text that stands there twice could end the hunk at either place.
    if (isOpen && !isLast && final.includes(run, next + 1)) return null
    if (isOpen) found.push(final.slice(at, next))
    isOpen = false
    at = next + run.length
  }
  if (isOpen) found.push(final.slice(at))
  return found
}

function placeOfKey(path: string, { key, base, ours, theirs }: OpenKey): Sha256 {
  return sha256(JSON.stringify([1, path, 'key', key, base, ours, theirs]))
}

function placeOfHunk(path: string, { base, ours, theirs }: OpenHunk): Sha256 {
  return sha256(JSON.stringify([1, path, 'lines', base, ours, theirs]))
}

function keyed(path: string, { key, base, ours, theirs }: OpenKey): OpenHunk {
  const line = (value: string): string => (value === '' ? '' : `${shownKey(path, key)} = ${value}\n`)
  return { base: line(base), ours: line(ours), theirs: line(theirs) }
}
