import { chmodSync, lutimesSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { TrainError, writeError } from '../kernel/errors.ts'
import { readTarget } from './entry-content.ts'
import { areManyBytes, workOnFiles } from './entry-workers.ts'
import { writeFileEntry } from './file-entry.ts'
import type { Pack, PackEntry } from './open-pack.ts'
import { startPace, type Work } from './pace.ts'

/**
 * Unpacks a pack below `home`, which is made and must be empty: content, permission bits, dates, links.
 * Where every link leads is known before the first write, and links are made last, so nothing is ever written through one.
 * Throws `pack-damaged` or `pack-unsafe` with the entry, `not-writable` or `disk-full`; then `home` is empty again.
 */
export async function extractPack(pack: Pack, home: string, work: Work = {}): Promise<void> {
  const entries = [...pack.entries.values()]
  const targets = entries
    .filter(entry => entry.kind === 'link')
    .map(entry => ({ entry, target: readTarget(pack.archive, entry, entry.path) }))
  try {
    makeEmpty(home)
  } catch (error) {
    throw writeError(error, home)
  }
  try {
    const folders = new Set<string>()
    for (const { kind, path } of entries)
      makeFolder(home, kind === 'directory' ? path : dirname(path), folders)
    await writeFiles(pack, home, work)
    for (const { entry, target } of targets) makeLink(entry, target, join(home, entry.path))
    finishFolders(entries, home)
  } catch (error) {
    for (const name of readdirSync(home)) rmSync(join(home, name), { recursive: true, force: true })
    throw writeError(error, home)
  }
}

async function writeFiles(pack: Pack, home: string, work: Work): Promise<void> {
  const files = [...pack.entries.values()].filter(({ kind }) => kind === 'file')
  if (areManyBytes(files)) {
    await workOnFiles(pack, files, home, work)
    return
  }
  const pace = startPace(
    work,
    files.reduce((sum, { size }) => sum + size, 0),
    files.length,
  )
  for (const entry of files) {
    await writeFileEntry(pack.archive, entry, join(home, entry.path), pace)
    pace.next()
  }
}

function makeEmpty(home: string): void {
  mkdirSync(home, { recursive: true })
  if (readdirSync(home).length === 0) return
  throw new TrainError('not-writable', `${home} is not empty.`, {
    hint: 'Name a folder that is not there yet, or an empty one.',
  })
}

/** Makes a folder with those above it: 0755 whatever the umask, until all that it holds is there. */
function makeFolder(home: string, folder: string, made: Set<string>): void {
  if (folder === '.' || made.has(folder)) return
  makeFolder(home, dirname(folder), made)
  mkdirSync(join(home, folder))
  chmodSync(join(home, folder), 0o755)
  made.add(folder)
}

function makeLink(entry: PackEntry, target: string, at: string): void {
  symlinkSync(target, at)
  lutimesSync(at, entry.modified / 1000, entry.modified / 1000)
}

/** Deepest first: permission bits of a folder may close those below it, and every entry made in it changes its date. */
function finishFolders(entries: readonly PackEntry[], home: string): void {
  const folders = entries.filter(entry => entry.kind === 'directory')
  for (const { path, mode, modified } of folders.toSorted((one, other) => (one.path < other.path ? 1 : -1))) {
    utimesSync(join(home, path), modified / 1000, modified / 1000)
    chmodSync(join(home, path), mode)
  }
}
