import { crc32 } from 'node:zlib'
import { readTarget } from './entry-content.ts'
import { readHomeFile } from './home-file.ts'
import { lookAtPaths, type Seen, walkHome } from './home-walk.ts'
import type { Pack, PackEntry } from './open-pack.ts'
import { type Pace, startPace, type Work } from './pace.ts'

/** How a home differs from the pack it was unpacked from; paths below the root, sorted. */
export interface HomeChanges {
  /** Files, links, and directories that are empty. */
  added: string[]
  removed: string[]
  /** Other kind, content or target. */
  changed: string[]
  /** Same content, other permission bits. */
  modeChanged: string[]
}

interface Rescan extends Work {
  /** The paths that are compared; all where it is not given. The others count as unchanged. */
  only?: ReadonlySet<string> | undefined
  /**
   * `time`: a file with the size and the date of its entry is taken for unchanged and not read. For looking only: an edit
   * that keeps both is not seen.
   */
  by?: 'content' | 'time'
}

/** Milliseconds between two dates that are one: MS-DOS counts in steps of 2 s. */
const step = 2000

/**
 * Compares a home with a pack's central directory by content: kind, size, then CRC-32. Fifos, sockets and devices count
 * as not there.
 */
export async function changedOnDisk(pack: Pack, home: string, work: Rescan = {}): Promise<HomeChanges> {
  const { only, by = 'content' } = work
  const unhurried = startPace({ signal: work.signal }, 0)
  const seen = only === undefined ? await walkHome(home, unhurried) : lookAtPaths(home, only)
  const bytes = [...seen.values()].reduce((sum, what) => sum + (what.kind === 'file' ? what.size : 0), 0)
  const pace = startPace(work, bytes, seen.size)
  const changes: HomeChanges = { added: [], removed: [], changed: [], modeChanged: [] }
  for (const [path, what] of seen) {
    pace.next()
    if (what.kind === 'special') continue
    const entry = pack.entries.get(path)
    if (entry === undefined) {
      if (what.kind !== 'directory' || (what.empty && !isImplied(pack, path, only))) changes.added.push(path)
    } else if (!(await isSame(pack, entry, what, `${home}/${path}`, pace, by))) changes.changed.push(path)
    else if (what.kind !== 'link' && what.mode !== entry.mode) changes.modeChanged.push(path)
  }
  for (const path of only ?? pack.entries.keys())
    if (pack.entries.has(path) && (seen.get(path)?.kind ?? 'special') === 'special')
      changes.removed.push(path)
  for (const paths of [changes.added, changes.removed, changes.changed, changes.modeChanged]) paths.sort()
  return changes
}

/** Whether a folder is one by what is left out below it. */
function isImplied({ entries }: Pack, folder: string, only: Rescan['only']): boolean {
  if (only === undefined) return false
  return [...entries.keys()].some(path => path.startsWith(`${folder}/`) && !only.has(path))
}

async function isSame(
  pack: Pack,
  entry: PackEntry,
  what: Seen,
  at: string,
  pace: Pace,
  by: Rescan['by'],
): Promise<boolean> {
  if (entry.kind !== what.kind) return false
  if (what.kind === 'link') return readTarget(pack.archive, entry, entry.path) === what.target
  if (what.kind !== 'file') return true
  if (what.size !== entry.size) return false
  if (by === 'time' && Math.abs(what.modified - entry.modified) < step) return true
  let crc = 0
  const take = (piece: Buffer): void => {
    crc = crc32(piece, crc)
  }
  await readHomeFile(at, pace, take, entry.size)
  return crc === entry.crc32
}
