import { describe, expect, test } from '@jest/globals'
import { answersIn, mergeTexts } from '../../../src/merge/text/merge-texts.ts'
import { mergeStructure } from '../../../src/merge/text/structure.ts'

const json = (base: string, ours: string, theirs: string) =>
  mergeStructure('conf/default.json', base, ours, theirs)
const merged = (text: string) => ({ kind: 'merged', text })

const base = `{
  "server": {
    "host": "localhost",
    "port": 9443
  },
  "realms": ["PRIMARY"],
  "debug": false
}
`

describe('a JSON text', () => {
  test('keeps our values and layout, and gets theirs beside them', () => {
    const ours = base
      .replace('"port": 9443', '"port":    8443')
      .replace('"debug": false', '"debug": false,\n  "mine": 1')
    const theirs = base
      .replace('"localhost"', '"0.0.0.0"')
      .replace('["PRIMARY"]', '[\n    "PRIMARY",\n    "SECOND"\n  ]')
      .replace('9443\n', '9443,\n    "tls": {\n      "version": 1.3\n    }\n')

    expect(json(base, ours, theirs)).toEqual(
      merged(`{
  "server": {
    "host": "0.0.0.0",
    "port":    8443,
    "tls": {
      "version": 1.3
    }
  },
  "realms": [
    "PRIMARY",
    "SECOND"
  ],
  "debug": false,
  "mine": 1
}
`),
    )
  })

  test('takes new members over with our indentation and line ends', () => {
    const ours = '{\r\n\t"a": 1,\r\n\t"b": 2\r\n}\r\n'
    const theirs = '{\n  "a": 1,\n  "n": {\n    "x": [1]\n  },\n  "b": 3\n}\n'

    expect(json('{"a": 1, "b": 2}', ours, theirs)).toEqual(
      merged('{\r\n\t"a": 1,\r\n\t"n": {\r\n\t\t"x": [1]\r\n\t},\r\n\t"b": 3\r\n}\r\n'),
    )
  })

  test.each([
    [
      'a member that they drop goes with its comma',
      '{"a":1,"b":2,"c":3}',
      '{"a":1,"b":2,"c":4}',
      '{"a":1,"c":3}',
      '{"a":1,"c":4}',
    ],
    ['the last one too', '{"a":1,"b":2}', '{ "a": 1, "b": 2 }', '{"a":1}', '{ "a": 1 }'],
    ['all of them', '{"a":1,"b":2}', '{ "a":1,"b":2 }', '{}', '{}'],
    ['an empty object is filled', '{"a":{}}', '{"a":{}, "o": 1}', '{"a":{"n":1}}', '{"a":{"n":1}, "o": 1}'],
    ['a new first member comes first', '{"b":2}', '{"b":2,"o":1}', '{"a":1,"b":2}', '{"a":1,"b":2,"o":1}'],
    ['an object both sides added is merged', '{}', '{"n":{"o":1}}', '{"n":{"t":2}}', '{"n":{"t":2,"o":1}}'],
    [
      'several that go in a row',
      '{"a":1,"b":2,"c":3,"d":4}',
      '{"a":1, "b":2 , "c":3,"d":5}',
      '{"d":4}',
      '{"d":5}',
    ],
    ['all go and another comes', '{"a":1,"b":2}', '{ "a":1, "b":2 }', '{"n":1,"m":2}', '{ "n":1, "m":2 }'],
    [
      'commas that lead their lines',
      '{"a":1,"b":2}',
      '{ "a":1\n, "b":2\n, "o":3\n}',
      '{"n":0,"b":2,"m":4}',
      '{ "n":0\n, "b":2\n, "m":4\n, "o":3\n}',
    ],
    ['blanks before commas', '{"a":1,"b":2}', '{"a" : 1 , "b" : 3}', '{"a":2,"b":2}', '{"a" : 2 , "b" : 3}'],
    [
      'all in one line stays in one line',
      '{"a":1}',
      '{"a":1,"o":"x  y"}',
      '{\n  "a": 1,\n  "n": {\n    "x": "p  q"\n  }\n}\n',
      '{"a":1,"n":{"x": "p  q"},"o":"x  y"}',
    ],
    [
      'an empty object over lines is filled at its place',
      '{"s":{}}',
      '{\r\n\t"s": {},\r\n\t"o": 1\r\n}\r\n',
      '{\n  "s": {\n    "x": 1,\n    "y": {\n      "z": 2\n    }\n  }\n}\n',
      '{\r\n\t"s": {\r\n\t\t"x": 1,\r\n\t\t"y": {\r\n\t\t\t"z": 2\r\n\t\t}\r\n\t},\r\n\t"o": 1\r\n}\r\n',
    ],
    [
      'a key that is written in one way here and in another there is one key',
      '{}',
      '{"\u00c3\u00bc":1}',
      '{"\\u00fc":1,"n":2}',
      '{"\u00c3\u00bc":1,"n":2}',
    ],
    ['an empty object is not nothing', '{"a":1}', '{"a":1,"o":1}', '{"a":1,"e":{}}', '{"a":1,"e":{},"o":1}'],
    ['and goes where they drop it', '{"e":{},"a":1}', '{"e":{},"a":2}', '{"a":1}', '{"a":2}'],
    [
      'our spelling of a number stays',
      '{"a":1.50,"b":1}',
      '{"a":1.5,"b":1}',
      '{"a":1.50,"b":2}',
      '{"a":1.5,"b":2}',
    ],
    [
      'digits that a double cannot hold count',
      '{"a":12345678901234567890}',
      '{"a":12345678901234567890,"o":1}',
      '{"a":12345678901234567891}',
      '{"a":12345678901234567891,"o":1}',
    ],
    [
      '`__proto__` and `constructor` are keys',
      '{"__proto__":1,"constructor":1}',
      '{"__proto__":1,"constructor":1,"o":{}}',
      '{"__proto__":2,"constructor":1}',
      '{"__proto__":2,"constructor":1,"o":{}}',
    ],
    [
      'an escaped key is the same key',
      '{"\\u0061":1,"b":1}',
      '{"a":1,"b":2}',
      '{"a":3,"b":1}',
      '{"a":3,"b":2}',
    ],
    [
      'a byte order mark stays',
      '{"a":1,"b":1}',
      '\u00ef\u00bb\u00bf{"a":2,"b":1}',
      '{"a":1,"b":2}',
      '\u00ef\u00bb\u00bf{"a":2,"b":2}',
    ],
  ])('%s', (_name, before, ours, theirs, wanted) => {
    expect(json(before, ours, theirs)).toEqual(merged(wanted))
  })

  test('with a key that both changed is a conflict of that key', () => {
    const result = json(base, base.replace('9443', '8443'), base.replace('9443', '443'))

    expect(result).toEqual({
      kind: 'conflict',
      open: [{ key: '["server","port"]', base: '9443', ours: '8443', theirs: '443' }],
    })
  })

  test('shows the key of a conflict as a pointer', () => {
    const texts = { base, ours: base.replace('9443', '8443'), theirs: base.replace('9443', '443') }

    expect(mergeTexts('x.json', texts)).toMatchObject({ open: [{ ours: '/server/port = 8443\n' }] })
  })

  test.each([
    ['numbers beyond a double', '{"a":1}', '{"a":12345678901234567890}', '{"a":12345678901234567891}'],
    ['powers beyond a double', '{"a":1}', '{"a":1e400}', '{"a":2e400}'],
    ['a key that one dropped', '{"a":1}', '{}', '{"a":2}'],
    ['a key that both added', '{}', '{"a":1}', '{"a":"1"}'],
    ['`__proto__`', '{"__proto__":1}', '{"__proto__":2}', '{"__proto__":3}'],
  ])('with %s in two ways is a conflict', (_name, before, ours, theirs) => {
    expect(json(before, ours, theirs).kind).toBe('conflict')
  })

  test('with one number written in two ways is no conflict', () => {
    expect(json('{"a":1}', '{"a":100.0}', '{"a":1e2}')).toEqual(merged('{"a":100.0}'))
  })

  test('with an array that both changed is a conflict of the array', () => {
    const result = json('{"a":[1]}', '{"a":[1,2]}', '{"a":[1,3]}')

    expect(result).toMatchObject({ kind: 'conflict', open: [{ key: '["a"]' }] })
  })

  test.each([
    ['a key that stands twice', '{"a":1,"a":2}'],
    ['a comment', '{"a":1 /* no JSON */}'],
    ['a trailing comma', '{"a":1,}'],
    ['nesting without end', `{"a":${'['.repeat(300)}${']'.repeat(300)}}`],
  ])('with %s is declined', (_name, theirs) => {
    expect(json('{"a":1}', '{"a":1,"b":1}', theirs)).toEqual({ kind: 'declined' })
  })
})

test('an answer to a key counts in a file that differs elsewhere', () => {
  const sides = { base, ours: base.replace('9443', '8443'), theirs: base.replace('9443', '443') }
  const answers = answersIn('default.json', sides, base.replace('9443', '8444'))
  const production = {
    ...sides,
    ours: sides.ours.replace('localhost', 'is.example.org'),
  }

  const result = mergeTexts('default.json', production, answers ?? new Map())

  expect(result).toEqual({ ...merged(production.ours.replace('8443', '8444')), answered: 1 })
})
