import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { needlesOf, searchInPieces } from '../../src/pack/needles.ts'

const bytes = (min: number, max: number) =>
  // Few letters, so that needles overlap, begin in each other and nearly match.
  fc
    .array(fc.constantFrom(0, 97, 98), { minLength: min, maxLength: max })
    .map(letters => Buffer.from(letters))

const formsOf = (needles: readonly Buffer[]) =>
  needles.map((one, index) => ({ secret: `${index}`, bytes: one }))

describe('needles', () => {
  test('are found exactly where the bytes hold one of them', () => {
    fc.assert(
      fc.property(fc.array(bytes(2, 9), { maxLength: 6 }), bytes(0, 40), (needles, hay) => {
        const found = needlesOf(formsOf(needles)).find(hay)

        expect(found !== null).toBe(needles.some(needle => hay.includes(needle)))
        if (found !== null) expect(hay.includes(found.bytes)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('are found across the pieces that content comes in, whose buffer is used again', () => {
    fc.assert(
      fc.property(
        fc.array(bytes(2, 9), { maxLength: 6 }),
        bytes(0, 40),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
        (needles, hay, sizes) => {
          const search = searchInPieces(needlesOf(formsOf(needles)))
          const shared = Buffer.alloc(5)
          for (let at = 0, turn = 0; at < hay.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1
            const copied = hay.copy(shared, 0, at, at + size)
            search.take(shared.subarray(0, copied))
            at += size
          }

          expect(search.found() !== null).toBe(needles.some(needle => hay.includes(needle)))
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('that are none find nothing', () => {
    expect(needlesOf([]).find(Buffer.from('anything'))).toBeNull()
  })
})
