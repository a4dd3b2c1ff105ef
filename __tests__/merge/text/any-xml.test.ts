import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mergeStructure } from '../../../src/merge/text/structure.ts'
import { parseXml } from '../../../src/merge/text/xml-data.ts'

const xml = (base: string, ours: string, theirs: string) => mergeStructure('x.xml', base, ours, theirs)
const merged = (text: string) => ({ kind: 'merged', text })

interface Element {
  attributes: Record<string, string>
  text: string | null
  children: Record<string, Element>
}

/** Names of elements with text, and of those with elements in them. */
const [leaves, nodes] = [
  ['e', 'f'],
  ['b', 'c', 'd'],
]
/** As `isDeepStrictEqual` tells prototypes apart. */
const plain = { noNullPrototype: true }
const attributes = fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '<&"'), plain)
const leaf: fc.Arbitrary<Element> = fc.record(
  {
    attributes,
    text: fc.option(fc.constantFrom('t', 'u & v'), { nil: null }),
    children: fc.constant({}),
  },
  plain,
)
const nodeOf = (depth: number): fc.Arbitrary<Element> =>
  fc.record(
    {
      attributes,
      text: fc.constant(null),
      children: fc
        .tuple(
          fc.dictionary(fc.constantFrom(...leaves), leaf, plain),
          depth === 0 ? fc.constant({}) : fc.dictionary(fc.constantFrom(...nodes), nodeOf(depth - 1), plain),
        )
        .map(([one, other]) => ({ ...one, ...other })),
    },
    plain,
  )
const tree = nodeOf(1)

function written(name: string, element: Element, indent: string): string {
  const escaped = (raw: string): string =>
    raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  const list = sorted(element.attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  const inside = sorted(element.children).map(
    ([key, child]) =>
      `${indent}${indent === '' ? '' : '  '}${written(key, child, indent === '' ? '' : `${indent}  `)}`,
  )
  if (inside.length > 0) return `<${name}${list.join('')}>${inside.join('')}${indent}</${name}>`
  const { text } = element
  return text === null ? `<${name}${list.join('')}/>` : `<${name}${list.join('')}>${escaped(text)}</${name}>`
}

/** In one order, as no merge is asked to carry another. */
function sorted<Value>(record: Record<string, Value>): [string, Value][] {
  return Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1))
}

const conflict = Symbol('conflict')

/** Worked out on the data alone; null is absent. */
function mergeOf<Value>(
  base: Value | null,
  ours: Value | null,
  theirs: Value | null,
  within: (base: Value, ours: Value, theirs: Value) => Value | typeof conflict = () => conflict,
): Value | null | typeof conflict {
  if (isDeepStrictEqual(base, theirs) || isDeepStrictEqual(ours, theirs)) return ours
  if (isDeepStrictEqual(base, ours)) return theirs
  return base === null || ours === null || theirs === null ? conflict : within(base, ours, theirs)
}

function recordsMerged<Value>(
  [base, ours, theirs]: readonly [Record<string, Value>, Record<string, Value>, Record<string, Value>],
  within?: (base: Value, ours: Value, theirs: Value) => Value | typeof conflict,
): Record<string, Value> | typeof conflict {
  const found: [string, Value][] = []
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const value = mergeOf(base[key] ?? null, ours[key] ?? null, theirs[key] ?? null, within)
    if (value === conflict) return conflict
    if (value !== null) found.push([key, value])
  }
  return Object.fromEntries(found)
}

function elementsMerged(base: Element, ours: Element, theirs: Element): Element | typeof conflict {
  const text = mergeOf(base.text, ours.text, theirs.text)
  const list = recordsMerged([base.attributes, ours.attributes, theirs.attributes])
  const children = recordsMerged([base.children, ours.children, theirs.children], elementsMerged)
  return text === conflict || list === conflict || children === conflict
    ? conflict
    : { text, attributes: list, children }
}

describe('XML of any tree', () => {
  test('nothing from one side leaves the other side: ours to the byte, theirs in its data', () => {
    fc.assert(
      fc.property(tree, tree, fc.constantFrom('\n', '\r\n', ''), (before, after, end) => {
        const [from, to] = [written('a', before, end), written('a', after, end)]

        expect(xml(from, to, from)).toEqual(merged(to))
        const theirs = xml(from, written('a', before, '\n'), to)
        expect(theirs.kind === 'merged' && parseXml(theirs.text)).toEqual(parseXml(to))
      }),
    )
  })

  test('the merged data are those of both changes, or it is a conflict; merging again changes nothing', () => {
    fc.assert(
      fc.property(tree, tree, tree, (before, mine, others) => {
        const [b, o, t] = [written('a', before, '\n'), written('a', mine, '\r\n'), written('a', others, '')]

        const result = xml(b, o, t)

        const wanted = elementsMerged(before, mine, others)
        if (wanted === conflict) expect(result.kind).toBe('conflict')
        else {
          expect(result.kind === 'merged' && parseXml(result.text)).toEqual(
            parseXml(written('a', wanted, '')),
          )
          expect(result.kind === 'merged' && xml(b, result.text, t)).toEqual(result)
        }
      }),
      { numRuns: 400 },
    )
  })

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            '<',
            '>',
            '/',
            'a',
            'b',
            '=',
            '"',
            "'",
            ' ',
            '&',
            ';',
            '!',
            '[',
            ']',
            '-',
            '?',
            '\n',
          ),
        }),
        text => {
          expect(['merged', 'declined', 'conflict']).toContain(xml('<a/>', text, '<a b="1"/>').kind)
        },
      ),
    )
  })
})
