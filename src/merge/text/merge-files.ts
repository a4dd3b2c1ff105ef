import { readFile, stat } from 'node:fs/promises'
import type { OpenHunk } from './merge-lines.ts'
import { answersIn, mergeTexts, type PlaceAnswers, type Texts } from './merge-texts.ts'

/** Bytes of one side up to which a text is merged. */
const largestText = 5 * 1024 * 1024

/** The files of a path; null where the installed level has none, and both sides added it. */
export interface Files {
  base: string | null
  ours: string
  theirs: string
}

export type FileMerge =
  | { kind: 'merged'; content: Buffer /** Places that a recorded answer decided. */; answered: number }
  | { kind: 'conflict'; marked: Buffer; open: OpenHunk[]; answered: number }
  /** No text, or too big to be merged as one. */
  | { kind: 'binary' }

/**
 * Merges the three files of a path by `mergeTexts`. They are compared byte by byte, whatever they are encoded in, as long
 * as a line end is a byte of its own; a NUL makes a file binary, as for git.
 */
export async function mergeFiles(path: string, files: Files, answers?: PlaceAnswers): Promise<FileMerge> {
  const texts = await readTexts(files)
  if (texts === null) return { kind: 'binary' }
  const merge = mergeTexts(path, texts, answers)
  if (merge.kind === 'merged')
    return { kind: 'merged', content: Buffer.from(merge.text, 'latin1'), answered: merge.answered }
  return { ...merge, marked: Buffer.from(merge.marked, 'latin1'), open: merge.open.map(readable) }
}

/** What a final file says of each place that both sides changed, for other files with the same places; null as for `answersIn`. */
export async function answersInFile(path: string, files: Files, final: string): Promise<PlaceAnswers | null> {
  const texts = await readTexts(files)
  const text = await readText(final)
  return texts === null || text === null ? null : answersIn(path, texts, text)
}

/** Whether a file can be a side of a merge. */
export async function isMergeable(file: string): Promise<boolean> {
  return (await readText(file)) !== null
}

async function readTexts({ base, ours, theirs }: Files): Promise<Texts | null> {
  const texts = [base === null ? '' : await readText(base), await readText(ours), await readText(theirs)]
  const [b, o, t] = texts
  if (typeof b !== 'string' || typeof o !== 'string' || typeof t !== 'string') return null
  return { base: b, ours: o, theirs: t }
}

async function readText(file: string): Promise<string | null> {
  if ((await stat(file)).size > largestText) return null
  const content = await readFile(file, 'latin1')
  return content.includes('\0') ? null : content
}

function readable({ base, ours, theirs }: OpenHunk): OpenHunk {
  const decode = (text: string): string => Buffer.from(text, 'latin1').toString('utf8')
  return { base: decode(base), ours: decode(ours), theirs: decode(theirs) }
}
