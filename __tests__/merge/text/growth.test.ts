import { describe, expect, test } from '@jest/globals'
import { mergeStructure } from '../../../src/merge/text/structure.ts'

const xml = (base: string, ours: string, theirs: string) => mergeStructure('x.xml', base, ours, theirs)
const merged = (text: string) => ({ kind: 'merged', text })

describe('eight times the keys take about eight times as long', () => {
  /** Of so many keys, and which of them holds another value. */
  type Write = (count: number, changed?: number) => string
  const lines = (count: number, line: (index: number) => string): string[] =>
    Array.from({ length: count }, (_, index) => line(index))
  const keys: Write = (count, changed) =>
    lines(count, index => `key_${index} = ${index === changed}\n`).join('')
  const tables: Write = (count, changed) =>
    lines(count, index => `[t_${index}]\nkey = ${index === changed}\n`).join('')
  const members: Write = (count, changed) =>
    `{${lines(count, index => `"key_${index}": ${index === changed}`).join(',\n')}}`
  const elements: Write = (count, changed) =>
    `<a>${lines(count, index => `<k id="${index}">${index === changed}</k>`).join('\n')}</a>`

  /** Milliseconds; the fastest of some, as a busy machine makes single ones slow. */
  function fastest(path: string, sides: readonly [string, string, string]): number {
    const times = lines(3, String).map(() => {
      const start = performance.now()
      const { kind } = mergeStructure(path, ...sides)
      expect(kind).toBe('merged')
      return performance.now() - start
    })
    return Math.min(...times)
  }

  test.each<[string, string, Write]>([
    ['TOML', 'x.toml', keys],
    ['TOML in tables', 'x.toml', tables],
    ['JSON', 'x.json', members],
    ['XML', 'x.xml', elements],
  ])('of %s that one side changed or added', (_name, path, write) => {
    const time = (count: number): number =>
      fastest(path, [write(count, 0), write(count, 1), write(count, count - 1)]) +
      fastest(path, [write(2), write(2, 0), write(count)])

    const [few, many] = [time(1_250), time(10_000)]

    // Were it their square, it would be 64 times.
    expect(many / few).toBeLessThan(24)
  })
})

test('blanks without end take no more than their length', () => {
  const blanks = ' '.repeat(100_000)
  const start = performance.now()

  const result = xml('<a><b/></a>', `<a o="1">${blanks}<!-- ours --><b/></a>`, '<a><b/><c/></a>')

  expect(result).toEqual(merged(`<a o="1">${blanks}<!-- ours --><b/><c/></a>`))
  // Their square takes ten seconds.
  expect(performance.now() - start).toBeLessThan(3000)
})

test('mixtures in each other take no more than their length', () => {
  const deep = (text: string) => `${'<p>"x <b>y</b>'.repeat(150)}${text}${'</p>'.repeat(150)}`

  expect(xml(deep(''), `${deep('')}<!-- ours -->`, deep('z'))).toEqual(merged(`${deep('z')}<!-- ours -->`))
})
