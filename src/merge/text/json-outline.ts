import { asCharacters, behindMark } from './keyed-merge.ts'

/** A value of a JSON text with its place in it; offsets are of characters. */
export type JsonNode =
  | { kind: 'object'; from: number; to: number; members: ReadonlyMap<string, JsonMember> }
  | { kind: 'array'; from: number; to: number; items: JsonNode[] }
  | { kind: 'scalar'; from: number; to: number }

/** By its key, which is unescaped. */
export interface JsonMember {
  /** Of the key's first quote. */
  from: number
  keyTo: number
  value: JsonNode
}

/** Levels of objects and arrays in each other. */
const deepest = 200

/**
 * Takes a JSON text (RFC 8259) apart; a byte order mark may stand before it. Null for what is no JSON, for a key that
 * stands twice in an object, and for what is nested too deeply.
 */
export function outlineJson(text: string): JsonNode | null {
  try {
    // What follows relies on a text without faults.
    checkJson(text)
    return valueAt(text, skipBlanks(text, behindMark(text)), 0)
  } catch {
    return null
  }
}

/** Throws for what is no JSON; a byte order mark may stand before it. */
export function checkJson(text: string): void {
  JSON.parse(text.slice(behindMark(text)))
}

/** The data of a text; throws as `outlineJson` gives null. */
export function parseJson(text: string): JsonData {
  const node = outlineJson(text)
  if (node === null) throw new Error('no JSON that can be merged')
  return dataOfJson(text, node)
}

function skipBlanks(text: string, at: number): number {
  const blanks = /[ \t\r\n]*/y
  blanks.lastIndex = at
  blanks.test(text)
  return blanks.lastIndex
}

function valueAt(text: string, at: number, depth: number): JsonNode {
  if (depth > deepest) throw new Error('nested too deeply')
  if (text[at] === '{') return objectAt(text, at, depth)
  if (text[at] === '[') return arrayAt(text, at, depth)
  return { kind: 'scalar', from: at, to: endOfScalar(text, at) }
}

function endOfScalar(text: string, at: number): number {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[^\s,\]}]+/y
  token.lastIndex = at
  if (!token.test(text)) throw new Error('no value')
  return token.lastIndex
}

function objectAt(text: string, from: number, depth: number): JsonNode {
  const members = new Map<string, JsonMember>()
  let at = skipBlanks(text, from + 1)
  while (text[at] !== '}') {
    const keyTo = endOfScalar(text, at)
    const key = stringOf(text.slice(at, keyTo))
    if (members.has(key)) throw new Error('a key stands twice')
    const value = valueAt(text, skipBlanks(text, skipBlanks(text, keyTo) + 1), depth + 1)
    members.set(key, { from: at, keyTo, value })
    at = skipBlanks(text, value.to)
    if (text[at] === ',') at = skipBlanks(text, at + 1)
  }
  return { kind: 'object', from, to: at + 1, members }
}

function arrayAt(text: string, from: number, depth: number): JsonNode {
  const items: JsonNode[] = []
  let at = skipBlanks(text, from + 1)
  while (text[at] !== ']') {
    const item = valueAt(text, at, depth + 1)
    items.push(item)
    at = skipBlanks(text, item.to)
    if (text[at] === ',') at = skipBlanks(text, at + 1)
  }
  return { kind: 'array', from, to: at + 1, items }
}

/** What a value holds: each scalar as the one way to write it, so that no double loses digits. */
export type JsonData = string | JsonData[] | { [key: string]: JsonData }

export function dataOfJson(text: string, node: JsonNode): JsonData {
  if (node.kind === 'array') return node.items.map(item => dataOfJson(text, item))
  if (node.kind === 'object')
    return Object.fromEntries([...node.members].map(([key, { value }]) => [key, dataOfJson(text, value)]))
  const raw = text.slice(node.from, node.to)
  if (raw.startsWith('"')) return JSON.stringify(stringOf(raw))
  return /^[-\d]/.test(raw) ? exactly(raw) : raw
}

function stringOf(raw: string): string {
  return String(JSON.parse(asCharacters(raw)))
}

/** A number as digits without zeros at either end and the power of ten of the last one. */
function exactly(raw: string): string {
  const [, sign = '', whole = '', part = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(raw) ?? []
  const digits = `${whole}${part}`.replace(/^0+/, '')
  const significant = digits.slice(0, digits.length - zerosBehind(digits))
  const exponent = Number(power) - part.length + digits.length - significant.length
  if (significant === '') return `${sign}0`
  return Number.isSafeInteger(exponent) ? `${sign}${significant}e${exponent}` : raw
}

function zerosBehind(digits: string): number {
  let count = 0
  while (digits[digits.length - 1 - count] === '0') count += 1
  return count
}
