import { describe, expect, test } from '@jest/globals'
import { mergeLines } from '../../../src/merge/text/merge-lines.ts'

const merged = (text: string) => ({ kind: 'merged', text })

/** The quickest of five, by the time that our own code has run: what else runs on the machine is not what is measured. */
function quickest<T>(work: () => T): { result: T; milliseconds: number } {
  const runs = [1, 2, 3, 4, 5].map(() => {
    const [start, before] = [performance.now(), process.cpuUsage()]
    const result = work()
    const wall = performance.now() - start
    const { user, system } = process.cpuUsage(before)
    return { result, milliseconds: Math.min(wall, (user + system) / 1000) }
  })
  return runs.reduce((best, run) => (run.milliseconds < best.milliseconds ? run : best))
}

describe('within 200 ms', () => {
  const repetitive = (size: number): string[] =>
    Array.from(
      { length: size },
      (_, index) => ['<property>', '  <name>a</name>', '</property>', ''][index % 4] ?? '',
    )

  test.each([4_000, 60_000])('%d repetitive lines with changes at both ends', size => {
    const base = repetitive(size)
    const ours = base.with(3, 'ours')
    const theirs = base.with(size - 5, 'theirs')
    const { result, milliseconds } = quickest(() =>
      mergeLines(base.join('\n'), ours.join('\n'), theirs.join('\n')),
    )

    expect(milliseconds).toBeLessThan(200)
    expect(result).toEqual(
      merged(
        base
          .with(3, 'ours')
          .with(size - 5, 'theirs')
          .join('\n'),
      ),
    )
  })

  test('60,000 lines of which every second one was changed, by one side', () => {
    const base = Array.from({ length: 60_000 }, (_, index) => `line ${index}`)
    const ours = base.map((one, index) => (index % 2 === 0 ? one : `${one} ours`))
    const { result, milliseconds } = quickest(() =>
      mergeLines(base.join('\n'), ours.join('\n'), base.join('\n')),
    )

    expect(milliseconds).toBeLessThan(400)
    expect(result).toEqual(merged(ours.join('\n')))
  })
})
