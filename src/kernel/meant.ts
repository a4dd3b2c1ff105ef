import leven from 'leven'

/** For the end of a message about a mistyped word: which of some words was probably meant; empty where none is near. */
export function meant(text: string, words: readonly string[]): string {
  const said = text.trim().toLowerCase()
  const [best] = words
    .map(word => ({ word, mistakes: leven(said, word, { maxDistance: 3 }) }))
    // At most two mistakes, and no more than a third of the word: others are other words.
    .filter(({ word, mistakes }) => mistakes <= Math.min(2, Math.floor(word.length / 3)))
    .sort((one, other) => one.mistakes - other.mistakes)
  return best === undefined ? '' : `; did you mean \`${best.word}\`?`
}
