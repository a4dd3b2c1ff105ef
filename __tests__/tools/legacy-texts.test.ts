import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { secretsOf } from '../../src/kernel/secrets.ts'
import { asAnswers, askedInVain, credentialsOf } from '../../src/tools/external/credentials.ts'
import { toolError } from '../../src/tools/external/messages.ts'
import { scrubConfig } from '../../src/tools/external/scrub.ts'
import { numbersOf, positionIn, readRuns, wantedTimestamp } from '../../src/tools/external/timestamps.ts'
import { channelOf } from '../../src/tools/in-place/config-yaml.ts'
import { readCounts, replacedAdditions } from '../../src/tools/in-place/said.ts'
import { resultsIn } from '../../src/tools/wum/store.ts'
import { readTree, writeTree } from '../helpers/tree.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'legacy-texts-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the transcript of a real in-place update', () => {
  /** Unedited; the README beside it names its source. */
  const lines = readFileSync(
    join(import.meta.dirname, '..', 'standins', 'fixtures', 'wso2', 'in-place-transcript.txt'),
    'utf8',
  ).split('\n')

  test('says how many updates there are', () => {
    expect(readCounts(lines)).toEqual({ updates: 265, security: 17 })
  })

  test('says which file of the home it replaced', async () => {
    expect(await replacedAdditions(lines, '/opt/wso2am/wso2am-3.2.0')).toEqual([
      'repository/components/dropins/...jar',
    ])
    expect(await replacedAdditions(lines, '/opt/other')).toEqual([])
  })

  test('is no failure by itself', () => {
    expect(toolError('The update failed', 1, lines).code).toBe('failure')
  })
})

/** Of *Troubleshooting* in the WSO2 Update Manager documentation, and of the updates FAQ. */
describe('a known message', () => {
  test.each([
    ['wum: unable to connect to WSO2 Update', 'unreachable'],
    ['wum: servers are busy at the moment. Please try again later.', 'busy'],
    ['wum: unable to download updates reason: EOF', 'unreachable'],
    ['wum: invalid credentials', 'refused'],
    ["wum: you haven't initialized WUM with your WSO2 credentials", 'refused'],
    ['wum: your session has timed out', 'refused'],
    ['wum: username or password cannot be empty', 'refused'],
    [
      "wum: your product distribution 'wso2am-3.2.0.zip' contains local modifications. MD5 check failed.",
      'verification',
    ],
    ["wum: cannot find a matching product for 'wso2am-9.9.9'", 'config'],
    ["wum: product 'wso2am-9.9.9' is not supported by WSO2 Update.", 'config'],
    ['wum: requires only 1 product pattern', 'config'],
    ["invalid timestamp value '%!d(string=x)'", 'config'],
    ['invalid credentials. Please enter valid WSO2 credentials', 'refused'],
    ['You do not have an active subscription or the channel does not exist', 'refused'],
    ['Merging configurations failed.', 'failure'],
  ])('%s', (line, code) => {
    const error = toolError('The update failed', 1, ['Welcome', line, ''])

    expect(error.code).toBe(code)
    expect(error.hint).not.toBe('')
  })
})

describe('a hotfix is in the way', () => {
  const codeOf = (line: string) => toolError('The update failed', 1, [line]).code

  test.each([
    'Hotfixes have to be reverted before the product is updated: wso2acme-1.0.0-abc-hf1',
    '[2026-01-01 10:00:00] ERROR - The product has a hotfix applied',
    'wso2update: Unable to update a product with hotfixes.',
  ])('where a line says so: %s', line => {
    expect(codeOf(line)).toBe('config')
  })

  test.each([
    'Unable to open /srv/hotfix/wso2acme-1.0.0/lib/a.jar',
    'Unable to open C:\\work\\hotfix\\lib\\a.jar',
    'cannot write wso2acme-1.0.0+4.full.hotfix.zip',
    '[2026-01-01 10:00:00] INFO  - There is no hotfix applied to the product',
    'Unable to read updates/hotfixes',
    'Track: hotfix',
  ])('but not where it is a name or said in passing: %s', line => {
    expect(codeOf(line)).toBe('failure')
  })
})

test('a debug line is not what a tool said last', () => {
  const lines = ['It broke.', '[2026-01-01 10:00:00] DEBUG - Removing the session', '']

  expect(toolError('The update failed', 1, lines).message).toContain('said last: It broke.')
})

