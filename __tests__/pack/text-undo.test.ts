import { expect, test } from '@jest/globals'
import { type Undo, undone, undoOf } from '../../src/pack/text-undo.ts'
import { noise } from '../helpers/noise.ts'

/** Lines that are all different. */
const lines = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `key.${index} = ${noise(index, 12).toString('hex')}\n`)

function trip(before: string, after: string): Undo {
  const undo = undoOf(Buffer.from(before), Buffer.from(after))
  if (undo === null) throw new Error('Both are texts.')
  expect(undone(undo, Buffer.from(after)).toString()).toBe(before)
  return undo
}

test('of a text with many edits, only what was edited is told', () => {
  const before = lines(1000)
  const after = before.map((line, index) => (index % 100 === 50 ? line.replace('=', ':') : line))

  const undo = trip(before.join(''), after.join(''))

  expect(undo.filter(part => typeof part === 'string').join('')).toBe('='.repeat(10))
})

test('lines that came, went and moved are found', () => {
  const [first = '', ...rest] = lines(200)
  const moved = rest.splice(0, 9)

  const undo = trip([first, ...moved, ...rest].join(''), [...rest, 'new\n', ...moved].join(''))

  expect(first).toContain(undo.filter(part => typeof part === 'string').join(''))
})

test('no character is cut', () => {
  expect(trip('ä', 'ö')).toEqual(['ä'])
  expect(trip('a€b', 'a₭b')).toEqual([[0, 1], '€', [3, 1]])
  const long = 'für 1 € – '.repeat(50)
  trip(`${long}ä${long}€`, `${long}ö${long}₭${long}`)
  trip(`x${long}ä${long}`, `${long}ãä${long}y`)
})

test('texts that have nothing in common, and empty ones, are told, and what is no text is not', () => {
  expect(trip('old', 'new')).toEqual(['old'])
  expect(trip('', 'new')).toEqual([])
  expect(trip('old', '')).toEqual(['old'])
  expect(undoOf(Buffer.from([0xff]), Buffer.from('new'))).toBeNull()
  expect(undoOf(Buffer.from('old'), Buffer.from('a\0b'))).toBeNull()
})
