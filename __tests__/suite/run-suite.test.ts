import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { runProcess } from '../../src/kernel/process.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { runSuite, type SuiteRequest } from '../../src/suite/run-suite.ts'

/** Runs a command as the tests of one update, in a folder of its own that is gone afterwards. */
async function suite(command: string, more: Partial<SuiteRequest> = {}) {
  await using work = await temporaryFolder(tmpdir(), 'suite-')
  const logFile = join(work.path, 'report', 'tests.log')
  const lines: string[] = []
  const result = await runSuite({
    command,
    home: '/homes/acme gateway',
    pack: '/packs/acme.zip',
    product: 'acme-gateway-1.0.0',
    channel: 'security',
    fromLevel: 2,
    toLevel: 6,
    cwd: work.path,
    env: { PATH: process.env['PATH'] },
    logFile,
    redact: line => line,
    onLine: line => lines.push(line),
    ...more,
  })
  return { result, lines, log: readFileSync(logFile, 'utf8') }
}

test('tests that exit with 0 have passed', async () => {
  const { result } = await suite('true')

  expect(result).toMatchObject({ passed: true, exitCode: 0, ended: 'exited', command: 'true', tail: [] })
})

test('tests that exit with anything else have failed', async () => {
  const { result } = await suite('echo "✗ one"; exit 1')

  expect(result).toMatchObject({ passed: false, exitCode: 1, ended: 'exited', tail: ['✗ one'] })
})

test('a command that does not exist is a failure of the tests, and the shell says why', async () => {
  const { result } = await suite('./no-such-script.sh')

  expect(result).toMatchObject({ passed: false, exitCode: 127 })
  expect(result.tail.join('\n')).toMatch(/no-such-script\.sh.*not found/)
})

test('the command is told what it tests', async () => {
  const { lines } = await suite(
    'for name in PRODUCT_HOME UPDATE_TRAIN_PACK UPDATE_TRAIN_PRODUCT UPDATE_TRAIN_CHANNEL' +
      ' UPDATE_TRAIN_FROM_LEVEL UPDATE_TRAIN_TO_LEVEL; do eval "echo $name=\\$$name"; done',
  )

  expect(lines).toEqual([
    'PRODUCT_HOME=/homes/acme gateway',
    'UPDATE_TRAIN_PACK=/packs/acme.zip',
    'UPDATE_TRAIN_PRODUCT=acme-gateway-1.0.0',
    'UPDATE_TRAIN_CHANNEL=security',
    'UPDATE_TRAIN_FROM_LEVEL=2',
    'UPDATE_TRAIN_TO_LEVEL=6',
  ])
})

test('no credential is visible to the command, and what else was set is', async () => {
  const { lines } = await suite('env', {
    env: {
      PATH: process.env['PATH'],
      JAVA_HOME: '/opt/java',
      UPDATE_TOOL_PASSWORD: 'secret-1',
      UPDATE_TRAIN_FEED_TOKEN: 'secret-2',
      GITHUB_TOKEN: 'secret-3',
      INPUT_PASSWORD: 'secret-4',
      ACTIONS_RUNTIME_TOKEN: 'secret-5',
    },
  })

  expect(lines).toContain('JAVA_HOME=/opt/java')
  expect(lines.filter(line => line.includes('secret'))).toEqual([])
})

test('the command is one line of plain shell, with pipes, quotes and variables', async () => {
  const { lines } = await suite(`x='a "b"'; printf '%s\\n' "$x" 'c d' | tr a-z A-Z`)

  expect(lines).toEqual(['A "B"', 'C D'])
})

test('both outputs come in the order in which they were written, and are all in the log', async () => {
  const script = 'for i in 1 2 3 4 5 6 7 8 9; do echo "out $i"; echo "err $i" >&2; done'

  const { lines, log } = await suite(script)

  expect(lines).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap(i => [`out ${i}`, `err ${i}`]))
  expect(log).toBe(`${lines.join('\n')}\n`)
})

test('output is handed on while the tests still run', async () => {
  const abort = new AbortController()

  const { result, lines } = await suite('echo first; sleep 60; echo never', {
    signal: abort.signal,
    onLine: () => abort.abort(),
  })

  expect(result).toMatchObject({ passed: false, ended: 'aborted', tail: ['first'] })
  expect(result.elapsed).toBeLessThan(30_000)
  expect(lines).toEqual([])
})

test('the time limit ends the tests, and what they wrote is in the log', async () => {
  const { result, log } = await suite('echo started; sleep 60', { timeout: 1000 })

  expect(result).toMatchObject({ passed: false, ended: 'timed-out' })
  expect(log.split('\n')[0]).toBe('started')
})

test('an exit with 0 after the time limit is no pass', async () => {
  const { result } = await suite('trap "exit 0" TERM; while :; do sleep 0.05; done', { timeout: 1000 })

  expect(result).toMatchObject({ passed: false, exitCode: 0, ended: 'timed-out' })
})

test('a server that the tests left running is ended and reported', async () => {
  const { result } = await suite('sleep 60 & exit 0')

  expect(result).toMatchObject({ passed: true, leftBehind: true })
})

test('a log that cannot be written is said with its path', async () => {
  await using work = await temporaryFolder(tmpdir(), 'suite-')
  const module = new URL('../../src/suite/run-suite.ts', import.meta.url).href
  // In Node itself: in jest the errors of Node's own modules belong to another realm.
  const script = `
    const { runSuite } = await import(${JSON.stringify(module)})
    await runSuite({ command: 'true', logFile: process.argv[1], cwd: '/', env: {} }).catch(error => {
      console.log(error.code, error.message)
    })`

  const { tail } = await runProcess({
    command: process.execPath,
    args: ['--no-warnings', '--input-type=module', '-e', script, work.path],
    cwd: work.path,
    env: {},
  })

  expect(tail.join('\n')).toMatch(/^not-writable Cannot write /)
  expect(tail.join('\n')).toContain(work.path)
})