describe('credentials', () => {
  const authenticating =
    'wso2update: Error while authenticating user: Error while authenticating user credentials'

  test.each([
    [`${authenticating}: Unable to read input: EOF`, true],
    [`${authenticating}: inappropriate ioctl for device`, true],
    ['wum: unable to read your input: not a terminal', true],
    ['wum: username or password cannot be empty', true],
    [authenticating, true],
    [`${authenticating}: Invalid credentials`, false],
    ...[
      'dial tcp: no such host',
      'EOF',
      'x509: certificate signed by unknown authority',
      'read tcp 10.0.0.1:1->10.0.0.2:443: read: connection reset by peer',
      'proxyconnect tcp: Proxy Authentication Required',
      'remote error: tls: handshake failure',
    ].map((why): [string, boolean] => [
      `${authenticating}: Post "https://api.updates.wso2.com/token": ${why}`,
      false,
    ]),
    [`${authenticating}: EOF`, false],
    [`${authenticating}: x509: certificate signed by unknown authority`, false],
    ['wso2update: Invalid credentials', false],
    ['The update failed', false],
  ])('were asked for in vain, as by %j: %j', (line, expected) => {
    expect(askedInVain(['Please enter your credentials to continue.', line])).toBe(expected)
  })

  const env = (password: string) => ({
    env: { UPDATE_TOOL_USERNAME: 'ops@example.com', UPDATE_TOOL_PASSWORD: password },
  })

  test('are lines, whatever is in them', () => {
    expect(asAnswers(credentialsOf(env('123$abc "\\ ü')))).toBe('ops@example.com\n123$abc "\\ ü\n')
  })

  test('with a NUL can be given to no tool', () => {
    expect(() => credentialsOf(env('a\0b'))).toThrow(
      expect.objectContaining({ code: 'config', message: expect.not.stringContaining('a\0b') }),
    )
  })

  test.each(['a\n', 'a\rb'])('with a line end cannot be answers: %j', password => {
    const credentials = credentialsOf(env(password))

    expect(() => asAnswers(credentials)).toThrow(expect.objectContaining({ code: 'config' }))
  })
})

describe('timestamps', () => {
  test('are the names of files in updates/wum, and nothing else is', () => {
    expect(positionIn(['updates/wum/5', 'updates/wum/12', 'updates/wum/12x', 'a/updates/wum/99'])).toEqual({
      level: 12,
      timestamp: 12,
    })
    expect(positionIn(['updates/wum/9999999999999999', 'updates/wum', 'updates/wum/007'])).toBeNull()
  })

  test('that are wanted are exact', () => {
    expect(wantedTimestamp({ at: 'latest' })).toBeNull()
    expect(wantedTimestamp({ at: 'timestamp', timestamp: 1_582_261_435_000 })).toBe(1_582_261_435_000)
    expect(() => wantedTimestamp({ at: 'level', level: 12 })).toThrow(
      expect.objectContaining({ code: 'config' }),
    )
  })

  test('have the numbers of their updates, each once, in order', async () => {
    await writeTree(folder, {
      'updates/wum/5': '- "0999"\n- 5301\n',
      'updates/wum/6': '- \'5300\'\n- "5301"\nnoise: 12\n',
      'updates/wum/7/8': 'a folder is no run',
    })

    expect(await readRuns(folder)).toEqual([5, 6])
    expect(await numbersOf(folder, [5, 6])).toEqual(['0999', '5300', '5301'])
  })
})

