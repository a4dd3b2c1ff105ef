import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'smol-toml'
import { mergeTexts } from '../../../src/merge/text/merge-texts.ts'
import { mergeStructure, shownKey } from '../../../src/merge/text/structure.ts'

const toml = (base: string, ours: string, theirs: string) =>
  mergeStructure('conf/deployment.toml', base, ours, theirs)
const properties = (base: string, ours: string, theirs: string) =>
  mergeStructure('log4j2.properties', base, ours, theirs)
const merged = (text: string) => ({ kind: 'merged', text })

const deployment = `[server]
hostname = "localhost"
node_ip = "127.0.0.1"

[super_admin]
username = "admin"   # change me
password = "admin"

[database.identity_db]
type = "h2"
url = "jdbc:h2:./repository/database/WSO2IDENTITY_DB"
`

describe('a deployment.toml', () => {
  test('keeps our values, comments and blanks, and gets theirs beside them', () => {
    const ours = deployment
      .replace('hostname = "localhost"', 'hostname   =  "is.example.org" # ours')
      .replace('password = "admin"\n', 'password = "admin"\n# our own\ncreate_admin_account = true\n')
    const theirs = deployment
      .replace('node_ip = "127.0.0.1"', 'node_ip = "0.0.0.0"\n# For proxies.\nproxy_context = "/is"')
      .concat('\n[keystore.primary]\nfile_name = "wso2carbon.p12"\ntype = "PKCS12"\n')

    expect(toml(deployment, ours, theirs)).toEqual(
      merged(`[server]
hostname   =  "is.example.org" # ours
node_ip = "0.0.0.0"
# For proxies.
proxy_context = "/is"

[super_admin]
username = "admin"   # change me
password = "admin"
# our own
create_admin_account = true

[database.identity_db]
type = "h2"
url = "jdbc:h2:./repository/database/WSO2IDENTITY_DB"

[keystore.primary]
file_name = "wso2carbon.p12"
type = "PKCS12"
`),
    )
  })

  test('that both sides append to is merged, where lines would meet', () => {
    const result = toml('[a]\nb = 1', '[a]\nb = 1\nours = 2', '[a]\nb = 1\ntheirs = 3')

    expect(result).toEqual(merged('[a]\nb = 1\ntheirs = 3\nours = 2'))
  })

  test('with a key that both changed is a conflict of that key', () => {
    const result = toml(
      deployment,
      deployment.replace('"h2"', '"mysql"'),
      deployment.replace('"h2"', '"derby"'),
    )

    expect(result).toEqual({
      kind: 'conflict',
      open: [{ key: '["database","identity_db","type"]', base: '"h2"', ours: '"mysql"', theirs: '"derby"' }],
    })
  })

  test.each([
    ['changed here and dropped there', 'a = 1\nb = 1\n', 'a = 2\nb = 1\n', 'b = 1\n'],
    ['dropped here and changed there', 'a = 1\nb = 1\n', 'b = 1\n', 'a = 2\nb = 1\n'],
    ['added by both', 'b = 1\n', 'a = 1\nb = 1\n', 'b = 1\na = 2\n'],
  ])('with a key %s is a conflict', (_what, base, ours, theirs) => {
    expect(toml(base, ours, theirs).kind).toBe('conflict')
  })

  test.each([
    ['one value written in two ways', 'a = 10\n', 'a = 1_0\n', 'a = 0xA\n', 'a = 1_0\n'],
    [
      'a dropped key with its own comment',
      '# why\na = 1\nb = 1\n',
      '# why\na = 1\nb = 2\n',
      'b = 1\n',
      'b = 2\n',
    ],
    [
      'a dropped key, and our comment stays',
      'a = 1\nb = 1\n',
      '# ours\na = 1\nb = 1\n',
      'b = 1\n',
      '# ours\nb = 1\n',
    ],
    [
      'a value over lines',
      'a = [\n 1, # one\n 2\n]\nb = 1\n',
      'a = [\n 1, # one\n 2\n]\nb = 2\n',
      'a = [1,\n 2, 3]\nb = 1\n',
      'a = [1,\n 2, 3]\nb = 2\n',
    ],
    [
      'strings that hold everything',
      `a = "[#]=" # c\nb = '''\n[x]\n'''\n`,
      `a = "[#]=" # ours\nb = '''\n[x]\n'''\n`,
      `a = "[#]="\nb = '''\n[y]\n'''\n`,
      `a = "[#]=" # ours\nb = '''\n[y]\n'''\n`,
    ],
    [
      'CRLF',
      'a = 1\r\nb = 1\r\n',
      'a = 2\r\nb = 1\r\n',
      'a = 1\nb = 1\nc = 1\n',
      'a = 2\r\nb = 1\r\nc = 1\r\n',
    ],
    [
      'a key before the first table',
      '[a]\nb = 1\n',
      '# head\n[a]\nb = 2\n',
      'top = 1\n[a]\nb = 1\n',
      'top = 1\n# head\n[a]\nb = 2\n',
    ],
    [
      'a moved key, written as a path',
      '[a]\nb = 1\n',
      '[a]\nb = 1\nc = 2\n',
      'a.b = 2\n',
      '[a]\nb = 2\nc = 2\n',
    ],
  ])('merges %s', (_what, base, ours, theirs, expected) => {
    expect(toml(base, ours, theirs)).toEqual(merged(expected))
  })

  test.each([
    ['arrays of tables', '[[a]]\nb = 1\n'],
    ['a key twice', 'a = 1\na = 2\n'],
    ['a table twice', '[a]\nb = 1\n[a]\nc = 1\n'],
    ['no TOML', 'a = \n'],
    ['a string without an end', 'a = "x\nb = 1\n'],
    ['something else', '<xml/>\n'],
  ])('declines %s', (_what, text) => {
    expect(toml('x = 1\n', text, 'x = 2\n').kind).toBe('declined')
    expect(toml(text, `${text}# ours\n`, text).kind).toBe('declined')
  })
})

