import { type Dirent, lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
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
  const open = [...childrenOf(home, '')].reverse()
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    await pace.advance(0)
    if (skip(path)) continue
    const what = look(join(home, path))
    if (what === undefined) continue
    if (what.kind === 'directory') {
      const children = childrenOf(join(home, path), `${path}/`)
      seen.set(path, { ...what, empty: children.length === 0 })
      open.push(...children.reverse())
    } else seen.set(path, what)
  }
  return seen
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

function childrenOf(folder: string, prefix: string): string[] {
  const names = readdirSync(folder, { withFileTypes: true }).map((entry: Dirent) => entry.name)
  return names.toSorted((one, other) => (one < other ? -1 : 1)).map(name => `${prefix}${name}`)
}
