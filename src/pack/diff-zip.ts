import type { Sha256 } from '../kernel/sha256.ts'
import { comparePacks } from './difference.ts'
import type { Pack } from './open-pack.ts'
import { startPace, type Work } from './pace.ts'
import type { Mode } from './tree.ts'
import type { WrittenPack } from './write-pack.ts'
import { contentOf, writeZip } from './zip-output.ts'

export const diffManifestName = 'update-train-diff.json'

/** What a diff zip is made from, and must be. */
interface DiffSides {
  before: Sha256
  after: Sha256
}

/** The first entry of a diff zip: all that its files do not say. Paths below the root folder. */
export interface DiffManifest {
  format: 'update-train-diff'
  version: 1
  root: string
  contentDigest: DiffSides
  sha256: DiffSides
  removed: string[]
  renamed: { from: string; to: string }[]
  /** Permission bits of files whose content the old pack has: of changed modes, renamed files and directories. */
  modes: Record<string, Mode>
  addedDirectories: string[]
  removedDirectories: string[]
}

export interface DiffWork extends Work {
  before: Pack
  after: Pack
  digests: DiffSides
  /** Of the two zip files. */
  sha256: DiffSides
  /** Must not exist. */
  out: string
  /** Date of the manifest's entry, epoch milliseconds. */
  timestamp: number
}

/** Writes the diff zip from one pack to another: a manifest, then every changed and added file as it lies in `after`. */
export async function writeDiffZip(work: DiffWork): Promise<WrittenPack> {
  const { before, after, out, timestamp } = work
  const difference = comparePacks(before, after)
  const directories = compareDirectories(before, after)
  const manifest: DiffManifest = {
    format: 'update-train-diff',
    version: 1,
    root: after.root,
    contentDigest: work.digests,
    sha256: work.sha256,
    removed: difference.removed,
    renamed: difference.renamed,
    modes: modesOf(after, [
      ...difference.modeChanged,
      ...difference.renamed.map(({ to }) => to),
      ...directories.modeChanged,
      ...directories.added,
    ]),
    addedDirectories: directories.added,
    removedDirectories: directories.removed,
  }
  const wanted = new Set([...difference.changed, ...difference.added])
  const pace = startPace(work, after.size)
  return writeZip(out, Buffer.alloc(0), pace, async output => {
    const content = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
    await output.add({ name: diffManifestName, kind: 'file', mode: 0o644, timestamp }, contentOf(content))
    for (const [path, entry] of after.entries) if (wanted.has(path)) await output.copy(after.archive, entry)
  })
}

interface DirectoryChanges {
  added: string[]
  removed: string[]
  modeChanged: string[]
}

function compareDirectories(before: Pack, after: Pack): DirectoryChanges {
  const changes: DirectoryChanges = { added: [], removed: [], modeChanged: [] }
  const directory = (pack: Pack, path: string): Mode | undefined => {
    const entry = pack.entries.get(path)
    return entry?.kind === 'directory' ? entry.mode : undefined
  }
  for (const path of new Set([...before.entries.keys(), ...after.entries.keys()])) {
    const old = directory(before, path)
    const now = directory(after, path)
    if (old === now) continue
    if (old === undefined) changes.added.push(path)
    else if (now === undefined) changes.removed.push(path)
    else changes.modeChanged.push(path)
  }
  return {
    added: changes.added.sort(),
    removed: changes.removed.sort(),
    modeChanged: changes.modeChanged.sort(),
  }
}

function modesOf(pack: Pack, paths: readonly string[]): Record<string, Mode> {
  const modes: Record<string, Mode> = {}
  for (const path of [...paths].sort()) {
    const entry = pack.entries.get(path)
    if (entry !== undefined) modes[path] = entry.mode
  }
  return modes
}
