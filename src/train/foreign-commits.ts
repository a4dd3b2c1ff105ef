import { isDeepStrictEqual } from 'node:util'
import type { Branch, BranchCommit } from '../host/proposals.ts'
import { areAsCarried } from './carried-on-branch.ts'
import type { Desk } from './proposal-desk.ts'
import { earlierProposal } from './proposal-files.ts'
import { type CommitMark, marksOf } from './proposal-state.ts'
import { straysOf } from './stray-files.ts'

/** What people did to a branch since our last commit on it. */
export type Foreign =
  /** Nothing, or they brought in what the base has. */
  | { kind: 'none' }
  /** They answered conflicts: paths that they touched. */
  | { kind: 'answers'; paths: readonly string[] }
  | OtherWork

/** Work of people's own. */
export interface OtherWork {
  kind: 'other'
  /** Paths of what lies among answers and is none. */
  strays: readonly string[]
  /** Paths of the overlay that they changed beside our commit: what was tested does not have that. */
  overlay: readonly string[]
}

const other: OtherWork = { kind: 'other', strays: [], overlay: [] }

/** Our newest commit on a branch; null where there is none that is as we made it. */
export function ownCommit({ commits }: Branch): (BranchCommit & CommitMark) | null {
  const own = commits?.findLast(commit => marksOf(commit) !== null)
  const marks = own === undefined ? null : marksOf(own)
  return own === undefined || marks === null ? null : { ...own, ...marks }
}

/** Asks for the files of every commit that is not ours: a few, as people make them. */
export async function foreignOf(branch: Branch, desk: Desk): Promise<Foreign> {
  const { commits } = branch
  const { proposals, places } = desk
  if (commits === null) return other
  const own = ownCommit(branch)?.sha ?? null
  const foreign = commitsSince(own, commits)
  const paths: string[] = []
  for (const { sha } of foreign.filter(commit => !isMerge(commit))) {
    const changes = await proposals.changesOf(sha)
    if (changes === null) return other
    paths.push(...changes)
  }
  const answerPlaces = [places.conflicts, places.resolutions]
  if (!areWithin(paths, answerPlaces)) {
    const folder = places.overlay
    const overlay = folder === null ? [] : [...new Set(paths)].filter(path => areWithin([path], [folder]))
    return { ...other, overlay }
  }
  // What a merge itself changed shows in what the branch as a whole would change.
  const all = [...answerPlaces, places.lock]
  const merged = foreign.some(isMerge)
  if (merged && branch.changes === null) return other
  const further = merged ? (branch.changes ?? []).filter(path => !areWithin([path], all)) : []
  if (!(await areAsCarried(further, { head: branch.head, own }, desk))) return other
  if (merged && branch.changes?.includes(places.lock) === true && !(await isLockOurs(branch.head, own, desk)))
    return other
  if (paths.length === 0) return { kind: 'none' }
  const strays = await straysOf({ head: branch.head, own }, paths, desk)
  return strays.length === 0 ? { kind: 'answers', paths } : { ...other, strays }
}

/** A merge writes the lock anew where both its sides have it: our track's entry is ours all the same, or a person changed it. */
async function isLockOurs(head: string, own: string | null, desk: Desk): Promise<boolean> {
  if (own === null) return false
  const [now, made] = [
    await earlierProposal(head, desk.branch, desk),
    await earlierProposal(own, desk.branch, desk),
  ]
  return isDeepStrictEqual(now, made)
}

function isMerge({ parents }: BranchCommit): boolean {
  return parents.length > 1
}

/** Commits from which ours cannot be reached backwards, and which it does not hold. */
function commitsSince(own: string | null, commits: readonly BranchCommit[]): readonly BranchCommit[] {
  const bySha = new Map(commits.map(commit => [commit.sha, commit]))
  const held = new Set<string>()
  const open = own === null ? [] : [own]
  for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
    const commit = bySha.get(sha)
    if (commit === undefined || held.has(sha)) continue
    held.add(sha)
    open.push(...commit.parents)
  }
  return commits.filter(({ sha }) => !held.has(sha))
}

function areWithin(paths: readonly string[], places: readonly string[]): boolean {
  return paths.every(path => places.some(place => path === place || path.startsWith(`${place}/`)))
}
