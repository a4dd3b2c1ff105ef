import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mergeStructure } from '../../../src/merge/text/structure.ts'

const json = (base: string, ours: string, theirs: string) => mergeStructure('x.json', base, ours, theirs)
const merged = (text: string) => ({ kind: 'merged', text })

type Data = string | number | boolean | null | Data[] | { [key: string]: Data }
type Table = { [key: string]: Data }

const keys = fc.constantFrom('a', 'b', 'c', '__proto__', 'd e')
const scalar = fc.oneof(
  fc.nat({ max: 2 }),
  fc.constantFrom('', '}\n"'),
  fc.array(fc.nat({ max: 1 }), { maxLength: 2 }),
)
const tableOf = (depth: number): fc.Arbitrary<Table> =>
  fc.dictionary(keys, depth === 0 ? scalar : fc.oneof(scalar, tableOf(depth - 1)), {
    maxKeys: 4,
    noNullPrototype: true,
  })
const table: fc.Arbitrary<Table> = tableOf(2)
const layout = fc.constantFrom(undefined, 2, '\t')

describe('JSON of any data', () => {
  test('nothing from one side leaves the other side: ours to the byte, theirs in its data', () => {
    fc.assert(
      fc.property(table, table, layout, layout, (before, after, one, other) => {
        const [from, to] = [JSON.stringify(before, null, one), JSON.stringify(after, null, other)]

        expect(json(from, to, from)).toEqual(merged(to))
        const theirs = json(from, JSON.stringify(before, null, other), JSON.stringify(after, null, one))
        expect(theirs.kind === 'merged' && JSON.parse(theirs.text)).toEqual(JSON.parse(to))
      }),
    )
  })

  test('the merged data are those of both changes, key by key, or it is a conflict; merging again changes nothing', () => {
    fc.assert(
      fc.property(table, table, table, layout, layout, (before, mine, others, one, other) => {
        const [b, o, t] = [
          JSON.stringify(before),
          JSON.stringify(mine, null, one),
          JSON.stringify(others, null, other),
        ]

        const result = json(b, o, t)

        const wanted = mergeOf(before, mine, others)
        if (wanted === conflict) expect(result.kind).toBe('conflict')
        else {
          expect(result.kind === 'merged' && JSON.parse(result.text)).toEqual(
            JSON.parse(JSON.stringify(wanted)),
          )
          expect(result.kind === 'merged' && json(b, result.text, t)).toEqual(result)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('what is not changed stays to the last blank', () => {
    const blanks = fc.array(fc.constantFrom('', ' ', '\n', '\r\n\t'), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(table, table, blanks, (one, other, spaces) => {
        const plain = JSON.stringify({ one, mark: 'old', other })
        let next = 0
        const ours = plain.replaceAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g, token => {
          next += 1
          return token + (spaces[next % spaces.length] ?? '')
        })

        const changed = json(plain, ours, plain.replace('"old"', '"new"'))

        expect(changed).toEqual(merged(ours.replace('"old"', '"new"')))
      }),
    )
  })

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', 'a', '1', ' ', '\n', '\\') }),
        text => {
          expect(['merged', 'declined', 'conflict']).toContain(json('{"a":1}', text, '{"a":2}').kind)
        },
      ),
    )
  })
})

const conflict = Symbol('conflict')
const equal = (one: unknown, other: unknown): boolean => isDeepStrictEqual(one, other)
const isTable = (value: Data | undefined): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Worked out on the data alone; undefined is absent. */
function mergeOf(
  base: Data | undefined,
  ours: Data | undefined,
  theirs: Data | undefined,
): Data | undefined | typeof conflict {
  if (!isTable(ours) || !isTable(theirs)) {
    if (equal(base, theirs) || equal(ours, theirs)) return ours
    return equal(base, ours) ? theirs : conflict
  }
  const found: [string, Data][] = []
  const own = (from: Data | undefined, key: string): Data | undefined =>
    isTable(from) && Object.hasOwn(from, key) ? from[key] : undefined
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const value = mergeOf(own(base, key), own(ours, key), own(theirs, key))
    if (value === conflict) return conflict
    if (value !== undefined) found.push([key, value])
  }
  return Object.fromEntries(found)
}
