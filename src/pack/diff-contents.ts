import { closeSync, openSync, writeSync } from 'node:fs'
import { copyFile, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from '../kernel/files.ts'
import { type Sha256, sha256 } from '../kernel/sha256.ts'
import { readChange } from './change-content.ts'
import type { Change } from './diff-manifest.ts'
import { readWhole } from './entry-content.ts'
import type { Brought, DiffZip } from './open-diff.ts'
import { startPace, type Work } from './pace.ts'
import { undone } from './text-undo.ts'
import type { Tree } from './tree.ts'

/** Where the contents of a diff zip come from: itself, and the home that it is applied to. */
export interface DiffSource extends Work {
  diff: DiffZip
  home: string
  /** The home, as far as the diff zip is about it. */
  ours: Tree
}

/** Lays contents of both packs into a folder, each named by its SHA-256; those that cannot be had are left out. */
export async function layContents(
  source: DiffSource,
  wanted: readonly { sha256: Sha256 }[],
  folder: string,
): Promise<void> {
  const { diff, home, ours } = source
  const buildable = new Map<Sha256, Brought>()
  const undoable = new Map<Sha256, Change>()
  for (const brought of diff.changes.values()) {
    const { change } = brought
    const { before, after, undo } = change
    if ('sha256' in after && canBuild(brought, ours)) buildable.set(after.sha256, brought)
    if (undo !== undefined && before !== null && 'sha256' in before) undoable.set(before.sha256, change)
  }
  const held = new Map(
    [...ours].flatMap(([path, entry]) => (entry.kind === 'file' ? [[entry.sha256, path]] : [])),
  )
  for (const { sha256: hash } of wanted) {
    const to = join(folder, hash)
    if (await exists(to)) continue
    const [brought, old, path] = [buildable.get(hash), undoable.get(hash), held.get(hash)]
    if (path !== undefined) await copyFile(join(home, path), to)
    else if (brought !== undefined) await layChange(source, brought, to)
    else if (old !== undefined) await layOldText(diff, old, hash, to)
  }
}

/** Whether a home has the old file that a change takes its ranges from. */
export function canBuild({ change, source }: Brought, ours: Tree): boolean {
  if (source.kind === 'whole') return true
  const { path, from = path, before } = change
  const entry = ours.get(from)
  return before !== null && 'sha256' in before && entry?.kind === 'file' && entry.sha256 === before.sha256
}

async function layChange(
  { diff, home, ...work }: DiffSource,
  { change, source }: Brought,
  to: string,
): Promise<void> {
  const { path, from = path } = change
  const pace = startPace(work, 0)
  const fd = openSync(to, 'wx')
  try {
    const take = (piece: Buffer): void => {
      for (let done = 0; done < piece.length; ) done += writeSync(fd, piece, done)
    }
    if (source.kind === 'whole') await readChange(diff, path, null, pace, take)
    else {
      const old = join(home, from)
      await using file = await open(old)
      await readChange(diff, path, { path: old, fd: file.fd, size: (await file.stat()).size }, pace, take)
    }
  } finally {
    closeSync(fd)
  }
}

/** Texts are small; what comes of it is looked at by its SHA-256. */
async function layOldText(diff: DiffZip, { path, undo }: Change, hash: Sha256, to: string): Promise<void> {
  const entry = diff.changes.get(path)?.entry
  if (entry === undefined || undo === undefined) return
  const text = undone(undo, readWhole(diff.archive, entry))
  if (sha256(text) === hash) await writeFile(to, text)
}