describe('a log4j2.properties', () => {
  const base = '# Root\nrootLogger.level = INFO\nappenders = CONSOLE, \\\n  FILE\n! old\nlogger.a = WARN\n'

  test('merges values, and those that go on in the next line', () => {
    const ours = base.replace('INFO', 'DEBUG')
    const theirs = base.replace('FILE', 'FILE, AUDIT').replace('! old\nlogger.a = WARN\n', 'logger.b:ERROR\n')

    expect(properties(base, ours, theirs)).toEqual(
      merged('# Root\nrootLogger.level = DEBUG\nappenders = CONSOLE, \\\n  FILE, AUDIT\nlogger.b:ERROR\n'),
    )
  })

  test('with escaped separators has the right keys', () => {
    expect(properties('a\\=b = 1\nc = 1\n', 'a\\=b = 2\nc = 1\n', 'a\\=b = 1\nc = 2\n')).toEqual(
      merged('a\\=b = 2\nc = 2\n'),
    )
  })

  test('is declined where a key stands twice, and a conflict where both changed it', () => {
    expect(properties('a=1\n', 'a=1\na=2\n', 'a=3\n').kind).toBe('declined')
    expect(properties('a=1\n', 'a=2\n', 'a=3\n').kind).toBe('conflict')
  })
})

/** Keys of two tables with small values, as TOML in some order. */
const data = fc.record({
  top: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat({ max: 3 })),
  table: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat({ max: 3 })),
})
const write = ({ top, table }: { top: Record<string, number>; table: Record<string, number> }): string =>
  [
    ...Object.entries(top).map(([key, value]) => `${key} = ${value}`),
    '[table]',
    ...Object.entries(table).map(([key, value]) => `${key} = ${value} # note`),
    '',
  ].join('\n')

describe('for any data', () => {
  test('nothing from one side leaves the other side: ours to the byte, theirs in its data', () => {
    fc.assert(
      fc.property(data, data, (one, other) => {
        const [base, text] = [write(one), write(other)]
        expect(toml(base, text, base)).toEqual(merged(text))
        const result = toml(base, base, text)
        expect(result.kind).toBe('merged')
        if (result.kind === 'merged') expect(parse(result.text)).toEqual(parse(text))
      }),
    )
  })

  test('the merged data are those of both changes, key by key, or it is a conflict', () => {
    fc.assert(
      fc.property(data, data, data, (one, two, three) => {
        const result = toml(write(one), write(two), write(three))
        const expected = {
          top: merge(one.top, two.top, three.top),
          table: merge(one.table, two.table, three.table),
        }
        if (expected.top === null || expected.table === null) expect(result.kind).toBe('conflict')
        else {
          expect(result.kind).toBe('merged')
          if (result.kind === 'merged')
            expect(parse(result.text)).toEqual({ ...expected.top, table: expected.table })
        }
      }),
    )
  })

  test('no text makes it throw', () => {
    const piece = fc.constantFrom(
      'a',
      '=',
      '"',
      "'",
      '"""',
      '[',
      ']',
      '{',
      '\n',
      '\r\n',
      '#',
      '\\',
      ' ',
      '.',
      '1',
      ',',
    )
    const text = fc.array(piece, { maxLength: 20 }).map(pieces => pieces.join(''))
    fc.assert(
      fc.property(text, text, text, (base, ours, theirs) => {
        for (const result of [toml(base, ours, theirs), properties(base, ours, theirs)])
          expect(['merged', 'conflict', 'declined']).toContain(result.kind)
      }),
      { numRuns: 2000 },
    )
  })
})

/** Key by key; null where both changed one in different ways. */
function merge(base: Record<string, number>, ours: Record<string, number>, theirs: Record<string, number>) {
  const result: Record<string, number> = {}
  for (const key of ['a', 'b', 'c', 'd']) {
    const [b, o, t] = [base[key], ours[key], theirs[key]]
    if (b !== o && b !== t && o !== t) return null
    const value = b === t ? o : t
    if (value !== undefined) result[key] = value
  }
  return result
}

test.each([
  ['a.toml', '["server","port"]', 'server.port'],
  ['a.toml', '["a.b","it\'s","say \\"x\\""]', `"a.b"."it's".'say "x"'`],
  ['a.json', '["server","a/b"]', '/server/a~1b'],
  ['a.properties', 'server.port', 'server.port'],
])('an open key of %s is shown as people write it', (path, key, expected) => {
  expect(shownKey(path, key)).toBe(expected)
})

test('a key that both changed is marked alone: whoever takes a side loses no change beside it', () => {
  const text = (host: string, port: number, more = ''): string =>
    `[server]\nhost = "${host}"\nport = ${port}\n${more}[a]\nb = 1\n`

  const texts = {
    base: text('localhost', 1),
    ours: text('mine', 2),
    theirs: text('localhost', 3, 'new = 1\n'),
  }
  const merge = mergeTexts('deployment.toml', texts)

  expect(merge).toMatchObject({
    kind: 'conflict',
    marked: [
      '[server]',
      'host = "mine"',
      '<<<<<<< ours',
      'port = 2',
      '||||||| installed level',
      'port = 1',
      '=======',
      'port = 3',
      '>>>>>>> update',
      'new = 1',
      '[a]',
      'b = 1',
      '',
    ].join('\n'),
  })
})
