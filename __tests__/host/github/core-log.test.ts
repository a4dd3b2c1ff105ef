import { expect, test } from '@jest/globals'
import { coreLog } from '../../../src/host/github/core-log.ts'
import type { Clock } from '../../../src/kernel/time.ts'

/** A log, what it wrote, and a clock that stands still until it is told. */
function listening() {
  const written: string[] = []
  let now = 0
  const clock: Clock = { now: () => now, sleep: () => Promise.resolve() }
  const log = coreLog(text => written.push(text), clock)
  return {
    log,
    lines: () => written.join('').split('\n').slice(0, -1),
    pass: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

test.each([
  '::error::x',
  '  ::set-output name=a::b',
  'a ##[warning]b',
  'first\n::error::second',
  '\r::error::x',
])('a line that a runner would obey (%j) is shown where it obeys nothing', text => {
  const { log, lines } = listening()

  log.info(text)

  const [first = '', ...rest] = lines()
  const token = /^::stop-commands::([0-9a-f-]{36})$/.exec(first)?.[1]
  expect(token).toBeDefined()
  expect(rest.at(-1)).toBe(`::${token ?? ''}::`)
  expect(rest.slice(0, -1).join('\n').trim()).toBe(text.replace(/^\r/, '').trim())
})

test('any other line is shown as it is', () => {
  const { log, lines } = listening()

  log.info('a :: b, 12::34, #[x]')

  expect(lines()).toEqual(['a :: b, 12::34, #[x]'])
})

test('two relays have different tokens, and commands go on after each, also after a failure', async () => {
  const { log, lines } = listening()

  await log.relay(line => {
    line('::error::x')
    return Promise.resolve()
  })
  await expect(log.relay(() => Promise.reject(new Error('no')))).rejects.toThrow('no')

  const tokens = lines().flatMap(line => /^::stop-commands::(.*)$/.exec(line)?.[1] ?? [])
  expect(new Set(tokens).size).toBe(2)
  for (const token of tokens) expect(lines()).toContain(`::${token}::`)
})

test('progress is a line every ten seconds', () => {
  const { log, lines, pass } = listening()

  for (let done = 0; done <= 30; done += 1) {
    log.progress('copying', done * 1e6, 30e6, { done, total: 30 })
    pass(1000)
  }

  expect(lines()).toEqual([
    'copying 33 %, 10 of 30 files, 10.0 MB of 30.0 MB (10 s so far)',
    'copying 66 %, 20 of 30 files, 20.0 MB of 30.0 MB (20 s so far)',
    'copying 100 %, 30 of 30 files, 30.0 MB of 30.0 MB (30 s so far)',
  ])
})
