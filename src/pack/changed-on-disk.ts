import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { readTarget } from './entry-content.ts'
import { readHomeFile } from './home-file.ts'
import { type Seen, walkHome } from './home-walk.ts'
import type { Pack, PackEntry } from './open-pack.ts'
import { type Pace, startPace, type Work } from './pace.ts'

/** How a home differs from the pack it was unpacked from; paths below the root, sorted. */
export interface HomeChanges {
  /** Files, links, and directories that are empty and that no skipped entry implies. */
  added: string[]
  removed: string[]
  /** Other kind, content or target. */
  changed: string[]
  /** Same content, other permission bits. */
  modeChanged: string[]
}

interface Rescan extends Work {
  skip?: ((path: string) => boolean) | undefined
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
 * as not there. Paths that `skip` takes are not compared.
 */
export async function changedOnDisk(pack: Pack, home: string, work: Rescan = {}): Promise<HomeChanges> {
  const skip = work.skip ?? (() => false)
  const seen = await walkHome(home, startPace({ signal: work.signal }, 0))
  const implied = foldersAbove([...pack.entries.keys()].filter(skip))
  const changes: HomeChanges = { added: [], removed: [], changed: [], modeChanged: [] }
  const pace = startPace(work, pack.size)
  for (const [path, what] of seen) {
    if (skip(path) || what.kind === 'special') continue
    const entry = pack.entries.get(path)
    if (entry === undefined) {
      if (what.kind !== 'directory' || (what.empty && !implied.has(path))) changes.added.push(path)
    } else if (!(await isSame(pack, entry, what, join(home, path), pace, work.by))) changes.changed.push(path)
    else if (what.kind !== 'link' && what.mode !== entry.mode) changes.modeChanged.push(path)
  }
  for (const path of pack.entries.keys()) {
    if (!skip(path) && (seen.get(path) ?? { kind: 'special' }).kind === 'special') changes.removed.push(path)
  }
  for (const paths of [changes.added, changes.removed, changes.changed, changes.modeChanged]) paths.sort()
  return changes
}

/** All folders on the way to these paths. */
function foldersAbove(paths: readonly string[]): Set<string> {
  const folders = new Set<string>()
  for (const path of paths) {
    for (let slash = path.lastIndexOf('/'); slash !== -1; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash)
      if (folders.has(folder)) break
      folders.add(folder)
    }
  }
  return folders
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
  await readHomeFile(at, pace, piece => {
    crc = crc32(piece, crc)
  })
  return crc === entry.crc32
}
