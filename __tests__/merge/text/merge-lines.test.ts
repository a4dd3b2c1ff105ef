import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { matchLines } from '../../../src/merge/text/match-lines.ts'
import { hasMarkers, mergeLines } from '../../../src/merge/text/merge-lines.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'merge-lines-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What git makes of the three; null for a conflict. */
function gitMerge(base: string, ours: string, theirs: string): string | null {
  const files = { ours, base, theirs }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  try {
    return execFileSync('git', ['merge-file', '-p', 'ours', 'base', 'theirs'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    })
  } catch {
    return null
  }
}

const merged = (text: string) => ({ kind: 'merged', text })

describe('changes in different places are merged', () => {
  test.each([
    ['one line each', 'a\nb\nc\nd\ne\n', 'A\nb\nc\nd\ne\n', 'a\nb\nc\nd\nE\n', 'A\nb\nc\nd\nE\n'],
    ['both the same', 'a\nb\n', 'a\nB\n', 'a\nB\n', 'a\nB\n'],
    ['an addition and a removal', 'a\nb\nc\nd\n', 'x\na\nb\nc\nd\n', 'a\nb\nc\n', 'x\na\nb\nc\n'],
    ['CRLF of ours is kept', 'a\nb\nc\nd\n', 'A\r\nb\r\nc\r\nd\r\n', 'a\nb\nc\nD\n', 'A\r\nb\r\nc\r\nD\r\n'],
    [
      'mixed ends of ours are kept',
      'a\nb\nc\nd\n',
      'a\r\nb\nc\r\nd\n',
      'a\nb\nc\nd\ne\n',
      'a\r\nb\nc\r\nd\ne\r\n',
    ],
    ['no final line end, theirs appends', 'a\nb\nc', 'A\nb\nc', 'a\nb\nc\nd', 'A\nb\nc\nd'],
    ['ours adds the final line end', 'a\nb\nc', 'a\nb\nc\n', 'A\nb\nc', 'A\nb\nc\n'],
    ['theirs drops the final line end', 'a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nc', 'A\nb\nc'],
    [
      'content that holds markers',
      '<<<<<<< x\na\nb\nc\n',
      '<<<<<<< x\na\nb\nC\n',
      '<<<<<<< y\na\nb\nc\n',
      '<<<<<<< y\na\nb\nC\n',
    ],
    ['nothing left', 'a\n', 'a\n', '', ''],
    ['nothing before', '', 'a\n', '', 'a\n'],
  ])('%s', (_what, base, ours, theirs, expected) => {
    expect(mergeLines(base, ours, theirs)).toEqual(merged(expected))
  })
})

describe('changes of the same place are a conflict', () => {
  test.each([
    ['the same line', 'a\nb\nc\n', 'a\nB\nc\n', 'a\nX\nc\n', { base: 'b\n', ours: 'B\n', theirs: 'X\n' }],
    [
      'neighbours',
      'a\nb\nc\n',
      'A\nb\nc\n',
      'a\nB\nc\n',
      { base: 'a\nb\n', ours: 'A\nb\n', theirs: 'a\nB\n' },
    ],
    ['appended by both', 'a', 'a\nb', 'a\nc', { base: '', ours: 'b\n', theirs: 'c\n' }],
    ['changed and removed', 'a\nb\nc\n', 'a\nB\nc\n', 'a\nc\n', { base: 'b\n', ours: 'B\n', theirs: '' }],
  ])('%s', (_what, base, ours, theirs, hunk) => {
    const result = mergeLines(base, ours, theirs)

    expect(result).toMatchObject({ kind: 'conflict', open: [hunk] })
    expect(result.kind === 'conflict' && hasMarkers(result.marked)).toBe(true)
    expect(gitMerge(base, ours, theirs)).toBeNull()
  })

  test('markers are longer than those that the text holds', () => {
    const result = mergeLines('<<<<<<<< a\nb\n', '<<<<<<<< a\nB\n', '<<<<<<<< a\nX\n')

    expect(result.kind === 'conflict' && result.marked).toContain(
      '\n<<<<<<<<< ours\nB\n||||||||| installed level\nb\n=========\nX\n>>>>>>>>> update\n',
    )
  })

  test('an underlined heading is no marker', () => {
    expect(hasMarkers('Heading\n=======\n<<<<<<< quoted\n')).toBe(false)
  })

  test.each(['<<<<<<< ours', '||||||| installed level\r', '>>>>>>>> update'])(
    'a single mark is one, but where a side holds it: %j',
    mark => {
      expect(hasMarkers(`a\n${mark}\n`)).toBe(true)
      expect(hasMarkers(`a\n${mark}\n`, 'b', `c\n${mark}\n`)).toBe(false)
    },
  )

  test('marks are looked for in time, however many there are', () => {
    const half = '<<<<<<< ours\na\n||||||| installed level\nb\n=======\nc\n'
    const before = process.cpuUsage()

    expect(hasMarkers(half.repeat(300), half)).toBe(false)
    // Microseconds; with all ways to choose four of them it takes eight seconds.
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000)
  })
})

