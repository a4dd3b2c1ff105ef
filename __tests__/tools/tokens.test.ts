import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { watchTokens } from '../../src/tools/external/tokens.ts'
import { testWorld } from '../helpers/world.ts'
import { webToken } from '../standins/wso2/tool/account.ts'

const nowhere = { cwd: '/nowhere', home: '/nowhere' }
const token = '8f2c7d1e-55aa-3c1b-9d0e-1f2a3b4c5d6e'

test.each([
  ['a web token', `GET /updates ${webToken('a')} 200`, 'GET /updates *** 200'],
  ['JSON', `{"access_token":"${token}","expires_in":3600}`, '{"access_token":"***","expires_in":3600}'],
  [
    'JSON in a string',
    `body="{\\"refresh_token\\": \\"${token}\\"}"`,
    'body="{\\"refresh_token\\": \\"***\\"}"',
  ],
  ['settings', `access-token: ${token}`, 'access-token: ***'],
  ['a header', `Authorization: Bearer ${token}`, 'Authorization: Bearer ***'],
  [
    'a name and a token in colours',
    `\u001b[1maccess_token\u001b[0m: \u001b[33m${token}`,
    'access_token: ***',
  ],
  ['a web token with a colour in it', webToken('a').replace('.', '\u001b[0m.'), '***'],
  ['a sentence', `It was refused: Bearer ${token}.`, 'It was refused: Bearer ***.'],
  ['an address', `GET /?access_token%3D${token}%26x%3D1`, 'GET /?access_token%3D***%26x%3D1'],
  ['JSON in an address', `?q=%22access_token%22%3A%22${token}%22`, '?q=%22access_token%22%3A%22***%22'],
  ['a web token behind a hyphen', `id-${webToken('a')}`, 'id-***'],
  ['the application’s key', 'Authorization: Basic c3RhbmQtaW46c3RhbmQ=', 'Authorization: Basic ***'],
])('%s is taken out', (_name, line, expected) => {
  expect(watchTokens(nowhere).without(line)).toBe(expected)
})

test.each([
  'Error while getting access token. Attempt 1: Unable to parse JSON response',
  'Invalid access token: authentication-failed-for-this-account',
  '"token-url": "https://api.updates.wso2.com/token"',
  'refresh token: /home/user/.wso2-updates/1.2.3/token',
  'Added file /opt/wso2/repository/components/lib/org.wso2.token_1.2.3.jar already exists',
  'Bearer of the licence',
  'Sign the refresh token: org.acme.core_7.8.23.20.jar',
  'Fix basic authentication of the store; see the basic configuration/deployment guide, and Basic Authentication',
])('%s is left', line => {
  expect(watchTokens(nowhere).without(line)).toBe(line)
})

test('a token on the line below its name is taken out, and what is none is left', () => {
  const { without } = watchTokens(nowhere)

  const shown = ['access_token:', '', `  "${token}",`, token, '"refresh_token" =', 'is not there'].map(
    without,
  )

  expect(shown).toEqual(['access_token:', '', '  "***",', '***', '"refresh_token" =', 'is not there'])
})

test('a token that ends its object on the line below its name is taken out', () => {
  const { without } = watchTokens(nowhere)

  expect(['{"access_token":', `"${token}"}`].map(without)).toEqual(['{"access_token":', '"***"}'])
})

test('a long line that is full of beginnings of web tokens is read in time', () => {
  const line = `${'-eyJ'.repeat(30_000)}.eyJ`
  const before = process.cpuUsage()

  const shown = watchTokens(nowhere).without(line)

  expect(shown).toBe(line)
  // Microseconds; with the square of the length it takes more than ten seconds.
  expect(process.cpuUsage(before).user).toBeLessThan(2_000_000)
})

test('what was found is told for the whole run, but for the application’s key, which every pack has', () => {
  const tokens = watchTokens(nowhere)

  tokens.without(`Bearer ${token}`)
  tokens.without('Basic c3RhbmQtaW46c3RhbmQ=')

  expect(tokens.found().map(({ value }) => value)).toEqual([token])
})

test.each([
  ['updates/config.json', `{"service": {"access-token": "opaque words"}}`],
  ['updates/config.yaml', 'accesstoken: opaque words\n'],
  ['.wum3/config.yaml', 'repositories:\n  wso2:\n    accesstoken: opaque words\n'],
])('what a tool writes into %s while it runs is known for the next line', async (file, text) => {
  await using world = await testWorld()
  const tokens = watchTokens({ cwd: world.cwd, home: world.cwd })
  const before = tokens.without('opaque words')

  await mkdir(join(world.cwd, file, '..'), { recursive: true })
  await writeFile(join(world.cwd, file), text)
  const after = tokens.without('opaque words')

  expect([before, after]).toEqual(['opaque words', '***'])
  expect(tokens.found()).toEqual([{ name: `a secret of ${file}`, value: 'opaque words' }])
})
