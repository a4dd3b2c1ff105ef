import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { credentialsIn, type GivenSecret, type ScannedPlace, secretsOf } from '../../src/kernel/secrets.ts'
import { named } from '../helpers/named-secrets.ts'

const secret = 's3cr$t ü/+="x"'
const { redact } = secretsOf(named(secret))

describe('a secret is taken out of text', () => {
  test.each([
    ['as it is', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['as a form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['as JSON', JSON.stringify(secret).slice(1, -1)],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
    ['URL-encoded in small letters', encodeURIComponent(secret).replace(/%../g, one => one.toLowerCase())],
    ['as a text of XML', 's3cr$t ü/+="x"'],
    ['as an attribute of XML', 's3cr$t ü/+=&quot;x&quot;'],
    ['as Go writes XML', 's3cr$t ü/+=&#34;x&#34;'],
    ['as a value of .properties', 's3cr$t \\u00FC/+\\="x"'],
    ['as ASCII in JSON', 's3cr$t \\u00fc/+=\\"x\\"'],
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

  test.each([
    ['as Go writes JSON', 'a<b>&c', 'a\\u003cb\\u003e\\u0026c'],
    ['as XML', "a<b>&c'd", 'a&lt;b&gt;&amp;c&apos;d'],
    ['as HTML', "a<b>&c'd", 'a&lt;b&gt;&amp;c&#39;d'],
    ['as a value of .properties', ' a\\b:c#d!', '\\ a\\\\b\\:c\\#d\\!'],
    ['as Gson writes JSON', "a=='b'", 'a\\u003d\\u003d\\u0027b\\u0027'],
    ['as .NET writes JSON', 'a+b"c', 'a\\u002Bb\\u0022c'],
    ['as PHP writes JSON', 'ä/b😀', '\\u00e4\\/b\\ud83d\\ude00'],
    ['as the password of a URL', 'p+ss/w0rd$1@x', 'p+ss%2Fw0rd$1%40x'],
    ['as Python quotes a path', 'a/b c@d', 'a/b%20c%40d'],
    ['as a character of XML', 'pässword', 'p&#228;ssword'],
    ['as a character of XML in hexadecimal', 'pässword', 'p&#xE4;ssword'],
    ['as JSON in JSON', 'a"b\\c', String.raw`a\\\"b\\\\c`],
    ['as a dump', 'pass', '70617373'],
    ['in single quotes of YAML', "it's me", "it''s me"],
    ['in single quotes of a shell', "it's me", "it'\\''s me"],
    ['as Go writes a query', "it's (a) *", 'it%27s+%28a%29+%2A'],
  ])('%s', (_how, value, form) => {
    expect(secretsOf(named(value)).redact(`<${form}>`)).toBe('<***>')
  })

  test.each([
    [64, 93],
    [64, 200],
    [76, 40],
    [76, 93],
  ])('of base64 in lines of %i characters that holds one of %i, wherever it begins', (width, length) => {
    const long = Array.from({ length }, (_, at) => String.fromCharCode(33 + ((at * 37) % 90))).join('')
    const { redact: redactLong, formsIn } = secretsOf(named(long))

    for (let before = 0; before < 80; before += 1) {
      const encoded = Buffer.from(`${'x'.repeat(before)}${long}${'y'.repeat(60)}`).toString('base64')
      const lines = encoded.replace(new RegExp(`.{${width}}`, 'g'), '$&\n')

      expect(formsIn('product').some(({ bytes }) => Buffer.from(lines).includes(bytes))).toBe(true)
      expect(lines.split('\n').map(redactLong).join('')).toContain('***')
    }
  })

  test('that is as long as a key, in time and without a word of it in any error', () => {
    const key = Array.from({ length: 10_000 }, (_, at) =>
      String.fromCharCode(48 + ((at * at * 31) % 74)),
    ).join('')
    const started = performance.now()
    const { redact: redactKey } = secretsOf(named(key))

    expect(redactKey(`<${key}>`)).toBe('<***>')
    expect(redactKey(Buffer.from(key).toString('base64'))).toMatch(/^\*\*\*.?=*$/)
    expect(performance.now() - started).toBeLessThan(3000)
  })

  test('line by line where it has several', () => {
    const key = 'BEGIN KEY\nfirst line\r\nsecond line\nEND'

    const { redact } = secretsOf(named(key))

    expect(redact('a first line, a second line')).toBe('a ***, a ***')
    expect(redact(key)).toBe('***')
  })

  test('whole where one secret holds another', () => {
    expect(secretsOf(named('token', 'token-and-more')).redact('token-and-more, token')).toBe('***, ***')
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
  expect(secretsOf(named('', undefined)).values).toEqual([])
  expect(secretsOf(named('abc')).redact('abc')).toBe('abc')
  expect(secretsOf(named('abc')).values).toEqual(['abc'])
})

describe('what a scan looks for', () => {
  const textsIn = (place: ScannedPlace, ...given: GivenSecret[]): string[] =>
    secretsOf(given)
      .formsIn(place)
      .map(({ bytes }) => bytes.toString('latin1'))

  test('is everything that is taken out of text, in bytes, under the name of the secret', () => {
    const forms = secretsOf([{ name: 'the password', value: secret }]).formsIn('product')

    expect(new Set(forms.map(form => form.secret))).toEqual(new Set(['the password']))
    const texts = forms.map(({ bytes }) => bytes.toString())
    const whole = texts.filter(text => redact(text) === '***')
    expect(whole).toEqual(
      expect.arrayContaining([
        secret,
        Buffer.from(secret)
          .toString('base64')
          .slice(0, Math.floor((Buffer.byteLength(secret) * 8) / 6)),
      ]),
    )
    expect(texts).toEqual(expect.arrayContaining([secret, encodeURIComponent(secret)]))
  })

  test('is also the secret as UTF-16 and Latin-1 have it', () => {
    const wide = Buffer.from(secret, 'utf16le')

    const texts = textsIn('product', { name: 's', value: secret })

    for (const bytes of [wide, Buffer.from(wide).swap16(), Buffer.from(secret, 'latin1')])
      expect(texts).toContain(bytes.toString('latin1'))
  })

  test.each([
    ['a word that a password begins with', 'wso2carbon-prod-2026', 'wso2carbon'],
    ['a word that it holds twice', 'admin:admin-2024', 'admin:admin'],
    [
      'the header of another token',
      'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJvbmUifQ.c2lnbmF0dXJlLW9mLW91cnMtMTIzNDU2Nzg5MA',
      'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJvdGhlciJ9',
    ],
    [
      'the frame of another key',
      `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC${'x7Qz'.repeat(100)}\n-----END PRIVATE KEY-----\n`,
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQD',
    ],
  ])('is not %s in base64', (_what, value, other) => {
    const encoded = Buffer.from(other).toString('base64')

    const found = secretsOf(named(value))
      .formsIn('product')
      .filter(({ bytes }) => encoded.includes(bytes.toString('latin1')))

    expect(found).toEqual([])
  })

  test('is in a product nothing of fewer than 8 characters, and that is known by name', () => {
    const given = { name: 'the password', value: 'admin12' }

    expect(textsIn('product', given)).toEqual([])
    expect(textsIn('report', given)).toContain('admin12')
    expect(textsIn('updates', given)).toContain('admin12')
    expect(secretsOf([given]).short).toEqual(['the password'])
    expect(secretsOf(named('admin123')).short).toEqual([])
  })

  test('is the name of an account below `updates/` only, and it is not hidden in text', () => {
    const given = { name: 'the user name', value: 'ops@example.com', isAccount: true }

    expect(textsIn('updates', given)).toEqual(
      expect.arrayContaining(['ops@example.com', 'ops%40example.com']),
    )
    expect(textsIn('report', given)).toEqual([])
    expect(textsIn('product', given)).toEqual([])
    expect(secretsOf([given]).values).toEqual([])
    expect(secretsOf([given]).redact('ops@example.com')).toBe('ops@example.com')
  })

  test('is not the frame of a PEM key, which is the same in all of them', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----\n'

    const texts = textsIn('product', { name: 'the key', value: key })

    expect(texts).toContain('MIIEvQIBADANBgkq')
    expect(texts).not.toContain('-----BEGIN PRIVATE KEY-----')
  })

  test('is called by its first name where it is given twice', () => {
    const secrets = secretsOf(named('same-value', 'same-value'))

    expect(new Set(secrets.formsIn('product').map(form => form.secret))).toEqual(new Set(['secret 1']))
  })
})

test('the credentials of the environment include those of the update tool', () => {
  const given = credentialsIn({
    UPDATE_TRAIN_FEED_TOKEN: 'feed-token',
    UPDATE_TRAIN_FEED_PASSWORD: 'feed-password',
    UPDATE_TOOL_USERNAME: 'ops@example.com',
    UPDATE_TOOL_PASSWORD: 'tool-password',
    OTHER: 'other',
  })

  expect(secretsOf(given).values).toEqual(['feed-token', 'feed-password', 'tool-password'])
  expect(
    secretsOf(given)
      .formsIn('updates')
      .map(({ secret }) => secret),
  ).toContain('the user name of the update tool')
})

test.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'])(
  'the account in %s is hidden, as it is written and as it is meant',
  variable => {
    const secrets = secretsOf(credentialsIn({ [variable]: 'http://ops:p%40ss-word@proxy.example:8080/' }))

    expect(secrets.values).toEqual(['p%40ss-word', 'p@ss-word', 'ops:p%40ss-word'])
    expect(secrets.redact('via http://ops:p%40ss-word@proxy.example')).toBe('via http://***@proxy.example')
  },
)

test.each(['http://proxy.example:8080', 'proxy.example/a@b', '', 'http://%zz:%zz@'])(
  'the proxy %j does no harm',
  value => {
    expect(secretsOf(credentialsIn({ HTTP_PROXY: value })).redact('proxy.example')).toBe('proxy.example')
  },
)

test('what is learned during a run is hidden from then on, and told to who hides by itself', () => {
  const hidden: string[] = []
  const secrets = secretsOf(named('the-password'), value => hidden.push(value))
  const { redact } = secrets

  secrets.learn([
    { name: 'a token', value: 'access-1' },
    { name: 'again', value: 'the-password' },
  ])

  expect(redact('the-password, access-1')).toBe('***, ***')
  expect(secrets.formsIn('product').map(({ secret }) => secret)).toContain('a token')
  expect(hidden).toEqual(['the-password', 'access-1'])
})
