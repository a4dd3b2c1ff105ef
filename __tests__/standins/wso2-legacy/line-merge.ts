/** Lines `start` to `end` (exclusive) of the old text, and what stands there instead. */
interface Hunk {
  start: number
  end: number
  lines: string[]
}

/**
 * Three-way merge by lines; null where changes overlap or touch. The documentation of in-place updates only says
 * that files are merged and that a file with conflicts is not.
 */
export function mergeLines(old: string, mine: string, theirs: string): string | null {
  const lines = linesOf(old)
  const ours = hunksOf(lines, linesOf(mine))
  const news = hunksOf(lines, linesOf(theirs)).filter(hunk => !ours.some(other => same(hunk, other)))
  if (news.some(hunk => ours.some(other => hunk.start <= other.end && other.start <= hunk.end))) return null
  const merged = [...ours, ...news].toSorted((a, b) => b.start - a.start)
  for (const { start, end, lines: instead } of merged) lines.splice(start, end - start, ...instead)
  return lines.join('')
}

/** What a new text changes in an old one, in the unified format without context. */
export function differenceOf(old: string, updated: string, names: { old: string; updated: string }): string {
  const before = linesOf(old)
  let shift = 0
  const hunks = hunksOf(before, linesOf(updated)).map(({ start, end, lines }) => {
    const removed = before.slice(start, end)
    const place = `@@ -${range(start, removed.length)} +${range(start + shift, lines.length)} @@\n`
    shift += lines.length - removed.length
    return `${place}${prefixed('-', removed)}${prefixed('+', lines)}`
  })
  return `--- ${names.old}\n+++ ${names.updated}\n${hunks.join('')}`
}

function range(start: number, count: number): string {
  return `${count === 0 ? start : start + 1},${count}`
}

function prefixed(sign: string, lines: readonly string[]): string {
  return lines.map(line => `${sign}${line.replace(/\n$/, '')}\n`).join('')
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/)
}

function same(one: Hunk, other: Hunk): boolean {
  return one.start === other.start && one.end === other.end && one.lines.join('') === other.lines.join('')
}

function hunksOf(old: readonly string[], changed: readonly string[]): Hunk[] {
  const hunks: Hunk[] = []
  let start = 0
  let from = 0
  for (const [end, to] of [...commonLines(old, changed), [old.length, changed.length] as const]) {
    if (end > start || to > from) hunks.push({ start, end, lines: changed.slice(from, to) })
    start = end + 1
    from = to + 1
  }
  return hunks
}

/** Pairs of indexes of a longest common subsequence. */
function commonLines(one: readonly string[], other: readonly string[]): (readonly [number, number])[] {
  const lengths = one.map(() => new Array<number>(other.length + 1).fill(0))
  lengths.push(new Array<number>(other.length + 1).fill(0))
  const length = (i: number, j: number): number => lengths[i]?.[j] ?? 0
  for (let i = one.length - 1; i >= 0; i--)
    for (let j = other.length - 1; j >= 0; j--) {
      const best =
        one[i] === other[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1))
      lengths[i]?.splice(j, 1, best)
    }
  const pairs: (readonly [number, number])[] = []
  for (let i = 0, j = 0; i < one.length && j < other.length; )
    if (one[i] === other[j]) pairs.push([i++, j++])
    else if (length(i + 1, j) >= length(i, j + 1)) i++
    else j++
  return pairs
}
