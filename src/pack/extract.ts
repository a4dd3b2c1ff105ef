import {
  chmodSync,
  closeSync,
  existsSync,
  fchmodSync,
  futimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  symlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { TrainError, writeError } from '../kernel/errors.ts'
import { readPieces, readTarget } from './entry-content.ts'
import type { Pack, PackEntry } from './open-pack.ts'
import { type Pace, startPace, type Work } from './pace.ts'

/**
 * Unpacks a pack below `home`, which is made and must be empty: content, permission bits, dates, links.
 * Links are made last, so nothing is ever written through one.
 * Throws `pack-damaged` or `pack-unsafe` with the entry, `not-writable` or `disk-full`; what was written until then stays.
 */
export async function extractPack(pack: Pack, home: string, work: Work = {}): Promise<void> {
  const entries = [...pack.entries.values()]
  const total = entries.reduce((sum, entry) => sum + entry.size, 0)
  const pace = startPace(work, total)
  const folders = new Set<string>()
  try {
    mkdirEmpty(home)
    for (const entry of entries) {
      makeFolder(home, entry.kind === 'directory' ? entry.path : dirname(entry.path), folders)
      if (entry.kind === 'file') await writeEntry(pack, entry, join(home, entry.path), pace)
    }
    for (const entry of entries) {
      if (entry.kind === 'link')
        symlinkSync(readTarget(pack.archive, entry, entry.path), join(home, entry.path))
    }
    // Deepest first: a directory that may not be written must not keep its children from being set.
    for (const entry of entries.toReversed()) {
      if (entry.kind === 'directory') chmodSync(join(home, entry.path), entry.mode)
    }
  } catch (error) {
    throw writeError(error, home)
  }
}

function mkdirEmpty(home: string): void {
  if (existsSync(home) && readdirSync(home).length > 0)
    throw new TrainError('not-writable', `${home} is not empty.`, {
      hint: 'Name a folder that is not there yet, or an empty one.',
    })
  mkdirSync(home, { recursive: true })
}

function makeFolder(home: string, folder: string, made: Set<string>): void {
  if (folder === '.' || made.has(folder)) return
  makeFolder(home, dirname(folder), made)
  if (!existsSync(join(home, folder))) {
    mkdirSync(join(home, folder))
    chmodSync(join(home, folder), 0o755)
  }
  made.add(folder)
}

async function writeEntry(pack: Pack, entry: PackEntry, to: string, pace: Pace): Promise<void> {
  const fd = openSync(to, 'wx', 0o600)
  try {
    for await (const piece of readPieces(pack.archive, entry)) {
      writeWhole(fd, piece)
      await pace.advance(piece.length)
    }
    fchmodSync(fd, entry.mode)
    futimesSync(fd, entry.modified / 1000, entry.modified / 1000)
  } finally {
    closeSync(fd)
  }
}

function writeWhole(fd: number, piece: Buffer): void {
  for (let done = 0; done < piece.length; ) done += writeSync(fd, piece, done)
}
