import { filesOfAnswer, jsonName } from '../merge/resolutions.ts'
import { conflictsListName, parseConflicts } from '../merge/waiting.ts'
import type { Desk } from './proposal-desk.ts'

/**
 * Files that people put among the answers of a branch, or changed there, and that answer nothing: our next commit would
 * take them away. So are answers that they took away: it would bring them back. `own` is our newest commit there; `touched`
 * and what is given back are paths in the repository.
 */
export async function straysOf(
  { head, own }: { head: string; own: string | null },
  touched: readonly string[],
  { proposals, places }: Desk,
): Promise<string[]> {
  const recorded = namesWithin(touched, places.resolutions)
  const laid = namesWithin(touched, places.conflicts)
  const strays: string[] = []
  if (recorded.length > 0) {
    const names = [...(await proposals.list(head, places.resolutions)).keys()]
    const keys = names.flatMap(name => /^([0-9a-f]{64})\.json$/.exec(name)?.[1] ?? [])
    const known = new Set(keys.flatMap(key => filesOfAnswer(key, names)))
    // Of an answer that is there still, a content may go: it was given another way.
    const isGone = (name: string): boolean =>
      !names.includes(name) && !names.includes(jsonName(name.slice(0, 64)))
    const gone = recorded.filter(isGone)
    const had = own === null || gone.length === 0 ? null : await proposals.list(own, places.resolutions)
    const others = recorded.filter(name =>
      names.includes(name) ? !known.has(name) : isGone(name) && had?.has(name) === true,
    )
    strays.push(...others.map(name => `${places.resolutions}/${name}`))
  }
  if (laid.length > 0) {
    const there = await proposals.list(head, places.conflicts)
    const list = there.get(conflictsListName)
    const waiting = list === undefined ? null : parseConflicts((await proposals.read(list)).toString('utf8'))
    const known = new Set((waiting ?? []).flatMap(({ path }) => [`${path}.merged`, `${path}.final`]))
    const others = laid.filter(name => there.has(name) && !known.has(name))
    strays.push(...others.map(name => `${places.conflicts}/${name}`))
  }
  return strays
}

function namesWithin(paths: readonly string[], folder: string): string[] {
  const names = paths.flatMap(path => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : []))
  return [...new Set(names)]
}
