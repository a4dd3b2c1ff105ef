import type { Outline, Statement } from './statements.ts'

/**
 * Takes a Java `.properties` text apart (java.util.Properties, *load*): `=`, `:` or white space behind the key, `\` for
 * going on in the next line, `#` and `!` for comments. Null where a key stands twice.
 */
export function outlineProperties(text: string): Outline | null {
  const statements: Statement[] = []
  const keys = new Set<string>()
  let leadFrom: number | null = null
  for (const { from, to } of logicalLines(text)) {
    const line = text.slice(from, to)
    const bare = line.replace(/[\r\n]+$/, '')
    if (/^\s*$/.test(bare)) leadFrom = null
    else if (/^\s*[#!]/.test(bare)) leadFrom ??= from
    else {
      // A key ends at the first separator that no backslash precedes.
      const match = /^[ \t\f]*((?:\\[^]|[^\\=: \t\f])*)(?:[ \t\f]*[=:][ \t\f]*|[ \t\f]+|$)/.exec(bare)
      const key = match?.[1] ?? ''
      if (match === null || keys.has(key)) return null
      keys.add(key)
      const valueFrom = from + match[0].length
      statements.push({
        key,
        section: '',
        from,
        to,
        valueFrom,
        valueTo: from + bare.length,
        leadFrom: leadFrom ?? from,
      })
      leadFrom = null
    }
  }
  const first = statements[0]?.leadFrom ?? text.length
  return { text, statements, sections: [{ name: '', from: first, to: first }] }
}

/** Lines, several natural ones where each but the last ends in an odd number of backslashes and is no comment. */
function* logicalLines(text: string): Generator<{ from: number; to: number }> {
  let from: number | null = null
  for (const match of text.matchAll(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g)) {
    const line = match[0].replace(/[\r\n]+$/, '')
    const isComment = from === null && /^\s*[#!]/.test(line)
    const goesOn = !isComment && (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1
    from ??= match.index
    if (goesOn && match.index + match[0].length < text.length) continue
    yield { from, to: match.index + match[0].length }
    from = null
  }
}
