/** For the end of a message about a mistyped word: which of some words was probably meant; empty where none is near. */
export function meant(text: string, words: readonly string[]): string {
  const near = nearest(text, words)
  return near === null ? '' : `; did you mean \`${near}\`?`
}

/** The word that a mistyped one is at most two mistakes away from; null where that is none, or more than a third of the word. */
function nearest(text: string, words: readonly string[]): string | null {
  const [best] = words
    .map(word => ({ word, mistakes: mistakesIn(text.trim().toLowerCase(), word) }))
    .filter(({ word, mistakes }) => mistakes <= Math.min(2, Math.floor(word.length / 3)))
    .sort((one, other) => one.mistakes - other.mistakes)
  return best?.word ?? null
}

/** Letters to insert, leave out or change (the distance of Levenshtein); more than two count as many. */
function mistakesIn(text: string, word: string): number {
  if (Math.abs(text.length - word.length) > 2) return Number.POSITIVE_INFINITY
  let row = Array.from({ length: word.length + 1 }, (_, index) => index)
  for (const [line, letter] of Array.from(text).entries()) {
    const next = [line + 1]
    for (const [column, other] of Array.from(word).entries())
      next.push(
        Math.min(
          (next[column] ?? 0) + 1,
          (row[column + 1] ?? 0) + 1,
          (row[column] ?? 0) + Number(letter !== other),
        ),
      )
    row = next
  }
  return row.at(-1) ?? 0
}
