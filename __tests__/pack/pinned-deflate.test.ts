import { inflateRawSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sha256 } from '../../src/kernel/sha256.ts'
import { pinnedDeflate } from '../../src/pack/pinned-deflate.ts'

/** Some 350 kB of words that come again, as texts have them. */
const text = Buffer.from(
  Array.from({ length: 20_000 }, (_, line) => `${(line * 7919) % 1013} is ${(line * line) % 4099}\n`).join(
    '',
  ),
)

describe('the pinned deflater', () => {
  test('gives the bytes of every version before', () => {
    // Teams compare packs by hash: where this changes, the release notes have to say so.
    expect(sha256(deflated([text]))).toBe('4b9a4c3b03524684af0a8d6c0aded76eeb5a929ea592583186cd0eb0b3f8222c')
  })

  test('is there again however often what it was for has failed', () => {
    const failing = (): void => {
      using deflate = pinnedDeflate(() => {
        throw new Error('disk full')
      })
      deflate.push(text)
      deflate.end()
    }
    for (let times = 0; times < 200; times += 1) expect(failing).toThrow('disk full')

    expect(inflateRawSync(deflated([text])).equals(text)).toBe(true)
  })

  test('gives the same bytes however its content comes in pieces, and another inflater reads them', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 })
    fc.assert(
      fc.property(cuts, places => {
        const at = [0, ...places.toSorted((one, other) => one - other), text.length]
        const pieces = at.slice(1).map((end, index) => text.subarray(at[index], end))

        expect(deflated(pieces).equals(deflated([text]))).toBe(true)
      }),
      { numRuns: 30 },
    )
    expect(inflateRawSync(deflated([text])).equals(text)).toBe(true)
  })

  test('reads back whatever it is given, also nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.integer({ min: 1, max: 60 }), (bytes, times) => {
        const content = Buffer.concat(Array.from({ length: times }, () => bytes))

        expect(inflateRawSync(deflated([content])).equals(content)).toBe(true)
      }),
    )
    expect(inflateRawSync(deflated([]))).toHaveLength(0)
  })

  test('keeps contents apart that are deflated by turns', () => {
    const [one, other] = [recorded(), recorded()]
    for (let at = 0; at < text.length; at += 1000) {
      one.deflate.push(text.subarray(at, at + 1000))
      other.deflate.push(Buffer.from(text.subarray(at, at + 1000)).reverse())
    }
    one.deflate.end()
    other.deflate.end()

    expect(inflateRawSync(one.bytes()).equals(text)).toBe(true)
    expect(inflateRawSync(other.bytes())).toHaveLength(text.length)
    expect(one.bytes().equals(deflated([text]))).toBe(true)
  })
})

function recorded(): { deflate: ReturnType<typeof pinnedDeflate>; bytes: () => Buffer } {
  const pieces: Buffer[] = []
  // A piece is only good until it was taken.
  const deflate = pinnedDeflate(piece => void pieces.push(Buffer.from(piece)))
  return { deflate, bytes: () => Buffer.concat(pieces) }
}

function deflated(pieces: readonly Uint8Array[]): Buffer {
  const { deflate, bytes } = recorded()
  for (const piece of pieces) deflate.push(piece)
  deflate.end()
  return bytes()
}
