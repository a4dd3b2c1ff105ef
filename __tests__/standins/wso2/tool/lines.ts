/** Lines `from` to `to` (exclusive) of the base become `lines`. */
interface Edit {
  from: number
  to: number
  lines: string[]
}

/** A line-based three-way merge; null where both changed the same or neighbouring lines in different ways. */
export function mergeLines(base: string, ours: string, theirs: string): string | null {
  const lines = linesOf(base)
  const edits = [...editsOf(lines, linesOf(ours)), ...editsOf(lines, linesOf(theirs))].sort(
    (a, b) => a.from - b.from || a.to - b.to,
  )
  const merged: string[] = []
  let done = 0
  let last: Edit | null = null
  for (const edit of edits) {
    if (last !== null && isSame(last, edit)) continue
    if (last !== null && edit.from <= last.to) return null
    merged.push(...lines.slice(done, edit.from), ...edit.lines)
    done = edit.to
    last = edit
  }
  return [...merged, ...lines.slice(done)].join('')
}

function isSame(a: Edit, b: Edit): boolean {
  return a.from === b.from && a.to === b.to && a.lines.join('') === b.lines.join('')
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** What turns `base` into `next`, by a longest common subsequence: good for small files. */
function editsOf(base: readonly string[], next: readonly string[]): Edit[] {
  const common = base.map(() => next.map(() => 0).concat(0)).concat([[...next.map(() => 0), 0]])
  const at = (i: number, j: number) => common[i]?.[j] ?? 0
  for (let i = base.length - 1; i >= 0; i--)
    for (let j = next.length - 1; j >= 0; j--) {
      const row = common[i]
      if (row !== undefined)
        row[j] = base[i] === next[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }

  const edits: Edit[] = []
  let i = 0
  let j = 0
  while (i < base.length || j < next.length) {
    if (i < base.length && j < next.length && base[i] === next[j]) {
      i++
      j++
      continue
    }
    const edit: Edit = { from: i, to: i, lines: [] }
    while ((i < base.length || j < next.length) && !(i < base.length && base[i] === next[j])) {
      if (j >= next.length || (i < base.length && at(i + 1, j) >= at(i, j + 1))) i++
      else edit.lines.push(next[j++] ?? '')
    }
    edits.push({ ...edit, to: i })
  }
  return edits
}
