import { copyFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Feed } from '../../feed/open-feed.ts'
import { sha256 } from '../../kernel/sha256.ts'
import type { Trees } from '../../merge/decide-tree.ts'
import type { Conflict, PathClass, ShownConflict } from '../../merge/decision.ts'
import { keepReplaced, type Merging } from '../../merge/merging.ts'
import { mergeSides, type Side, showConflict, type ThreeSides } from '../../merge/show-conflict.ts'
import type { FileEntry, TreeEntry } from '../../pack/tree.ts'
import type { Notice } from '../update-tool.ts'

/** What became of the paths that both sides changed. */
export interface Settled {
  /** Merged files by path; their contents lie in the folder of blobs, named by their SHA-256. */
  merged: ReadonlyMap<string, FileEntry>
  /** Paths that a recorded answer takes away. */
  deleted: string[]
  notices: Notice[]
  /** What a person has to answer, laid out below the folder of conflicts. */
  open: ShownConflict[]
}

/**
 * Merges what can be merged of `conflicts`, and lays the rest out. Both contents of the feed's are fetched into `blobs`;
 * nothing of the home is written.
 */
export async function settle(
  conflicts: readonly Conflict[],
  trees: Trees,
  feed: Feed,
  classOf: (path: string) => PathClass,
  merging: Merging,
  places: { home: string; blobs: string },
): Promise<Settled> {
  const sides = new Map<
    string,
    { base: TreeEntry | null; ours: TreeEntry | null; theirs: TreeEntry | null }
  >()
  for (const { path } of conflicts)
    sides.set(path, {
      base: trees.base.get(path) ?? null,
      ours: trees.ours.get(path) ?? null,
      theirs: trees.theirs.get(path) ?? null,
    })
  await feed.fetchBlobs(
    [...sides].flatMap(([path, { base, theirs }]) =>
      [classOf(path) === 'vendor' ? null : base, theirs].flatMap(entry =>
        entry?.kind === 'file' ? [{ path, sha256: entry.sha256, size: entry.size }] : [],
      ),
    ),
    places.blobs,
  )
  const merged = new Map<string, FileEntry>()
  const deleted: string[] = []
  const notices: Notice[] = []
  const open: ShownConflict[] = []
  for (const conflict of conflicts) {
    const { path } = conflict
    const { base, ours, theirs } = sides.get(path) ?? { base: null, ours: null, theirs: null }
    const three: ThreeSides = {
      // The vendor's own file is not merged: its old content, often a big one, is not fetched.
      base: classOf(path) === 'vendor' ? { entry: base, file: null } : blobSide(base, places.blobs),
      ours: { entry: ours, file: ours?.kind === 'file' ? join(places.home, path) : null },
      theirs: blobSide(theirs, places.blobs),
    }
    const answer = await merging.resolutions.find(path, three)
    if (answer !== null) {
      notices.push({
        path,
        row: conflict.row,
        message: 'was changed here and by the update; your recorded answer decides',
      })
      if (answer.kind === 'delete') deleted.push(path)
      else {
        await copyFile(answer.file, join(places.blobs, answer.sha256))
        merged.set(path, {
          kind: 'file',
          sha256: answer.sha256,
          size: (await stat(answer.file)).size,
          mode: answeredMode(base, ours, theirs),
        })
      }
      continue
    }
    const result = classOf(path) === 'config' ? await mergeSides(path, three) : null
    if (result?.kind === 'merged' && ours?.kind === 'file' && theirs?.kind === 'file') {
      const hash = sha256(result.content)
      await writeFile(join(places.blobs, hash), result.content)
      const mode = modeOf(base, ours, theirs)
      merged.set(path, { kind: 'file', sha256: hash, size: result.content.length, mode })
      notices.push({
        path,
        row: conflict.row,
        message: 'was changed here and by the update; both changes are in it',
      })
      continue
    }
    // The vendor's own files are the vendor's to change: ours is kept aside.
    const policy = classOf(path) === 'vendor' ? 'theirs' : merging.onConflict
    if (policy === 'ours') notices.push({ path, row: conflict.row, message: decided.ours })
    else if (policy === 'theirs' && isPlain(conflict, base, ours, theirs)) {
      if (three.ours.file !== null) await keepReplaced(merging.replaced, path, three.ours.file)
      if (theirs?.kind === 'file') merged.set(path, theirs)
      else deleted.push(path)
      notices.push({ path, row: conflict.row, message: decided.theirs })
    } else open.push(await showConflict(merging.conflicts, conflict, three, result))
  }
  return { merged, deleted, notices, open }
}

const decided = {
  ours: 'was changed here and by the update; ours is kept, as on-conflict says',
  theirs: 'was changed here and by the update; the update’s is taken, ours is in the folder replaced',
}

/** Whether each side is a file or not there: nothing below or above the path has a part in it. */
function isPlain({ kind }: Conflict, ...sides: readonly (TreeEntry | null)[]): boolean {
  return kind !== 'kind' && kind !== 'escape' && sides.every(entry => entry === null || entry.kind === 'file')
}

function blobSide(entry: TreeEntry | null, blobs: string): Side {
  return { entry, file: entry?.kind === 'file' ? join(blobs, entry.sha256) : null }
}

/** Where a side has no file, the other one's bits are the only ones. */
function answeredMode(base: TreeEntry | null, ours: TreeEntry | null, theirs: TreeEntry | null): number {
  if (ours?.kind === 'file' && theirs?.kind === 'file') return modeOf(base, ours, theirs)
  const [only] = [ours, theirs].filter(entry => entry?.kind === 'file')
  return only?.kind === 'file' ? only.mode : 0o644
}

/** Rows M1 to M3: who changed the bits has the word; the vendor's x is never lost. */
function modeOf(base: TreeEntry | null, ours: FileEntry, theirs: FileEntry): number {
  const before = base?.kind === 'file' ? base.mode : theirs.mode
  return ours.mode === before ? theirs.mode : ours.mode | (theirs.mode & 0o111)
}
