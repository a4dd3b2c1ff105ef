import { readFile, stat } from 'node:fs/promises'
import { mergeLines, type OpenHunk } from './merge-lines.ts'

/** Bytes of one side up to which a text is merged. */
const largestText = 5 * 1024 * 1024

export type FileMerge =
  | { kind: 'merged'; content: Buffer }
  | { kind: 'conflict'; marked: Buffer; open: OpenHunk[] }
  /** No text, or too big to be merged as one. */
  | { kind: 'binary' }

/**
 * Merges the three files of a path. Texts are compared byte by byte, whatever they are encoded in, as long as a line
 * end is a byte of its own; a NUL makes a file binary, as for git. Where all three are JSON, the result has to be JSON.
 */
export async function mergeFiles(
  path: string,
  files: { base: string; ours: string; theirs: string },
): Promise<FileMerge> {
  const texts: string[] = []
  for (const file of [files.base, files.ours, files.theirs]) {
    if ((await stat(file)).size > largestText) return { kind: 'binary' }
    const content = await readFile(file, 'latin1')
    if (content.includes('\0')) return { kind: 'binary' }
    texts.push(content)
  }
  const [base = '', ours = '', theirs = ''] = texts
  const result = mergeLines(base, ours, theirs)
  if (result.kind === 'conflict')
    return { kind: 'conflict', marked: Buffer.from(result.marked, 'latin1'), open: result.open.map(readable) }
  const isBroken = path.endsWith('.json') && texts.every(isJson) && !isJson(result.text)
  if (isBroken)
    return {
      kind: 'conflict',
      marked: Buffer.from(result.text, 'latin1'),
      open: [readable({ base, ours, theirs })],
    }
  return { kind: 'merged', content: Buffer.from(result.text, 'latin1') }
}

function readable({ base, ours, theirs }: OpenHunk): OpenHunk {
  const decode = (text: string): string => Buffer.from(text, 'latin1').toString('utf8')
  return { base: decode(base), ours: decode(ours), theirs: decode(theirs) }
}

function isJson(latin1: string): boolean {
  try {
    JSON.parse(Buffer.from(latin1, 'latin1').toString('utf8'))
    return true
  } catch {
    return false
  }
}
