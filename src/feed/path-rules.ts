import { nameFault } from '../pack/entry-name.ts'

/** Names that Windows reserves for devices, with or without an ending. */
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i

/** Why a feed may not hold a path, as a clause behind "it"; undefined where it may. */
export function pathFault(path: string): string | undefined {
  if (path.endsWith('/')) return 'ends with a slash'
  const fault = nameFault(path)
  if (fault !== undefined) return fault
  // As the key of an object it would be lost by readers in JavaScript.
  if (path === '__proto__') return 'has a name that cannot be listed'
  if (path.normalize('NFC') !== path) return 'is not in Unicode form NFC'
  return path.split('/').some(segment => reserved.test(segment))
    ? 'holds a name that Windows reserves'
    : undefined
}

/**
 * Everything that is wrong with the paths of a file list, one sentence each: the rules for one path, twins that differ
 * in case only, and paths below a file or a link.
 */
export function pathFaults(entries: ReadonlyMap<string, { kind: string }>): string[] {
  const faults: string[] = []
  const spelled = new Map<string, string>()
  for (const path of entries.keys()) {
    const fault = pathFault(path)
    if (fault !== undefined) faults.push(`${JSON.stringify(path)} ${fault}`)
    const twin = spelled.get(path.toLowerCase())
    if (twin !== undefined) faults.push(`${JSON.stringify(path)} differs only in case from ${twin}`)
    spelled.set(path.toLowerCase(), path)
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const parent = entries.get(path.slice(0, slash))
      if (parent !== undefined && parent.kind !== 'directory')
        faults.push(`${JSON.stringify(path)} lies below the ${parent.kind} ${path.slice(0, slash)}`)
    }
  }
  return faults
}
