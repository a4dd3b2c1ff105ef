import { meant } from '../kernel/meant.ts'

/** The schema's message for a value that is none of some words: what it takes, and which of them was probably meant. */
export function oneOf(words: readonly string[]): { error: (issue: { input?: unknown }) => string } {
  const takes = `takes ${words.map(word => `\`${word}\``).join(', ')}`
  return { error: ({ input }) => `${takes}${typeof input === 'string' ? meant(input, words) : ''}` }
}
