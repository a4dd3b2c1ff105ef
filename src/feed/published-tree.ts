import { chmod, copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { TrainError, writeError } from '../kernel/errors.ts'
import { sha256OfFile } from '../kernel/sha256.ts'
import type { World } from '../kernel/world.ts'
import { type ClassGlobs, classMatcher } from '../merge/classes.ts'
import { linkFault } from '../pack/entry-name.ts'
import { homeTree } from '../pack/inventory.ts'
import { fileLooksLikeText } from '../pack/looks-like-text.ts'
import type { FileEntry, Tree } from '../pack/tree.ts'
import type { ListEntry } from './format.ts'
import { blobPath } from './layout.ts'
import { pathFaults } from './path-rules.ts'

/** The tree of a folder as a level publishes it: `updates/` belongs to the update tools and is left out. */
export async function readPublishedTree(folder: string, world: World): Promise<Tree> {
  const tree = await homeTree(folder, {
    signal: world.signal,
    skip: path => path === 'updates',
    progress: (done, total, files) => world.log.progress('reading the tree', done, total, files),
  })
  const faults = pathFaults(tree)
  for (const [path, entry] of tree) {
    if (entry.kind === 'special')
      faults.push(`${JSON.stringify(path)} is neither a file, a link nor a directory`)
    const fault = entry.kind === 'link' ? linkFault(path, entry.target) : undefined
    if (fault !== undefined) faults.push(`${JSON.stringify(path)} ${fault}`)
  }
  if (faults.length === 0) return tree
  throw new TrainError('config', `${folder} holds what a feed may not.`, {
    hint: 'Rename or remove what is listed; nothing was published.',
    problems: faults.map(message => ({ message })),
  })
}

/** The entries of a level's file list: classes by the publisher's globs (the first that matches), else text is `config` and the rest `vendor`. */
export async function listEntries(
  folder: string,
  tree: Tree,
  classes: ClassGlobs,
): Promise<Record<string, ListEntry>> {
  const classOf = classMatcher(classes)
  const entries: Record<string, ListEntry> = {}
  for (const [path, entry] of tree) {
    if (entry.kind === 'special') continue
    const given = classOf(path)
    const isText = entry.kind !== 'file' || (given === null && (await fileLooksLikeText(join(folder, path))))
    entries[path] = { ...entry, class: given ?? (isText ? 'config' : 'vendor') }
  }
  return entries
}

/** Where a blob is made; only one publisher works at a time, so what a killed one left is overwritten and goes. */
const stagedName = '.publishing-blob'

/** Copies every content that the feed does not hold whole yet; each appears whole or not at all. */
export async function storeBlobs(feed: string, folder: string, tree: Tree, world: World): Promise<void> {
  const staged = join(feed, stagedName)
  try {
    for (const [path, entry] of tree) {
      if (entry.kind !== 'file') continue
      const blob = join(feed, blobPath(entry.sha256))
      if (await holds(blob, entry)) continue
      world.signal.throwIfAborted()
      await mkdir(dirname(blob), { recursive: true })
      await copyFile(join(folder, path), staged)
      // A web server has to read what only the product's user may.
      await chmod(staged, 0o644)
      if ((await sha256OfFile(staged, world.signal)).sha256 !== entry.sha256)
        throw changedMeanwhile(folder, path)
      await rename(staged, blob)
    }
  } catch (error) {
    throw writeError(error, feed)
  } finally {
    await rm(staged, { force: true })
  }
}

/** A blob of another length was cut off by a crash of the machine and is written again. */
async function holds(blob: string, { size }: FileEntry): Promise<boolean> {
  const found = await stat(blob).catch(() => null)
  return found?.size === size
}

function changedMeanwhile(folder: string, path: string): TrainError {
  return new TrainError('busy', `${join(folder, path)} was changed while it was being published.`, {
    hint: 'Publish a tree that nobody writes to; the level was not published.',
  })
}
