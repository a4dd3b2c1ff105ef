import { globMatcher } from '../kernel/glob.ts'
import type { PathClass } from './decision.ts'

/** Glob → class, in the order in which they are tried. */
export type ClassGlobs = Readonly<Record<string, PathClass>>

/** What globs say of a path's class; the first that matches counts, null where none does. */
export function classMatcher(classes: ClassGlobs): (path: string) => PathClass | null {
  const globs = Object.entries(classes).map(([glob, pathClass]) => ({
    matches: globMatcher([glob]),
    pathClass,
  }))
  return path => globs.find(({ matches }) => matches(path))?.pathClass ?? null
}
