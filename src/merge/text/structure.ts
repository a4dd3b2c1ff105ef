import { isDeepStrictEqual } from 'node:util'
import { parse } from 'smol-toml'
import { z } from 'zod'
import { outlineProperties } from './properties.ts'
import { mergeStatements, type OpenKey, type Outline } from './statements.ts'
import { outlineToml } from './toml.ts'

/** What a format's merger needs to know of it. */
interface Format {
  outline: (text: string) => Outline | null
  /** The data of a text; throws for a text that is none. */
  parse: (text: string) => unknown
  sameValue: (one: string, other: string) => boolean
  /** Where a key stands in the data. */
  pathOf: (key: string) => readonly string[]
  /** The data of a value as it is written. */
  valueOf: (raw: string) => unknown
}

const toml: Format = {
  outline: outlineToml,
  parse: text => parse(text),
  sameValue: (one, other) => one === other || isDeepStrictEqual(tomlValue(one), tomlValue(other)),
  pathOf: key => z.array(z.string()).parse(JSON.parse(key)),
  valueOf: tomlValue,
}

const properties: Format = {
  outline: outlineProperties,
  parse: text => {
    const outline = outlineProperties(text)
    if (outline === null) throw new Error('A key stands twice.')
    return Object.fromEntries(
      outline.statements.map(({ key, valueFrom, valueTo }) => [
        key,
        unfolded(text.slice(valueFrom, valueTo)),
      ]),
    )
  },
  sameValue: (one, other) => unfolded(one) === unfolded(other),
  pathOf: key => [key],
  valueOf: unfolded,
}

function tomlValue(raw: string): unknown {
  try {
    return parse(`value = ${raw}`)['value']
  } catch {
    return raw
  }
}

/** A value that goes on in further lines, in one. */
function unfolded(value: string): string {
  return value.replaceAll(/\\(?:\r\n|\n|\r)[ \t\f]*/g, '')
}

function formatOf(path: string): Format | null {
  if (path.endsWith('.toml')) return toml
  return path.endsWith('.properties') ? properties : null
}

export type StructureMerge =
  | { kind: 'merged'; text: string }
  | { kind: 'conflict'; open: OpenKey[] }
  /** No format that is known, or a text that could be damaged. */
  | { kind: 'declined' }

/** What a person chose for a key that both sides changed: a value as it is written, or null where the key goes. */
export type KeyAnswers = (open: OpenKey) => string | null | undefined

/**
 * Merges a configuration by its keys. The result is parsed again and must hold exactly what the merged data are; where
 * it does not, it is declined, and lines are merged instead.
 */
export function mergeStructure(
  path: string,
  base: string,
  ours: string,
  theirs: string,
  answerTo: KeyAnswers = () => undefined,
): StructureMerge {
  const format = formatOf(path)
  if (format === null) return { kind: 'declined' }
  const outlines = [base, ours, theirs].map(format.outline)
  const [b, o, t] = outlines
  if (b === undefined || o === undefined || t === undefined || b === null || o === null || t === null)
    return { kind: 'declined' }
  try {
    const data = [base, ours, theirs].map(format.parse)
    const merge = mergeStatements(b, o, t, format.sameValue, open => {
      const answer = answerTo(open)
      if (answer !== undefined) {
        const value = answer === null ? undefined : format.valueOf(answer)
        data.forEach((one, index) => (data[index] = withValue(one, format.pathOf(open.key), value)))
      }
      return answer
    })
    if (merge.kind === 'conflict') return merge
    const expected = mergeData(data[0], data[1], data[2])
    return isDeepStrictEqual(plain(format.parse(merge.text)), plain(expected)) ? merge : { kind: 'declined' }
  } catch {
    return { kind: 'declined' }
  }
}

/** The value of a key, as it is written; undefined where the text cannot be taken apart, null where it has no such key. */
export function writtenValue(path: string, text: string, key: string): string | null | undefined {
  const outline = formatOf(path)?.outline(text)
  if (outline === undefined || outline === null) return undefined
  const found = outline.statements.find(statement => statement.key === key)
  return found === undefined ? null : text.slice(found.valueFrom, found.valueTo)
}

/** Whether two texts of a format that is known hold the same data. */
export function sameData(path: string, one: string, other: string): boolean {
  const format = formatOf(path)
  try {
    return format !== null && isDeepStrictEqual(plain(format.parse(one)), plain(format.parse(other)))
  } catch {
    return false
  }
}

/** Data in which a place holds another value; undefined takes it away. */
function withValue(data: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  const table = isTable(data) ? data : {}
  return { ...table, [key]: withValue(table[key], rest, value) }
}

/** Whether a text can be read in the format that its name says; true for a format that nobody here reads. */
export function isWhole(path: string, text: string): boolean {
  try {
    if (path.endsWith('.json')) JSON.parse(text)
    if (path.endsWith('.toml')) parse(text)
    return true
  } catch {
    return false
  }
}

/** The merged data, worked out on the data alone: tables by key, all else as a whole. */
function mergeData(base: unknown, ours: unknown, theirs: unknown): unknown {
  if (isTable(ours) && isTable(theirs)) {
    const before = isTable(base) ? base : {}
    const keys = new Set([...Object.keys(before), ...Object.keys(ours), ...Object.keys(theirs)])
    return Object.fromEntries([...keys].map(key => [key, mergeData(before[key], ours[key], theirs[key])]))
  }
  if (isDeepStrictEqual(base, theirs)) return ours
  if (isDeepStrictEqual(base, ours) || isDeepStrictEqual(ours, theirs)) return theirs
  throw new Error('Both sides changed a value, which its text did not show.')
}

function isTable(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) !== Date.prototype &&
    !Array.isArray(value) &&
    !(value instanceof Date)
  )
}

/** Without absent keys and empty tables: whether a header without keys stays says nothing. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (!isTable(value)) return value
  const members = Object.entries(value).map(([key, member]) => [key, plain(member)] as const)
  const kept = members.filter(
    ([, member]) => member !== undefined && !(isTable(member) && Object.keys(member).length === 0),
  )
  return Object.fromEntries(kept)
}
