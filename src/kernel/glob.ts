import picomatch from 'picomatch'

/** A predicate for paths below the product's root (`/` as separator, dot files included). */
export function globMatcher(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false
  return picomatch([...patterns], { dot: true, nonegate: true })
}
