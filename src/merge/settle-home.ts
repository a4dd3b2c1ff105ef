import { copyFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from '../kernel/files.ts'
import { type Sha256, sha256 } from '../kernel/sha256.ts'
import type { FileEntry, Mode, TreeEntry } from '../pack/tree.ts'
import type { HomeWrite } from '../pack/write-home.ts'
import { decideMode, type Sides } from './decide.ts'
import type { Trees } from './decide-tree.ts'
import { type Conflict, isByHand, type Notice, type ShownConflict } from './decision.ts'
import { keepReplaced, type Merging } from './merging.ts'
import type { Answer, UsedAnswer } from './resolutions.ts'
import { replayedByHunk, type Settlement, settlePath } from './settle-path.ts'
import { holdingOf, keyOf, type Side, showConflict, type ThreeSides } from './show-conflict.ts'

/** A content that is needed, and a path that it stands at. */
export interface Wanted {
  path: string
  sha256: Sha256
  /** Bytes. */
  size: number
}

/** Where the contents of the two levels come from. */
export interface Contents {
  /** Lays contents into a folder, each named by its SHA-256; those that cannot be had from here are left out. */
  fetchBlobs(wanted: readonly Wanted[], folder: string): Promise<unknown>
}

/** What became of the paths that both sides changed. */
export interface Settled {
  /** Contents lie in the folder of blobs, named by their SHA-256. */
  writes: HomeWrite[]
  deletes: string[]
  notices: Notice[]
  used: UsedAnswer[]
  /** What a person has to answer, laid out below the folder of conflicts. */
  open: ShownConflict[]
}

/**
 * Settles conflicts by recorded answers, merges what can be merged, and lays the rest out. Both contents of the update's
 * are fetched into `blobs`; nothing of the home is written.
 */
export async function settle(
  conflicts: readonly Conflict[],
  trees: Trees,
  contents: Contents,
  merging: Merging,
  places: { home: string; blobs: string },
): Promise<Settled> {
  await contents.fetchBlobs(
    conflicts.flatMap(({ path }) =>
      [trees.base.get(path), trees.theirs.get(path)].flatMap(entry =>
        entry?.kind === 'file' ? [{ path, sha256: entry.sha256, size: entry.size }] : [],
      ),
    ),
    places.blobs,
  )
  const settled: Settled = { writes: [], deletes: [], notices: [], used: [], open: [] }
  for (const conflict of conflicts) {
    const { path, row } = conflict
    const say = (message: string): void => {
      settled.notices.push({
        path,
        row,
        severity: 'notice',
        message: `was changed here and by the update; ${message}`,
      })
    }
    const sides: Sides = {
      base: trees.base.get(path) ?? null,
      ours: trees.ours.get(path) ?? null,
      theirs: trees.theirs.get(path) ?? null,
    }
    const three: ThreeSides = {
      base: await blobSide(sides.base, places.blobs),
      ours: { entry: sides.ours, file: sides.ours?.kind === 'file' ? join(places.home, path) : null },
      theirs: await blobSide(sides.theirs, places.blobs),
    }
    const byHand = isByHand(conflict, holdingOf(three))
    const settlement: Settlement = byHand
      ? { kind: 'open', merge: null, proposal: null }
      : await settlePath(path, three, merging)
    if (settlement.kind === 'answered') {
      const { answer } = settlement
      settled.used.push({ key: keyOf(path, three), result: answer.kind === 'file' ? answer.sha256 : null })
      say(`your recorded answer decides${bits(sides)}`)
      const isOurs =
        answer.kind === 'file' && sides.ours?.kind === 'file' && sides.ours.sha256 === answer.sha256
      if (sides.ours !== null && !isOurs)
        await keepReplaced(merging.replaced, path, sides.ours, join(places.home, path))
      await takeAnswer(settled, path, answer, sides, places.blobs)
    } else if (settlement.kind === 'merged') {
      say(`${settlement.byPlace ? replayedByHunk : 'both changes are in it'}${bits(sides)}`)
      const entry = await blobOf(settlement.content, modeOf(sides), places.blobs)
      settled.writes.push({ path, entry, mode: entry.mode })
      if (settlement.byPlace) settled.used.push({ key: keyOf(path, three), result: entry.sha256 })
    } else if (merging.onConflict === 'ours') say('ours is kept, as on-conflict says')
    else if (merging.onConflict === 'theirs' && !byHand) {
      say(`the update’s is taken${sides.ours === null ? '' : ', ours is in the folder replaced'}`)
      if (sides.ours !== null) await keepReplaced(merging.replaced, path, sides.ours, join(places.home, path))
      takeTheirs(settled, path, sides)
    } else {
      const { merge, proposal } = settlement
      settled.open.push(await showConflict(merging.conflicts, conflict, three, merge, proposal))
    }
  }
  return settled
}

async function takeAnswer(
  settled: Settled,
  path: string,
  answer: Answer,
  sides: Sides,
  blobs: string,
): Promise<void> {
  if (answer.kind === 'delete') {
    if (sides.ours !== null) settled.deletes.push(path)
    return
  }
  if (answer.kind === 'theirs') {
    takeTheirs(settled, path, sides)
    return
  }
  await copyFile(answer.file, join(blobs, answer.sha256))
  const { size } = await stat(answer.file)
  const entry: FileEntry = { kind: 'file', sha256: answer.sha256, size, mode: modeOf(sides) }
  settled.writes.push({ path, entry, mode: entry.mode })
}

function takeTheirs(settled: Settled, path: string, { theirs }: Sides): void {
  if (theirs === null) settled.deletes.push(path)
  else if (theirs.kind === 'file') settled.writes.push({ path, entry: theirs, mode: theirs.mode })
  else if (theirs.kind === 'link') settled.writes.push({ path, entry: theirs })
}

async function blobSide(entry: TreeEntry | null, blobs: string): Promise<Side> {
  const file = entry?.kind === 'file' ? join(blobs, entry.sha256) : null
  return { entry, file: file !== null && (await exists(file)) ? file : null }
}

async function blobOf(content: Buffer, mode: Mode, blobs: string): Promise<FileEntry> {
  const hash = sha256(content)
  await writeFile(join(blobs, hash), content)
  return { kind: 'file', sha256: hash, size: content.length, mode }
}

/** The bits of what both sides are in; without a base ours stay, with every x of the vendor's. Where one side has no file, the other has the word. */
function modeOf(sides: Sides): Mode {
  const { base, ours, theirs } = sides
  if (ours?.kind !== 'file') return theirs?.kind === 'file' ? theirs.mode : 0o644
  if (theirs?.kind !== 'file') return ours.mode
  if (base?.kind !== 'file') return ours.mode | (theirs.mode & 0o111)
  return decideMode(sides, 'config').mode ?? ours.mode
}

/** Row M3 is said. */
function bits(sides: Sides): string {
  const { notice } = decideMode(sides, 'config')
  return notice === undefined ? '' : `; ${notice}`
}
