import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { secretsOf } from '../../src/kernel/secrets.ts'

const secret = 's3cr$t ü/+="x"'
const { redact } = secretsOf([secret])

describe('a secret is taken out of text', () => {
  test.each([
    ['as it is', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['as a form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['as JSON', JSON.stringify(secret).slice(1, -1)],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
  ])('%s', (_how, form) => {
    expect(redact(`<${form}>`)).toMatch(/^<\*\*\*=*>$/)
  })

  test('of base64 at any offset, so that nobody can decode it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9 }), fc.uint8Array({ maxLength: 9 }), (before, after) => {
        const encoded = Buffer.concat([before, Buffer.from(secret), after]).toString('base64')

        const left = redact(encoded)

        expect(left).toContain('***')
        // What is left around the stars is the neighbours' and at most a character at each edge.
        const kept = left.length - 3
        const own = Math.floor((Buffer.byteLength(secret) * 8) / 6) - 2
        expect(encoded.length - kept).toBeGreaterThanOrEqual(own)
      }),
    )
  })

  test('line by line where it has several', () => {
    const key = 'BEGIN KEY\nfirst line\r\nsecond line\nEND'

    const { redact } = secretsOf([key])

    expect(redact('a first line, a second line')).toBe('a ***, a ***')
    expect(redact(key)).toBe('***')
  })

  test('whole where one secret holds another', () => {
    expect(secretsOf(['token', 'token-and-more']).redact('token-and-more, token')).toBe('***, ***')
  })
})

test('text without a secret stays as it is', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      fc.pre(!text.includes('s3c'))

      expect(redact(text)).toBe(text)
    }),
  )
})

test('no secrets, empty ones, and ones too short to be told from text change nothing', () => {
  expect(secretsOf([]).redact('abc')).toBe('abc')
  expect(secretsOf(['', undefined]).values).toEqual([])
  expect(secretsOf(['abc']).redact('abc')).toBe('abc')
  expect(secretsOf(['abc']).values).toEqual(['abc'])
})
