import type { Branch } from '../host/proposals.ts'
import { conflictsListName, parseConflicts } from '../merge/record.ts'
import { filesOfAnswer } from '../merge/resolutions.ts'
import type { Desk } from './proposal-desk.ts'

/**
 * Files that people put among the answers of a branch, or changed there, and that answer nothing: our next commit would
 * take them away. `touched` and what is given back are paths in the repository.
 */
export async function straysOf(
  { head }: Branch,
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
    const others = recorded.filter(name => names.includes(name) && !known.has(name))
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