describe('updates/config.yaml', () => {
  const file = 'updates/config.yaml'

  test.each([
    ['channel: security\nusername: a\n', 'security'],
    ['username: a\n', 'full'],
    ['', 'full'],
    ['channel:\nusername: a\n', 'full'],
    ['channel: ""\n', 'full'],
  ])('%j says the channel', (text, channel) => {
    expect(channelOf(text, file)).toBe(channel)
  })

  // A channel becomes part of file names and cache keys.
  test.each(['channel: [', 'channel: {a: 1}\n', '- full\n', 'channel: ../../x\n'])('%j is damaged', text => {
    expect(() => channelOf(text, file)).toThrow(expect.objectContaining({ code: 'pack-damaged' }))
  })

  test('loses what nobody else may see, and keeps the rest as it is', async () => {
    const text =
      '# mine\nchannel: full # the default\nusername: "ops@example.com"\naccesstoken: t\nrefresh-token: t\nbackup-dir: /home/ops\nservice:\n  access-token: t\n'
    await writeTree(folder, { [file]: text })

    await scrubConfig(folder, { secrets: secretsOf([]) })

    expect(await readFile(join(folder, file), 'utf8')).toBe(
      '# mine\nchannel: full # the default\nusername: ""\naccesstoken: ""\nrefresh-token: ""\nbackup-dir: ""\nservice:\n  access-token: ""\n',
    )
  })

  test.each([
    [
      'behind an alias',
      'mail: &m ops@example.com\nusername: *m\n',
      'mail: &m ops@example.com\nusername: ""\n',
    ],
    ['as an anchor', 'username: &m ops@example.com\nmail: *m\n', 'username: &m ""\nmail: *m\n'],
    ['in a list', 'username:\n  - ops@example.com\n', 'username: ""\n'],
    ['in a map', 'access-token: {a: t}\nx: 1\n', 'access-token: ""\nx: 1\n'],
    ['over lines', 'password: |\n  secret\n  more\nx: 1\n', 'password: ""\nx: 1\n'],
  ])('loses a secret %s', async (_name, text, expected) => {
    await writeTree(folder, { [file]: text })

    await scrubConfig(folder, { secrets: secretsOf([]) })

    expect(await readFile(join(folder, file), 'utf8')).toBe(expected)
  })

  test('without secrets is left alone', async () => {
    await writeTree(folder, { [file]: 'channel:   full\nusername: ""\n' })

    await scrubConfig(folder, { secrets: secretsOf([]) })

    expect(await readFile(join(folder, file), 'utf8')).toBe('channel:   full\nusername: ""\n')
  })
})

test('settings of either tool lose what nobody else may see, and their copies go; what signs in is known then', async () => {
  const config = {
    Username: 'ops@example.com',
    accessToken: 'token-of-camels',
    service: { 'token-url': 'https://x', 'id-token': 'token-of-ids', password: { now: 'a pass word' } },
    product: { name: 'wso2acme', 'backup-size': 5, backup: '/home/ops/b' },
    'trial-subscription-id': 'trial-1',
    hotfixes: { 'user-store-hf1': 'fix' },
  }
  await writeTree(folder, {
    'updates/config.json': JSON.stringify(config),
    'updates/config.yaml':
      'username: ops@example.com\nuser-email: e\npassword: 98765432109876543210\ntokens: 12\n',
    'updates/config.json.bak': '{"access-token": "older-token"}',
    'updates/config.bak': '',
    'updates/config.yaml~': '',
    'updates/product.txt': 'wso2acme-1.0.0',
  })
  const secrets = secretsOf([])

  await scrubConfig(folder, { secrets })

  expect(JSON.parse(await readFile(join(folder, 'updates/config.json'), 'utf8'))).toEqual({
    Username: '',
    accessToken: '',
    service: { 'token-url': 'https://x', 'id-token': '', password: { now: '' } },
    product: { name: 'wso2acme', 'backup-size': 0, backup: '' },
    'trial-subscription-id': '',
    hotfixes: { 'user-store-hf1': 'fix' },
  })
  expect(await readFile(join(folder, 'updates/config.yaml'), 'utf8')).toBe(
    'username: ""\nuser-email: ""\npassword: ""\ntokens: ""\n',
  )
  expect((await readdir(join(folder, 'updates'))).sort()).toEqual([
    'config.json',
    'config.yaml',
    'product.txt',
  ])
  expect(secrets.values).toEqual([
    ...['token-of-camels', 'token-of-ids', 'a pass word'],
    ...['98765432109876543210', 'older-token'],
  ])
  expect(secrets.redact('refreshed token-of-ids')).toBe('refreshed ***')
})

test('a short word below the name of a token is blanked, but no secret; a token is one, and a password whatever it is', async () => {
  const words = { 'access-token': 'default', tokens: { store: 'none', use: ['true', 'FILE', 'Basic'] } }
  const settings = {
    ...words,
    'id-token': 'a1b2c3',
    refreshToken: 'hXqZvBn',
    token: { password: 'summer' },
    'token-password': 'autumn',
  }
  await writeTree(folder, {
    'updates/config.json': JSON.stringify(settings),
    'updates/config.yaml': 'token-cache: memory\naccesstoken: opaquetoken\n',
    'updates/config.local': '{"token": "auto"}',
  })
  const secrets = secretsOf([])

  await scrubConfig(folder, { secrets })

  expect(secrets.values).toEqual(['a1b2c3', 'hXqZvBn', 'summer', 'autumn', 'opaquetoken'])
  expect(await readFile(join(folder, 'updates/config.json'), 'utf8')).not.toMatch(/default|none/)
})

