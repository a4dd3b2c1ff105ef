/** A file that is there under another name. */
export interface Rename {
  from: string
  to: string
}

/**
 * Pairs files that are gone with new ones that are another version of them: the same folder, name and extension around
 * something that begins with a digit, as in `x_7.8.23.jar` and `x_7.8.23.14.jar`. Only where there is one of each, so
 * that nobody has to guess. In the order of the new paths.
 */
export function pairVersions(removed: readonly string[], added: readonly string[]): Rename[] {
  const pairs: Rename[] = []
  let [gone, come] = [removed, added]
  // `guava-31.1-jre`, `commons-io-2.6`: the last number. `a-1.0-20230101`, where the whole of it changed: the first.
  for (const where of ['last', 'first'] as const) {
    const paired = pairBy(gone, come, path => nameWithoutVersion(path, where))
    pairs.push(...paired)
    const taken = new Set(paired.flatMap(({ from, to }) => [from, to]))
    gone = gone.filter(path => !taken.has(path))
    come = come.filter(path => !taken.has(path))
  }
  return pairs.sort((one, other) => (one.to < other.to ? -1 : 1))
}

function pairBy(
  removed: readonly string[],
  added: readonly string[],
  keyOf: (path: string) => string | null,
): Rename[] {
  const gone = Map.groupBy(removed, keyOf)
  const pairs: Rename[] = []
  for (const [key, tos] of Map.groupBy(added, keyOf)) {
    const [from, otherFrom] = gone.get(key) ?? []
    const [to, otherTo] = tos
    if (key === null || from === undefined || to === undefined) continue
    if (otherFrom === undefined && otherTo === undefined) pairs.push({ from, to })
  }
  return pairs
}

const separator = /[-_](?=v?\d)/g

/** The parts of a path that ends with a version: `lib/x`, `7.8.23`, `.jar`; null for a name without one. */
export function splitVersion(
  path: string,
  where: 'first' | 'last',
): { stem: string; version: string; extension: string } | null {
  const nameStart = path.lastIndexOf('/') + 1
  const dot = path.lastIndexOf('.')
  const extension = dot > nameStart && /^\.[A-Za-z]\w*$/.test(path.slice(dot)) ? path.slice(dot) : ''
  const name = path.slice(nameStart, path.length - extension.length)
  const found = [...name.matchAll(separator)].at(where === 'last' ? -1 : 0)
  if (found === undefined || found.index === 0) return null
  const stem = path.slice(0, nameStart + found.index)
  return { stem, version: name.slice(found.index + 1), extension }
}

/** `lib/x_*.jar` for `lib/x_7.8.23.jar`; null for a name without a version. */
function nameWithoutVersion(path: string, where: 'first' | 'last'): string | null {
  const parts = splitVersion(path, where)
  return parts === null ? null : `${parts.stem}*${parts.extension}`
}
