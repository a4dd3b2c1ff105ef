import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Sha256 } from '../kernel/sha256.ts'
import { contentStartIn, readTarget } from './entry-content.ts'
import { hashFileEntry } from './entry-worker.ts'
import { areManyBytes, workOnFiles } from './entry-workers.ts'
import { readHomeFile } from './home-file.ts'
import { type Seen, walkHome } from './home-walk.ts'
import type { Pack, PackEntry } from './open-pack.ts'
import { type Pace, startPace, type Work } from './pace.ts'
import type { Tree, TreeEntry } from './tree.ts'
import { areEqual, openWindow } from './window.ts'

/** A pack and what was read of it. */
export interface Known {
  pack: Pack
  tree: Tree
}

/**
 * The tree of a pack with the SHA-256 of every file, each checked against its declared size and CRC-32. Entries whose
 * bytes lie just so in the pack `like`, which was read before, are compared with it and not inflated again.
 * Throws `pack-damaged` or `pack-unsafe` with the entry.
 */
export async function packTree(pack: Pack, work: Work & { like?: Known | null } = {}): Promise<Tree> {
  const twinOf = work.like ? twinsIn(work.like, pack) : () => null
  const pace = startPace({ signal: work.signal }, 0)
  const twins = new Map<string, TreeEntry>()
  const files: PackEntry[] = []
  for (const entry of pack.entries.values()) {
    await pace.advance(0)
    const twin = twinOf(entry)
    if (twin !== null) twins.set(entry.path, twin)
    else if (entry.kind === 'file') files.push(entry)
  }
  const digests = areManyBytes(files)
    ? await workOnFiles(pack, files, null, work)
    : await hashFiles(pack, files, work)
  const tree = new Map<string, TreeEntry>()
  for (const entry of pack.entries.values())
    tree.set(entry.path, twins.get(entry.path) ?? treeEntry(pack, entry, digests))
  return tree
}

/** Finds a file of `known` whose bytes are those of an entry. */
function twinsIn({ pack: like, tree }: Known, pack: Pack): (entry: PackEntry) => TreeEntry | null {
  const [one, other] = [openWindow(like.archive), openWindow(pack.archive)]
  return entry => {
    const twin = like.entries.get(entry.path)
    const known = tree.get(entry.path)
    if (entry.kind !== 'file' || twin?.kind !== 'file' || known?.kind !== 'file') return null
    const { method, size, compressedSize } = entry
    if (twin.method !== method || twin.size !== size || twin.compressedSize !== compressedSize) return null
    if (twin.crc32 !== entry.crc32) return null
    const from = contentStartIn(one, 0, like.archive, twin)
    const to = contentStartIn(other, 0, pack.archive, entry)
    const isSame = areEqual(one, from, other, to, compressedSize)
    return isSame ? { ...known, mode: entry.mode } : null
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

function treeEntry(pack: Pack, entry: PackEntry, digests: ReadonlyMap<string, Sha256>): TreeEntry {
  const { kind, mode, size, path } = entry
  if (kind === 'directory') return { kind, mode }
  if (kind === 'link') return { kind, target: readTarget(pack.archive, entry, path) }
  return { kind, mode, size, sha256: digests.get(path) ?? '' }
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
