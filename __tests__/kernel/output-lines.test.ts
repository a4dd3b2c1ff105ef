import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { lineLimit, readLines } from '../../src/kernel/output-lines.ts'

/** The lines seen when the chunks arrive one by one. */
async function linesOf(...chunks: (string | Buffer)[]): Promise<string[]> {
  const lines: string[] = []
  const stream = new PassThrough()
  const output = readLines(
    stream,
    line => lines.push(line),
    () => undefined,
  )
  for (const chunk of chunks) {
    stream.write(chunk)
    await setImmediate()
  }
  output.finish()
  return lines
}

test('lines are put together across chunks', async () => {
  const lines = await linesOf('on', 'e\ntw', 'o\n\nthr', 'ee\n')

  expect(lines).toEqual(['one', 'two', '', 'three'])
})

test('a last line without an end is given too', async () => {
  const lines = await linesOf('one\ntwo')

  expect(lines).toEqual(['one', 'two'])
})

test('a character whose bytes come in pieces stays whole', async () => {
  const bytes = Buffer.from('Größe 🚂\n')

  const lines = await linesOf(...Array.from(bytes, byte => Buffer.from([byte])))

  expect(lines).toEqual(['Größe 🚂'])
})

test('bytes that are no UTF-8 become replacement characters and nothing else is lost', async () => {
  const lines = await linesOf(Buffer.from([0x61, 0xff, 0x62, 0x0a, 0xc3]))

  expect(lines).toEqual(['a\ufffdb', '\ufffd'])
})

test('each spelling of a line end ends one line, also when it comes in two chunks', async () => {
  const lines = await linesOf('dos\r', '\nunix\nmac\rlast\r\n')

  expect(lines).toEqual(['dos', 'unix', 'mac', 'last'])
})

test('no command can hide behind a lone carriage return', async () => {
  const lines = await linesOf('10 %\r::error::x\n')

  expect(lines).toEqual(['10 %', '::error::x'])
})

test('a very long line is cut, says so, and the next one is whole', async () => {
  const long = 'x'.repeat(lineLimit - 1)

  const lines = await linesOf(long, 'yz', 'z'.repeat(99), '\nnext\n')

  expect(lines).toEqual([`${long}y … (100 more characters)`, 'next'])
})
