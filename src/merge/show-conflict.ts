import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Sha256, sha256 } from '../kernel/sha256.ts'
import type { TreeEntry } from '../pack/tree.ts'
import { type Conflict, type ShownConflict, shownHunks } from './decision.ts'
import type { FileMerge } from './text/merge-files.ts'
import type { OpenHunk } from './text/merge-lines.ts'

/** Characters of one side of such a hunk. */
const shownCharacters = 1500

/** One side of a conflict. */
export interface Side {
  entry: TreeEntry | null
  /** Where a file's content lies; null for anything else. */
  file: string | null
  /** An earlier answer took the path away; what is `absent` otherwise was never there on that side. */
  deleted?: true
}

export interface ThreeSides {
  base: Side
  ours: Side
  theirs: Side
}

/**
 * Lays a conflict out below `folder`: `<path>.base`, `.ours`, `.theirs`, for texts `.merged`, and as `.proposal` what a
 * recorded answer comes near to.
 */
export async function showConflict(
  folder: string,
  conflict: Conflict,
  sides: ThreeSides,
  merge: FileMerge | null,
  proposal: Buffer | null,
): Promise<ShownConflict> {
  const { path } = conflict
  await mkdir(join(folder, dirname(path)), { recursive: true })
  const put = async (side: keyof ThreeSides): Promise<string | null> => {
    const { entry, file } = sides[side]
    const name = `${path}.${side}`
    if (file !== null) await copyFile(file, join(folder, name))
    else if (entry?.kind === 'link') await writeFile(join(folder, name), entry.target)
    else return null
    return name
  }
  const text =
    merge === null || merge.kind === 'binary' ? null : merge.kind === 'merged' ? merge.content : merge.marked
  if (text !== null) await writeFile(join(folder, `${path}.merged`), text)
  if (proposal !== null) await writeFile(join(folder, `${path}.proposal`), proposal)
  const isBinary = merge?.kind === 'binary' && conflict.kind === 'modify/modify'
  return {
    ...conflict,
    ...(isBinary ? { kind: 'binary', row: '12' } : {}),
    base: await put('base'),
    ours: await put('ours'),
    theirs: await put('theirs'),
    merged: text === null ? null : `${path}.merged`,
    proposal: proposal === null ? null : `${path}.proposal`,
    open: merge?.kind === 'conflict' ? merge.open.slice(0, shownHunks).map(shortened) : [],
    key: keyOf(path, sides),
    sides: holdingOf(sides),
  }
}

/** What a recorded answer is found by: format version, path, and what the three sides hold. */
export function keyOf(path: string, sides: ThreeSides): Sha256 {
  return keyOfHolding(path, holdingOf(sides))
}

/** As `keyOf`, from what a record says that the sides held. */
export function keyOfHolding(path: string, { base, ours, theirs }: ShownConflict['sides']): Sha256 {
  return sha256(JSON.stringify([1, path, base, ours, theirs]))
}

/**
 * What a decision of a policy is recorded by. It holds the decision, so that it is never another one: not of a track with
 * another policy, and not a person's answer to the same conflict.
 */
export function keyOfDecision(path: string, sides: ThreeSides, policy: string, answer: string): Sha256 {
  const { base, ours, theirs } = holdingOf(sides)
  return sha256(JSON.stringify([1, path, base, ours, theirs, policy, answer]))
}

/** What `theirs` of a conflict with an earlier answer holds where that was to delete the path. */
export const deletedSide = 'deleted'

/** What three sides hold, in words. */
export function holdingOf({ base, ours, theirs }: ThreeSides): ShownConflict['sides'] {
  const held = theirs.deleted === true ? deletedSide : nameOf(theirs.entry)
  return { base: nameOf(base.entry), ours: nameOf(ours.entry), theirs: held }
}

/** What one side holds, in words. */
export function nameOf(entry: TreeEntry | null): string {
  if (entry === null) return 'absent'
  if (entry.kind === 'file') return `file ${entry.sha256}`
  return entry.kind === 'link' ? `link ${entry.target}` : entry.kind
}

function shortened({ base, ours, theirs }: OpenHunk): OpenHunk {
  const cut = (text: string): string =>
    text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}…\n`
  return { base: cut(base), ours: cut(ours), theirs: cut(theirs) }
}