const line = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
const text = fc.array(line, { maxLength: 14 }).map(lines => lines.map(one => `${one}\n`).join(''))

describe('for any texts', () => {
  test('nothing from one side means the other side', () => {
    fc.assert(
      fc.property(text, text, (base, other) => {
        expect(mergeLines(base, other, base)).toEqual(merged(other))
        expect(mergeLines(base, base, other)).toEqual(merged(other))
        expect(mergeLines(base, other, other)).toEqual(merged(other))
      }),
    )
  })

  test('it does not matter who is who', () => {
    fc.assert(
      fc.property(text, text, text, (base, ours, theirs) => {
        const [one, other] = [mergeLines(base, ours, theirs), mergeLines(base, theirs, ours)]
        expect(one.kind).toBe(other.kind)
        if (one.kind === 'merged') expect(other).toEqual(one)
      }),
    )
  })

  test('a merged text holds all that both sides added, and merging it again changes nothing', () => {
    fc.assert(
      fc.property(text, text, text, (base, ours, theirs) => {
        const result = mergeLines(base, ours, theirs)
        if (result.kind === 'conflict') return
        const lines = result.text.split('\n')
        const sides = [ours, theirs].flatMap(side => side.split('\n'))
        for (const one of lines) expect(sides).toContain(one)
        expect(mergeLines(base, result.text, base)).toEqual(result)
      }),
    )
  })

  test('edits of distant lines merge as git merges them', () => {
    const edit = fc.record({ at: fc.nat(), to: fc.constantFrom(null, 'x', 'y\nz') })
    fc.assert(
      fc.property(
        fc.nat({ max: 40 }),
        fc.array(edit, { maxLength: 3 }),
        fc.array(edit, { maxLength: 3 }),
        (size, first, second) => {
          const lines = Array.from({ length: size + 24 }, (_, index) => `line ${index}`)
          const half = Math.floor(lines.length / 2)
          const change = (edits: typeof first, from: number, to: number): string => {
            const changed: (string | null)[] = [...lines]
            for (const { at, to: value } of edits) changed[from + (at % (to - from))] = value
            return changed.flatMap(one => (one === null ? [] : `${one}\n`)).join('')
          }
          const base = lines.map(one => `${one}\n`).join('')
          const ours = change(first, 0, half - 2)
          const theirs = change(second, half + 2, lines.length)

          expect(mergeLines(base, ours, theirs)).toEqual(merged(gitMerge(base, ours, theirs) ?? 'a conflict'))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('matched lines are equal and in order', () => {
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (one, other) => {
        let last: readonly [number, number] = [-1, -1]
        for (const pair of matchLines(one, other)) {
          expect(one[pair[0]]).toBe(other[pair[1]])
          expect(pair[0] > last[0] && pair[1] > last[1]).toBe(true)
          last = pair
        }
      }),
    )
  })
})
