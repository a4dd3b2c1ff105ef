import { createHash } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import { type Sha256, sha256 } from '../kernel/sha256.ts'
import { openArchive } from './archive.ts'
import { readPieces } from './entry-content.ts'
import type { Pack } from './open-pack.ts'
import type { Tree, TreeEntry } from './tree.ts'

/**
 * A pack's tree in which archives are known by their members: name, kind and content of each, and not by their bytes.
 * For what a tool has unpacked and zipped again: dates and compression are others each time. An entry that is no zip
 * stays as it is. `folder` is temporary.
 */
export async function withArchivesByMember(
  tree: Tree,
  pack: Pack,
  isArchive: (path: string) => boolean,
  folder: string,
): Promise<Tree> {
  const known = new Map<string, TreeEntry>(tree)
  for (const [path, entry] of tree) {
    if (entry.kind !== 'file' || !isArchive(path)) continue
    const digest = await memberDigest(pack, path, join(folder, 'archive.zip'))
    if (digest !== null) known.set(path, { ...entry, sha256: digest })
  }
  return known
}

async function memberDigest(pack: Pack, path: string, copy: string): Promise<Sha256 | null> {
  await writeFile(copy, pack.stream(path))
  try {
    await using archive = await openArchive(copy)
    const members: string[] = []
    for (const entry of archive.entries) {
      const hasher = createHash('sha256')
      for await (const piece of readPieces(archive, entry)) hasher.update(piece)
      members.push(JSON.stringify([entry.name, entry.kind, hasher.digest('hex')]))
    }
    return sha256(members.sort().join('\n'))
  } catch (error) {
    if (error instanceof TrainError) return null
    throw error
  } finally {
    await rm(copy, { force: true })
  }
}
