import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Sha256 } from '../kernel/sha256.ts'
import { contentStartIn, readTarget } from './entry-content.ts'
import { areManyBytes, workOnFiles } from './entry-workers.ts'
import { hashFileEntry } from './file-entry.ts'
import { readHomeFile } from './home-file.ts'
import { type Seen, walkHome } from './home-walk.ts'
import type { Pack, PackEntry } from './open-pack.ts'
import { type Pace, startPace, type Work } from './pace.ts'
import type { Tree, TreeEntry } from './tree.ts'
import { contentKey, haveSameContent } from './twins.ts'
import { areEqual, openWindow } from './window.ts'

/** A pack and what is read of it, or will be. */
export interface Known {
  pack: Pack
  tree: Tree | Promise<Tree>
}

export interface TreeWork extends Work {
  like?: Known | null
  /** SHA-256 of contents that are read elsewhere, by path. */
  known?: ReadonlyMap<string, Promise<Sha256>>
}

/** Bytes in a zip from which a file is looked for in its own pack as well: a jar lies in several places at times. */
const worthComparing = 64 * 1024

/**
 * The tree of a pack with the SHA-256 of every file, each checked against its declared size and CRC-32. Entries whose
 * bytes lie just so in the pack `like`, which is read elsewhere, or in the same pack again, are compared and not inflated
 * again; nor are those that are known. Throws `pack-damaged` or `pack-unsafe` with the entry.
 */
export async function packTree(pack: Pack, work: TreeWork = {}): Promise<Tree> {
  const isTwin = work.like ? twinsIn(work.like.pack, pack) : () => false
  const earlierOf = earlierIn(pack)
  const pace = startPace({ signal: work.signal }, 0)
  const twins = new Set<string>()
  const earlier = new Map<string, PackEntry>()
  const files: PackEntry[] = []
  for (const entry of pack.entries.values()) {
    await pace.advance(0)
    if (isTwin(entry)) {
      twins.add(entry.path)
      continue
    }
    const first = earlierOf(entry)
    if (work.known?.has(entry.path)) continue
    if (first !== null) earlier.set(entry.path, first)
    else if (entry.kind === 'file') files.push(entry)
  }
  const digests = areManyBytes(files)
    ? await workOnFiles(pack, files, null, work)
    : await hashFiles(pack, files, work)
  for (const [path, digest] of work.known ?? []) digests.set(path, await digest)
  const tree = new Map<string, TreeEntry>()
  const likeTree = await work.like?.tree
  for (const entry of pack.entries.values()) {
    const twin = twins.has(entry.path) ? likeTree?.get(entry.path) : undefined
    const digest = digests.get((earlier.get(entry.path) ?? entry).path) ?? ''
    tree.set(
      entry.path,
      twin?.kind === 'file' ? { ...twin, mode: entry.mode } : treeEntry(pack, entry, digest),
    )
  }
  return tree
}

/** Finds out whether the file of that name in `like` has the bytes of an entry. */
function twinsIn(like: Pack, pack: Pack): (entry: PackEntry) => boolean {
  const areSame = comparing(like, pack)
  return entry => {
    const twin = like.entries.get(entry.path)
    return (
      entry.kind === 'file' && twin?.kind === 'file' && haveSameContent(twin, entry) && areSame(twin, entry)
    )
  }
}

/** Finds a file that was asked for before, and has the bytes of an entry. */
function earlierIn(pack: Pack): (entry: PackEntry) => PackEntry | null {
  const areSame = comparing(pack, pack)
  const byContent = new Map<number, PackEntry>()
  return entry => {
    if (entry.kind !== 'file' || entry.compressedSize < worthComparing) return null
    const key = contentKey(entry)
    const first = byContent.get(key)
    if (first === undefined) byContent.set(key, entry)
    return first !== undefined && haveSameContent(first, entry) && areSame(first, entry) ? first : null
  }
}

/** Compares the bytes of entries of two packs whose headers say the same. */
function comparing(before: Pack, after: Pack): (one: PackEntry, other: PackEntry) => boolean {
  const windows = [openWindow(before.archive), openWindow(after.archive)] as const
  return (one, other) => {
    const from = contentStartIn(windows[0], 0, before.archive, one)
    const to = contentStartIn(windows[1], 0, after.archive, other)
    return areEqual(windows[0], from, windows[1], to, one.compressedSize)
  }
}

async function hashFiles(pack: Pack, files: readonly PackEntry[], work: Work): Promise<Map<string, Sha256>> {
  const pace = startPace(
    work,
    files.reduce((sum, { size }) => sum + size, 0),
    files.length,
  )
  const digests = new Map<string, Sha256>()
  for (const entry of files) {
    digests.set(entry.path, await hashFileEntry(pack.archive, entry, pace))
    pace.next()
  }
  return digests
}

function treeEntry(pack: Pack, entry: PackEntry, digest: Sha256): TreeEntry {
  const { kind, mode, size, path } = entry
  if (kind === 'directory') return { kind, mode }
  if (kind === 'link') return { kind, target: readTarget(pack.archive, entry, path) }
  return { kind, mode, size, sha256: digest }
}

/**
 * The tree of an unpacked home. Links are never followed; fifos, sockets and devices are `special` and never opened.
 * `skip` leaves out a path and, for a directory, all below it.
 */
export async function homeTree(
  home: string,
  work: Work & { skip?: ((path: string) => boolean) | undefined } = {},
): Promise<Tree> {
  const seen = await walkHome(home, startPace({ signal: work.signal }, 0), work.skip)
  const total = [...seen.values()].reduce((sum, what) => sum + (what.kind === 'file' ? what.size : 0), 0)
  const pace = startPace(work, total, seen.size)
  const tree = new Map<string, TreeEntry>()
  for (const [path, what] of seen) {
    tree.set(path, await homeEntry(join(home, path), what, pace))
    pace.next()
  }
  return tree
}

async function homeEntry(at: string, what: Seen, pace: Pace): Promise<TreeEntry> {
  switch (what.kind) {
    case 'file':
      return { kind: 'file', mode: what.mode, ...(await hashOf(at, pace)) }
    case 'directory':
      return { kind: 'directory', mode: what.mode }
    case 'link':
      return { kind: 'link', target: what.target }
    case 'special':
      return { kind: 'special' }
  }
}

async function hashOf(at: string, pace: Pace): Promise<{ sha256: Sha256; size: number }> {
  const hasher = createHash('sha256')
  const size = await readHomeFile(at, pace, piece => hasher.update(piece))
  return { sha256: hasher.digest('hex'), size }
}
