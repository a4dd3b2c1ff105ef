/** Pairs of equal lines of two texts, in order: `[index in one, index in the other]`. */
export type Matches = readonly (readonly [number, number])[]

/** Edits up to which the shortest script is looked for; its memory is the square of it in 32-bit words. */
const mostEdits = 1000

interface Block {
  oneFrom: number
  oneTo: number
  otherFrom: number
  otherTo: number
}

/**
 * Equal lines of two texts: the shortest edit script (Myers, An O(ND) Difference Algorithm, 1986) where few lines
 * differ; else split at lines that occur once in both (patience diff) and tried again within. What is left is matched
 * not at all: a coarse answer costs a conflict more, never a wrong merge. Time and memory are bounded.
 */
export function matchLines(one: readonly string[], other: readonly string[]): Matches {
  const matches: [number, number][] = []
  const [ones, others] = numbered(one, other)
  const open: Block[] = [{ oneFrom: 0, oneTo: one.length, otherFrom: 0, otherTo: other.length }]
  for (let block = open.pop(); block !== undefined; block = open.pop()) {
    const inner = trim(block, ones, others, matches)
    if (inner.oneFrom === inner.oneTo || inner.otherFrom === inner.otherTo) continue
    const found = shortest(inner, ones, others)
    if (found !== null) matches.push(...found)
    else open.push(...splitAtAnchors(inner, ones, others, matches))
  }
  return matches.sort((a, b) => a[0] - b[0])
}

/** Lines as numbers: equal lines are equal numbers, and comparing them is cheap. */
function numbered(one: readonly string[], other: readonly string[]): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>()
  const numberOf = (line: string): number => {
    const known = numbers.get(line)
    if (known !== undefined) return known
    numbers.set(line, numbers.size)
    return numbers.size - 1
  }
  return [Int32Array.from(one, numberOf), Int32Array.from(other, numberOf)]
}

/** Takes what is equal at both ends of a block. */
function trim(block: Block, ones: Int32Array, others: Int32Array, matches: [number, number][]): Block {
  let { oneFrom, oneTo, otherFrom, otherTo } = block
  while (oneFrom < oneTo && otherFrom < otherTo && ones[oneFrom] === others[otherFrom])
    matches.push([oneFrom++, otherFrom++])
  while (oneFrom < oneTo && otherFrom < otherTo && ones[oneTo - 1] === others[otherTo - 1])
    matches.push([--oneTo, --otherTo])
  return { oneFrom, oneTo, otherFrom, otherTo }
}

/** Myers' greedy search with the furthest points of every step kept to walk back; null where it takes too many edits. */
function shortest(block: Block, ones: Int32Array, others: Int32Array): [number, number][] | null {
  const width = block.oneTo - block.oneFrom
  const height = block.otherTo - block.otherFrom
  const limit = Math.min(mostEdits, width + height)
  const furthest = new Int32Array(2 * limit + 3)
  const steps: Int32Array[] = []
  const at = (k: number): number => furthest[k + limit + 1] ?? 0
  for (let edits = 0; edits <= limit; edits += 1) {
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && at(k - 1) < at(k + 1))
      let x = down ? at(k + 1) : at(k - 1) + 1
      let y = x - k
      while (x < width && y < height && ones[block.oneFrom + x] === others[block.otherFrom + y]) {
        x += 1
        y += 1
      }
      furthest[k + limit + 1] = x
      if (x >= width && y >= height) return walkBack(block, steps, edits)
    }
    steps.push(furthest.slice(limit + 1 - edits, limit + 2 + edits))
  }
  return null
}

/** From the end to the beginning along the furthest points. `steps[d]` holds those of diagonals -d to d. */
function walkBack(block: Block, steps: readonly Int32Array[], edits: number): [number, number][] {
  const matches: [number, number][] = []
  let x = block.oneTo - block.oneFrom
  let y = block.otherTo - block.otherFrom
  for (let step = edits; step >= 0; step -= 1) {
    const before = steps[step - 1]
    const k = x - y
    const point = (diagonal: number): number => before?.[diagonal + step - 1] ?? -1
    const down = k === -step || (k !== step && point(k - 1) < point(k + 1))
    const fromX = step === 0 ? 0 : down ? point(k + 1) : point(k - 1) + 1
    while (x > fromX) {
      x -= 1
      y -= 1
      matches.push([block.oneFrom + x, block.otherFrom + y])
    }
    if (step === 0) break
    if (down) y -= 1
    else x -= 1
  }
  return matches
}

/** Lines that stand once in both sides of the block, in the longest order that both have; the blocks between them. */
function splitAtAnchors(
  block: Block,
  ones: Int32Array,
  others: Int32Array,
  matches: [number, number][],
): Block[] {
  const anchors = longestIncreasing(uniquePairs(block, ones, others))
  if (anchors.length === 0) return []
  const blocks: Block[] = []
  let { oneFrom, otherFrom } = block
  for (const [x, y] of [...anchors, [block.oneTo, block.otherTo] as const]) {
    blocks.push({ oneFrom, oneTo: x, otherFrom, otherTo: y })
    oneFrom = x + 1
    otherFrom = y + 1
  }
  matches.push(...anchors.map(([x, y]): [number, number] => [x, y]))
  return blocks
}

function uniquePairs(block: Block, ones: Int32Array, others: Int32Array): [number, number][] {
  const places = (lines: Int32Array, from: number, to: number): Map<number, number> => {
    const found = new Map<number, number>()
    for (let index = from; index < to; index += 1) {
      const line = lines[index] ?? -1
      found.set(line, found.has(line) ? -1 : index)
    }
    return found
  }
  const inOther = places(others, block.otherFrom, block.otherTo)
  const pairs: [number, number][] = []
  for (const [line, x] of places(ones, block.oneFrom, block.oneTo)) {
    const y = inOther.get(line) ?? -1
    if (x !== -1 && y !== -1) pairs.push([x, y])
  }
  return pairs.sort((a, b) => a[0] - b[0])
}

/** The longest run of pairs whose second numbers grow, too (patience sorting). */
function longestIncreasing(pairs: readonly [number, number][]): [number, number][] {
  const tops: number[] = []
  const before: number[] = []
  for (const [index, [, y]] of pairs.entries()) {
    let low = 0
    let high = tops.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pairs[tops[middle] ?? 0]?.[1] ?? 0) < y) low = middle + 1
      else high = middle
    }
    before[index] = low === 0 ? -1 : (tops[low - 1] ?? -1)
    tops[low] = index
  }
  const run: [number, number][] = []
  for (let index = tops.at(-1) ?? -1; index !== -1; index = before[index] ?? -1) {
    const pair = pairs[index]
    if (pair !== undefined) run.push(pair)
  }
  return run.reverse()
}
