import { isDeepStrictEqual } from 'node:util'
import { parse } from 'smol-toml'
import { z } from 'zod'
import { checkJson, parseJson } from './json-outline.ts'
import type { KeyAnswers, KeyedMerge } from './keyed-merge.ts'
import { isMergeOf, isSame, isSameButEmpty, withValue } from './merge-data.ts'
import { mergeJson, writtenInJson } from './merge-json.ts'
import { mergeXml } from './merge-xml.ts'
import { outlineProperties } from './properties.ts'
import { mergeStatements, type Outline } from './statements.ts'
import { outlineToml } from './toml.ts'
import { checkXml, parseXml } from './xml-data.ts'
import { valueInXml, writtenInXml } from './xml-places.ts'

/** What is known of a format. */
interface Format {
  /** Null, or thrown, where a text cannot be taken apart. */
  merge: (base: string, ours: string, theirs: string, answerTo: KeyAnswers) => KeyedMerge | null
  /** The data of a text; throws for a text that is none, or that cannot be merged. */
  parse: (text: string) => unknown
  /** Throws for a text that is none. */
  check: (text: string) => void
  same: (one: unknown, other: unknown) => boolean
  /** Where a key stands in the data. */
  pathOf: (key: string) => readonly string[]
  /** The data of what is written at such a place. */
  valueOf: (raw: string, path: readonly string[]) => unknown
  /** What stands at a key; null where it is not there, undefined where the text cannot be taken apart. */
  written: (text: string, key: string) => string | null | undefined
}

const listOfNames = z.array(z.string())
const namesIn = (key: string): readonly string[] => listOfNames.parse(JSON.parse(key))

/** A format of lines that each assign a value to a key. */
function ofStatements(
  outline: (text: string) => Outline | null,
  sameValue: (one: string, other: string) => boolean,
): Pick<Format, 'merge' | 'written'> {
  return {
    merge: (base, ours, theirs, answerTo) => {
      const [b, o, t] = [outline(base), outline(ours), outline(theirs)]
      return b === null || o === null || t === null ? null : mergeStatements(b, o, t, sameValue, answerTo)
    },
    written: (text, key) => {
      const found = outline(text)
      if (found === null) return undefined
      const statement = found.statements.find(one => one.key === key)
      return statement === undefined ? null : text.slice(statement.valueFrom, statement.valueTo)
    },
  }
}

const toml: Format = {
  ...ofStatements(
    outlineToml,
    (one, other) => one === other || isDeepStrictEqual(tomlValue(one), tomlValue(other)),
  ),
  parse: text => parse(text),
  check: text => void parse(text),
  same: isSameButEmpty,
  pathOf: namesIn,
  valueOf: tomlValue,
}

const properties: Format = {
  ...ofStatements(outlineProperties, (one, other) => unfolded(one) === unfolded(other)),
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
  // A key that stands twice is no fault of its form.
  check: () => undefined,
  same: isSame,
  pathOf: key => [key],
  valueOf: unfolded,
}

const json: Format = {
  merge: mergeJson,
  parse: parseJson,
  check: checkJson,
  same: isSame,
  pathOf: namesIn,
  valueOf: parseJson,
  written: (text, key) => writtenInJson(text, namesIn(key)),
}

const xml: Format = {
  merge: mergeXml,
  parse: parseXml,
  check: checkXml,
  same: isSame,
  pathOf: namesIn,
  valueOf: valueInXml,
  written: (text, key) => writtenInXml(text, namesIn(key)),
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

const formats: readonly [RegExp, Format][] = [
  [/\.toml$/, toml],
  [/\.properties$/, properties],
  [/\.json$/, json],
  [/\.(?:xml|xsd|wsdl|pom)$/, xml],
]

function formatOf(path: string): Format | null {
  return formats.find(([ending]) => ending.test(path))?.[1] ?? null
}

export type StructureMerge =
  | KeyedMerge
  /** No format that is known, or a text that could be damaged. */
  | { kind: 'declined' }

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
  try {
    const data = [base, ours, theirs].map(format.parse)
    const merge = format.merge(base, ours, theirs, open => {
      const answer = answerTo(open)
      if (answer !== undefined) {
        const path = format.pathOf(open.key)
        const value = answer === null ? undefined : format.valueOf(answer, path)
        data.forEach((one, index) => (data[index] = withValue(one, path, value)))
      }
      return answer
    })
    if (merge?.kind !== 'merged') return merge ?? { kind: 'declined' }
    const [b, o, t] = data
    return isMergeOf(format.parse(merge.text), { base: b, ours: o, theirs: t }, format.same)
      ? merge
      : { kind: 'declined' }
  } catch {
    return { kind: 'declined' }
  }
}

/** The value of a key, as it is written; undefined where the text cannot be taken apart, null where it has no such key. */
export function writtenValue(path: string, text: string, key: string): string | null | undefined {
  try {
    return formatOf(path)?.written(text, key)
  } catch {
    return undefined
  }
}

/** Whether two texts of a format that is known hold the same data. */
export function sameData(path: string, one: string, other: string): boolean {
  const format = formatOf(path)
  try {
    return format !== null && format.same(format.parse(one), format.parse(other))
  } catch {
    return false
  }
}

/** Whether a text can be read in the format that its name says; true for a format that nobody here reads. */
export function isWhole(path: string, text: string): boolean {
  try {
    formatOf(path)?.check(text)
    return true
  } catch {
    return false
  }
}

/** A key as people read it: of TOML `server."a.b".port`, of JSON `/server/port` (RFC 6901), of XML `/Server/Connector/@port`. */
export function shownKey(path: string, key: string): string {
  const format = formatOf(path)
  if (format === toml) return format.pathOf(key).map(tomlName).join('.')
  if (format !== json && format !== xml) return key
  return format
    .pathOf(key)
    .map(name => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
}

/** A part of a key as TOML writes it. */
function tomlName(name: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(name)) return name
  return /["\\]/.test(name) ? `'${name}'` : `"${name}"`
}
