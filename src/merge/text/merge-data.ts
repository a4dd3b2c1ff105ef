import { isDeepStrictEqual } from 'node:util'

/**
 * Whether data are what comes out where `theirs` is merged into `ours`: tables key by key, all else as a whole.
 * `same` compares what is absent, too, as undefined.
 */
export function isMergeOf(
  result: unknown,
  { base, ours, theirs }: { base: unknown; ours: unknown; theirs: unknown },
  same: (one: unknown, other: unknown) => boolean,
): boolean {
  if (isTable(ours) && isTable(theirs)) {
    const before = isTable(base) ? base : {}
    const after = isTable(result) ? result : {}
    if (!isTable(result) && !same(result, {})) return false
    const isRight = (key: string): boolean => {
      const sides = { base: own(before, key), ours: own(ours, key), theirs: own(theirs, key) }
      return isMergeOf(own(after, key), sides, same)
    }
    const isLost = (key: string): boolean => !Object.hasOwn(after, key) && !isRight(key)
    return (
      Object.keys(after).every(isRight) &&
      !Object.keys(ours).some(isLost) &&
      !Object.keys(theirs).some(isLost)
    )
  }
  if (same(base, theirs)) return same(result, ours)
  // Else both sides changed a value, which its text did not show.
  return (same(base, ours) || same(ours, theirs)) && same(result, theirs)
}

/** Data in which a place holds another value; undefined takes it away. */
export function withValue(data: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  const table = isTable(data) ? data : {}
  return { ...table, [key]: withValue(own(table, key), rest, value) }
}

export function isSame(one: unknown, other: unknown): boolean {
  return one === other || isDeepStrictEqual(withoutAbsent(one), withoutAbsent(other))
}

/** As `isSame`, where a table without keys is as good as none: whether the header of one stays says nothing. */
export function isSameButEmpty(one: unknown, other: unknown): boolean {
  return one === other || isDeepStrictEqual(withoutAbsent(one, true), withoutAbsent(other, true))
}

function withoutAbsent(value: unknown, withoutEmpty = false): unknown {
  if (Array.isArray(value)) return value.map(item => withoutAbsent(item, withoutEmpty))
  if (!isTable(value)) return value
  const members = Object.entries(value)
    .map(([key, member]) => [key, withoutAbsent(member, withoutEmpty)] as const)
    .filter(([, member]) => member !== undefined)
  return members.length === 0 && withoutEmpty ? undefined : Object.fromEntries(members)
}

/** `constructor` is a key like any other. */
function own(table: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}