test('what a tool keeps of its session goes, whatever its name and form, and is known then; the rest of its texts stays', async () => {
  const [first, second, third] = ['9f8e7d6c5b4a39281706', 'opaque words', 'a1b2c3d4e5f60718293a']
  const fourth = 'b1b2c3d4e5f60718293a'
  const hotfix = 'updates/hotfixes/hf1/webapps/session.json'
  const backup = 'updates/wso2acme-1.0.0-oauth2-token-hf1/lib/x.jar'
  const binary = Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 0xff])
  const signature = Buffer.from([0xff, 0x9b, 0x31, 0x6d, 0x0a, 0x80])
  await writeTree(folder, {
    'updates/session.json': JSON.stringify({ 'access-token': first, token_type: 'Bearer' }),
    'updates/state.json': JSON.stringify({ user: 'ops', auth: { token: second }, level: 4 }),
    'updates/changelog-0000-0004.md': `# Changelog\nsigned in with access_token=${third}\nby ${first}\n`,
    'updates/product.txt': 'wso2acme-1.0.0',
    'updates/notes.txt': Buffer.from(`Gr\xfc\xdfe\r\nBearer ${fourth}\r\n`, 'latin1'),
    'updates/signature': signature,
    'updates/state.bin': binary,
    'updates/wum/1578927025419': '- "5234"\n',
    [hotfix]: '{"password": "of the product"}',
    [backup]: 'jar',
    'updates/instructions.yaml': 'password: wso2carbon\n',
  })
  const secrets = secretsOf([])

  await scrubConfig(folder, { secrets })

  const texts = Object.entries(await readTree(folder)).map(([path, text]) => [
    path,
    text.slice('644 '.length),
  ])
  expect(Object.fromEntries(texts)).toEqual({
    'updates/state.json': JSON.stringify({ user: '', auth: { token: '' }, level: 4 }, null, '\t'),
    'updates/changelog-0000-0004.md': '# Changelog\nsigned in with access_token=***\nby ***\n',
    'updates/product.txt': 'wso2acme-1.0.0',
    'updates/notes.txt': expect.anything(),
    'updates/signature': expect.anything(),
    'updates/state.bin': expect.anything(),
    'updates/wum/1578927025419': '- "5234"\n',
    [hotfix]: '{"password": "of the product"}',
    [backup]: 'jar',
    'updates/instructions.yaml': 'password: wso2carbon\n',
  })
  expect(await readFile(join(folder, 'updates/state.bin'))).toEqual(binary)
  expect(await readFile(join(folder, 'updates/signature'))).toEqual(signature)
  expect(await readFile(join(folder, 'updates/notes.txt'), 'latin1')).toBe('Gr\xfc\xdfe\r\nBearer ***\r\n')
  expect([...secrets.values].sort()).toEqual([first, third, fourth, second])
})

test('results of WUM are found by their names, of the channel that was asked for', async () => {
  const [three, two] = ['.wum3', '.wum-wso2'].map(store => `${store}/products/wso2is-km/5.9.0`)
  await writeTree(folder, {
    [`${three}/wso2is-km-5.9.0.zip`]: '',
    [`${three}/full/wso2is-km-5.9.0+1578927025419.full.zip`]: '',
    [`${three}/full/wso2is-km-5.9.0+1578927025420.full.staging.zip`]: '',
    [`${three}/security/wso2is-km-5.9.0+1578927025421.security.zip`]: '',
    [`${two}/wso2is-km-5.9.0.1497951882188.zip`]: '',
    [`${two}/wso2is-km-5x9.0.1497951882189.zip`]: '',
  })
  const product = { name: 'wso2is-km', version: '5.9.0' }

  const results = await resultsIn(folder, product, 'full')

  expect(results.map(({ timestamp }) => timestamp)).toEqual([1_497_951_882_188, 1_578_927_025_419])
})
