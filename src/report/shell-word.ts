/** A word as a POSIX shell takes it: as it is where nothing in it means anything, else in quotes. */
export function shellWord(word: string): string {
  return /^[\w./+:@%,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
