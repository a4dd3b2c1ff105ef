import { lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { TrainError } from '../kernel/errors.ts'
import type { Pace } from './pace.ts'
import type { Mode } from './tree.ts'

/** What lies at a path of an unpacked home, without its content. */
export type Seen =
  | { kind: 'file'; mode: Mode /** Bytes. */; size: number /** Epoch milliseconds. */; modified: number }
  | { kind: 'link'; target: string }
  | { kind: 'directory'; mode: Mode; empty: boolean; modified: number }
  | { kind: 'special' }

/**
 * Walks a home without ever following a link or opening a file: path below it (`/` as separator) → what is there,
 * a directory before what it holds, siblings by code unit. `skip` leaves out a path and, for a directory, all below it.
 */
export async function walkHome(
  home: string,
  pace: Pace,
  skip: (path: string) => boolean = () => false,
): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>()
  const open = childrenOf(home, '')
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const pause = pace.advance(0)
    if (pause !== undefined) await pause
    if (skip(path)) continue
    const what = look(`${home}/${path}`)
    if (what === undefined) continue
    seen.set(path, what)
    if (what.kind !== 'directory') continue
    const children = childrenOf(`${home}/${path}`, `${path}/`)
    what.empty = children.length === 0
    for (const child of children) open.push(child)
  }
  return seen
}

/**
 * Looks at these paths of a home alone, in the way of `walkHome`: path → what is there. What lies below a link is not there.
 */
export function lookAtPaths(home: string, paths: Iterable<string>): Map<string, Seen> {
  const folders = new Map<string, boolean>([['', true]])
  const isFolder = (path: string): boolean => {
    const known = folders.get(path)
    if (known !== undefined) return known
    const found = isFolder(parentOf(path)) && look(`${home}/${path}`)?.kind === 'directory'
    folders.set(path, found)
    return found
  }
  const seen = new Map<string, Seen>()
  for (const path of [...paths].sort()) {
    const what = isFolder(parentOf(path)) ? look(`${home}/${path}`) : undefined
    if (what === undefined) continue
    if (what.kind === 'directory') what.empty = childrenOf(`${home}/${path}`, '').length === 0
    seen.set(path, what)
  }
  return seen
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** Node shows bytes that are not UTF-8 like this; such a name leads to no file. */
const undecodable = '\ufffd'

/** Undefined where it is gone again since its folder was listed. */
function look(at: string): Seen | undefined {
  const stat = lstatSync(at, { throwIfNoEntry: false })
  if (stat === undefined) {
    if (!at.includes(undecodable)) return undefined
    throw new TrainError('pack-unsafe', `The name of ${at} is not UTF-8.`, {
      hint: 'Rename it, then run again: no pack can hold it in a way that every machine reads alike.',
    })
  }
  const mode = stat.mode & 0o777
  const modified = stat.mtimeMs
  if (stat.isFile()) return { kind: 'file', mode, size: stat.size, modified }
  if (stat.isSymbolicLink()) return { kind: 'link', target: readlinkSync(at) }
  return stat.isDirectory() ? { kind: 'directory', mode, empty: false, modified } : { kind: 'special' }
}

/** Last first, as they are taken from the end. */
function childrenOf(folder: string, prefix: string): string[] {
  const names = readdirSync(folder).sort().reverse()
  return prefix === '' ? names : names.map(name => `${prefix}${name}`)
}
