import type { Outline, Section, Statement } from './statements.ts'

/**
 * Takes a TOML text apart into its tables and assignments (toml.io, v1.0.0). Only what a merge by keys can carry is
 * taken: null for arrays of tables, for keys that stand twice, and for what is no TOML at first sight. Whether it is
 * TOML in full is for a parser to say.
 */
export function outlineToml(text: string): Outline | null {
  const statements: Statement[] = []
  const keys = new Set<string>()
  const sections: Section[] = []
  const names = new Set<string>()
  let path: string[] = []
  let section = '[]'
  let leadFrom: number | null = null
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
    const from = at
    const lineEnd = endOfLine(text, at)
    at = skipBlanks(text, at)
    const first = text[at] ?? '\n'
    if (first === '\n' || first === '\r') leadFrom = null
    else if (first === '#') leadFrom ??= from
    else if (first === '[') {
      const header = text[at + 1] === '[' ? null : keyAt(text, at + 1)
      if (header === null || text[header.end] !== ']') return null
      if (!/^[ \t]*(?:#[^\r\n]*)?[\r\n]*$/.test(text.slice(header.end + 1, lineEnd))) return null
      path = header.parts
      section = JSON.stringify(path)
      if (names.has(section)) return null
      names.add(section)
      sections.push({ name: section, from: leadFrom ?? from, to: lineEnd })
      leadFrom = null
    } else {
      const name = keyAt(text, at)
      if (name === null || text[name.end] !== '=') return null
      const valueFrom = skipBlanks(text, name.end + 1)
      const valueTo = endOfValue(text, valueFrom)
      const key = JSON.stringify([...path, ...name.parts])
      if (valueTo === null || valueTo === valueFrom || keys.has(key)) return null
      keys.add(key)
      const to = endOfLine(text, valueTo)
      if (!/^[ \t]*(?:#[^\r\n]*)?[\r\n]*$/.test(text.slice(valueTo, to))) return null
      statements.push({ key, section, from, to, valueFrom, valueTo, leadFrom: leadFrom ?? from })
      leadFrom = null
      at = to
      continue
    }
    at = lineEnd
  }
  const top = statements[0]?.section === '[]' ? statements[0].leadFrom : (sections[0]?.from ?? text.length)
  return { text, statements, sections: [{ name: '[]', from: top, to: top }, ...sections] }
}

function endOfLine(text: string, at: number): number {
  const end = /\r\n|\n|\r/g
  end.lastIndex = at
  const match = end.exec(text)
  return match === null ? text.length : match.index + match[0].length
}

function skipBlanks(text: string, at: number): number {
  let end = at
  while (text[end] === ' ' || text[end] === '\t') end += 1
  return end
}

/** A dotted key: its parts, and where what follows it begins. */
function keyAt(text: string, at: number): { parts: string[]; end: number } | null {
  const parts: string[] = []
  for (let end = at; ; end += 1) {
    const part = /[ \t]*(?:([A-Za-z0-9_-]+)|"((?:\\.|[^"\\\r\n])*)"|'([^'\r\n]*)')[ \t]*/y
    part.lastIndex = end
    const match = part.exec(text)
    if (match === null) return null
    const [, bare, basic, literal] = match
    // An escape could spell a key in two ways.
    if (basic?.includes('\\') === true) return null
    parts.push(bare ?? basic ?? literal ?? '')
    end = part.lastIndex
    if (text[end] !== '.') return { parts, end }
  }
}

/** Behind a value: strings of all four kinds, arrays and inline tables over several lines; null where one has no end. */
function endOfValue(text: string, from: number): number | null {
  const token =
    /"""(?:\\[^]|[^\\])*?"""(?!")|'''[^]*?'''(?!')|"(?:\\.|[^"\\\r\n])*"|'[^'\r\n]*'|[[{]|[\]}]|#[^\r\n]*|[\r\n]|[^"'[\]{}#\r\n]+|["']/g
  token.lastIndex = from
  let depth = 0
  let end = from
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match
    if (depth === 0 && /^[#\r\n]/.test(found)) break
    if (found === '"' || found === "'") return null
    if (found === '[' || found === '{') depth += 1
    if (found === ']' || found === '}') depth -= 1
    if (depth < 0) return null
    end = token.lastIndex
  }
  if (depth > 0) return null
  return from + text.slice(from, end).trimEnd().length
}
