import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { secretsOf } from '../../src/kernel/secrets.ts'
import { knownMessages, toolError } from '../../src/tools/external/messages.ts'
import { withoutTokens } from '../../src/tools/external/tokens.ts'
import { readLevels, readRun } from '../../src/tools/u2/log.ts'

/** Lines of public logs and tables of the documentation, unedited; their README names the sources. */
function fixture(name: string): string[] {
  return readFileSync(join(import.meta.dirname, '..', 'standins', 'fixtures', 'wso2', name), 'utf8').split(
    '\n',
  )
}

describe('the log of a real update', () => {
  test('says the latest level, and what it consists of', () => {
    expect(readLevels(fixture('log-check.txt'), 'wso2is-7.1.0')).toEqual({
      latest: 8,
      updates: 59,
      security: 2,
    })
  })

  test('says a level with a dash in the product’s name, and that it is installed', () => {
    const lines = fixture('log-update.txt')

    expect(readLevels(lines, 'wso2-integration-control-plane-1.0.0')).toMatchObject({ latest: 3 })
  })

  test('says nothing of another product', () => {
    expect(readLevels(fixture('log-check.txt'), 'wso2is-7.1.0.1')).toMatchObject({ latest: null })
    expect(readLevels(fixture('log-check.txt'), 'wso2is-7x1.0')).toMatchObject({ latest: null })
  })

  test('says the version of the tool and the numbers of the updates', () => {
    const lines = [...fixture('log-start.txt'), ...fixture('log-update.txt')]

    const run = readRun(lines)

    expect(run.version).toBe('1.7.20')
    expect(run.numbers).toEqual(expect.arrayContaining(['12994', '13012']))
  })

  test('of 600 kB is read in under 100 ms', () => {
    const line =
      '[15-05-2025 15:06:56] DEBUG - /home/user/wso2is-7.1.0/repository/deployment/server/webapps/console/a.js'
    const lines = Array.from({ length: Math.ceil(600_000 / line.length) }, (_one, index) => `${line}${index}`)
    const secrets = secretsOf([{ name: 'the password', value: '123$abc' }])
    const times = [1, 2, 3].map(() => {
      const start = performance.now()
      const shown = withoutTokens(lines, { secrets })
      readLevels(shown, 'wso2is-7.1.0')
      readRun(shown)
      toolError('x', 1, shown)
      return performance.now() - start
    })

    process.stderr.write(`600 kB of log: ${times.map(Math.round).join(', ')} ms\n`)
    expect(Math.min(...times)).toBeLessThan(100)
  })
})

describe('a known message', () => {
  test.each([
    ['wso2update: Invalid credentials', 'refused'],
    [
      'wso2update: Error while authenticating user: Error while authenticating user credentials: Unable to read input: EOF',
      'refused',
    ],
    ['You do not have an active subscription or the channel does not exist', 'refused'],
    ['wum: servers are busy at the moment. Please try again later.', 'busy'],
    [
      '[15-05-2025 15:06:56] ERROR - Post "https://api.updates.wso2.com/token": dial tcp: lookup api.updates.wso2.com: no such host',
      'unreachable',
    ],
    [
      '[15-05-2025 15:06:56] ERROR - Error while downloading the update tool client: stream error: stream ID 1; INTERNAL_ERROR; received from peer',
      'unreachable',
    ],
    ...['EOF', 'x509: certificate signed by unknown authority', 'read: connection reset by peer'].map(
      (why): [string, string] => [
        `wso2update: Error while authenticating user: Post "https://api.updates.wso2.com/token": ${why}`,
        'unreachable',
      ],
    ),
    ['wso2update: proxyconnect tcp: Proxy Authentication Required', 'unreachable'],
    ['[15-05-2025 15:06:56] ERROR - Invalid update level 3.0.0.10', 'config'],
    ['wso2update: Insufficient disk space', 'disk-full'],
    ['Backup directory /p/b cannot be inside the product directory /p.', 'config'],
    ['wso2update: File validation failed', 'verification'],
    ['unknown command "apply-update" for "wso2update"', 'config'],
  ])('%s', (line, code) => {
    const error = toolError('The update failed', 1, ['Welcome', line, ''])

    expect(error.code).toBe(code)
    expect(error.hint).not.toBe('')
  })

  test('of something that was tried again and went well says nothing of the failure after it', () => {
    const lines = [
      '[15-05-2025 15:06:56] DEBUG - Token invoked with status code 400.',
      '[15-05-2025 15:07:06] ERROR - File validation failed',
    ]

    expect(toolError('The update failed', 1, lines).code).toBe('verification')
  })

  test('that nobody knows is shown as it is', () => {
    expect(toolError('The update failed', 9, ['who knows']).message).toBe(
      'The update failed: it ended with exit code 9 and said last: who knows.',
    )
  })

  test('has a hint that says what to do', () => {
    for (const { hint } of knownMessages) expect(hint).toMatch(/\.$/)
  })
})
