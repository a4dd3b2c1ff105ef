import { readFile, stat } from 'node:fs/promises'
import { mergeLines, type OpenHunk } from './merge-lines.ts'
import type { OpenKey } from './statements.ts'
import { isWhole, mergeStructure } from './structure.ts'

/** Bytes of one side up to which a text is merged. */
const largestText = 5 * 1024 * 1024

export type FileMerge =
  | { kind: 'merged'; content: Buffer }
  | { kind: 'conflict'; marked: Buffer; open: OpenHunk[] }
  /** No text, or too big to be merged as one. */
  | { kind: 'binary' }

/**
 * Merges the three files of a path: TOML and `.properties` by their keys, any other text by lines. Texts are compared byte by byte, whatever they are encoded in, as long as a line
 * end is a byte of its own; a NUL makes a file binary, as for git. Where all three are JSON or TOML, the result has to be that, too.
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
  const structure = mergeStructure(path, base, ours, theirs)
  if (structure.kind === 'merged') return { kind: 'merged', content: Buffer.from(structure.text, 'latin1') }
  const result = mergeLines(base, ours, theirs)
  if (structure.kind === 'conflict') {
    // Lines of a value may fit together where the value as a whole was changed twice.
    const marked = result.kind === 'conflict' ? result.marked : result.text
    return { kind: 'conflict', marked: Buffer.from(marked, 'latin1'), open: structure.open.map(keyed) }
  }
  if (result.kind === 'conflict')
    return { kind: 'conflict', marked: Buffer.from(result.marked, 'latin1'), open: result.open.map(readable) }
  if (texts.every(text => isWhole(path, text)) && !isWhole(path, result.text)) {
    const marked = Buffer.from(result.text, 'latin1')
    return { kind: 'conflict', marked, open: [readable({ base, ours, theirs })] }
  }
  return { kind: 'merged', content: Buffer.from(result.text, 'latin1') }
}

function keyed({ key, base, ours, theirs }: OpenKey): OpenHunk {
  const line = (value: string): string => (value === '' ? '' : `${key} = ${value}\n`)
  return readable({ base: line(base), ours: line(ours), theirs: line(theirs) })
}

function readable({ base, ours, theirs }: OpenHunk): OpenHunk {
  const decode = (text: string): string => Buffer.from(text, 'latin1').toString('utf8')
  return { base: decode(base), ours: decode(ours), theirs: decode(theirs) }
}
