import { join } from 'node:path'
import type { Sha256 } from '../kernel/sha256.ts'
import type { Mode, Tree } from '../pack/tree.ts'
import type { HomeWrite } from '../pack/write-home.ts'
import { conflictsOf, noticesOf, type TreeDecisions, type Trees } from './decide-tree.ts'
import type { Notice, ShownConflict } from './decision.ts'
import { keepReplaced, type Merging } from './merging.ts'
import type { UsedAnswer } from './resolutions.ts'
import { type Contents, settle, type Wanted } from './settle-home.ts'

/** What is to be done in a home, all of it decided. */
export interface HomeSteps {
  deletes: string[]
  writes: HomeWrite[]
  /** Permission bits of paths whose content stays. */
  modes: Map<string, Mode>
  /** SHA-256 → a path of the home that holds the content. */
  copies: Map<Sha256, string>
  /** Contents that the home does not hold, still to be fetched. */
  wanted: Wanted[]
  notices: Notice[]
  used: UsedAnswer[]
}

export type PlannedHome = ({ kind: 'planned' } & HomeSteps) | { kind: 'conflict'; conflicts: ShownConflict[] }

/**
 * Takes decisions about a home to what has to be done there; conflicts are settled, or laid out. Contents of both levels
 * that a conflict needs are fetched into `blobs`; nothing of the home is written.
 */
export async function planHome(
  decisions: TreeDecisions,
  trees: Trees,
  contents: Contents,
  merging: Merging,
  places: { home: string; blobs: string },
): Promise<PlannedHome> {
  const settled = await settle(conflictsOf(decisions), trees, contents, merging, places)
  if (settled.open.length > 0) return { kind: 'conflict', conflicts: settled.open }
  const writes = writesOf(decisions, trees.theirs)
  const deletes = [...decisions].filter(([, { action }]) => action === 'delete').map(([path]) => path)
  return {
    kind: 'planned',
    deletes: [...deletes, ...settled.deletes].sort(),
    writes: [...writes, ...settled.writes],
    modes: modesOf(decisions, trees.ours),
    ...sourcesOf(writes, trees.ours),
    notices: [...noticesOf(decisions), ...settled.notices],
    used: settled.used,
  }
}

/** Keeps every file of the team's that decisions are about to replace. */
export async function keepAllReplaced(
  decisions: TreeDecisions,
  ours: Tree,
  home: string,
  folder: string,
): Promise<void> {
  for (const [path, decision] of decisions) {
    const entry = ours.get(path)
    const replaces =
      (decision.action === 'write' || decision.action === 'delete') && decision.replaces === true
    if (replaces && entry !== undefined) await keepReplaced(folder, path, entry, join(home, path))
  }
}

function writesOf(decisions: TreeDecisions, theirs: Tree): HomeWrite[] {
  const writes: HomeWrite[] = []
  for (const [path, decision] of decisions) {
    const entry = theirs.get(path)
    if (decision.action !== 'write' || entry === undefined || entry.kind === 'special') continue
    writes.push(entry.kind === 'link' ? { path, entry } : { path, entry, mode: decision.mode ?? entry.mode })
  }
  return writes
}

/** Where each content comes from: a file that the home holds already, or a blob to fetch. */
function sourcesOf(writes: readonly HomeWrite[], ours: Tree): Pick<HomeSteps, 'copies' | 'wanted'> {
  const held = new Map<Sha256, string>()
  for (const [path, entry] of ours) if (entry.kind === 'file') held.set(entry.sha256, path)
  const copies = new Map<Sha256, string>()
  const wanted: Wanted[] = []
  for (const { path, entry } of writes) {
    if (entry.kind !== 'file') continue
    const holder = held.get(entry.sha256)
    if (holder === undefined) wanted.push({ sha256: entry.sha256, size: entry.size, path })
    else copies.set(entry.sha256, holder)
  }
  return { copies, wanted }
}

/** Permission bits of paths whose content stays. A link has none, and `chmod` would set those of what it leads to. */
function modesOf(decisions: TreeDecisions, ours: Tree): Map<string, Mode> {
  const modes = new Map<string, Mode>()
  for (const [path, { action, mode }] of decisions)
    if (action === 'nothing' && mode !== undefined && ours.get(path)?.kind !== 'link') modes.set(path, mode)
  return modes
}
