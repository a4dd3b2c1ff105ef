import { relative } from 'node:path'

/** A path as commands take it that are called in `cwd`: never empty, which would lead to the root, and never like an option. */
export function pathFrom(cwd: string, path: string): string {
  const below = relative(cwd, path)
  return below === '' ? '.' : below.startsWith('-') ? `./${below}` : below
}

/** A word as a POSIX shell takes it: as it is where nothing in it means anything, else in quotes. */
export function shellWord(word: string): string {
  return /^[\w./+:@%,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
