import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { exists, writeFileAtomically } from '../../kernel/files.ts'
import { type Sha256, sha256, sha256OfFile } from '../../kernel/sha256.ts'
import type { Conflict, Notice, ShownConflict } from '../../merge/decision.ts'
import { keepReplaced, type Merging } from '../../merge/merging.ts'
import type { UsedAnswer } from '../../merge/resolutions.ts'
import { replayedByHunk, settlePath } from '../../merge/settle-path.ts'
import { keyOf, type Side, showConflict, type ThreeSides } from '../../merge/show-conflict.ts'
import type { Tree } from '../../pack/tree.ts'

/** How a tool lays a conflict out: names behind the file's own. */
export interface SideNames {
  base: string
  theirs: string
  /** Where it looks for the answer. */
  final: string
  /** What else it lays there. */
  others: readonly string[]
}

/** A file that a tool could not merge, and what it has laid beside it. */
export interface ToolConflict {
  path: string
  /** Absolute; null where the tool laid none. */
  base: string | null
  theirs: string | null
}

/** Finds what a tool has laid beside files of a home: by the names alone, with blanks and all. */
export function findSideFiles(
  home: string,
  before: Pick<ReadonlyMap<string, unknown>, 'has'>,
  after: Pick<ReadonlyMap<string, unknown>, 'keys'>,
  names: SideNames,
): ToolConflict[] {
  const fresh = new Set([...after.keys()].filter(path => !before.has(path)))
  const stems = new Set(
    [...fresh].flatMap(path =>
      [names.base, names.theirs].flatMap(ending =>
        path.endsWith(ending) && before.has(path.slice(0, -ending.length))
          ? [path.slice(0, -ending.length)]
          : [],
      ),
    ),
  )
  const at = (path: string): string | null => (fresh.has(path) ? join(home, path) : null)
  return [...stems]
    .sort()
    .map(path => ({ path, base: at(path + names.base), theirs: at(path + names.theirs) }))
}

export interface SettledSides {
  open: ShownConflict[]
  notices: Notice[]
  used: UsedAnswer[]
  /** Paths that an answer takes away once the tool is through. */
  deletes: string[]
  /** SHA-256 of each answer where the tool looks for it, by path. */
  finals: Map<string, Sha256>
}

/**
 * Answers a tool's conflicts where it looks for answers: by recorded ones, by our own merge, by `on-conflict`. What stays
 * open is laid out.
 */
export async function settleSides(
  home: string,
  conflicts: readonly ToolConflict[],
  names: SideNames,
  merging: Merging,
): Promise<SettledSides> {
  const settled: SettledSides = { open: [], notices: [], used: [], deletes: [], finals: new Map() }
  for (const { path, base, theirs } of conflicts) {
    const ours = join(home, path)
    const sides: ThreeSides = {
      base: await sideOf(base),
      ours: await sideOf(ours),
      theirs: await sideOf(theirs),
    }
    const final = `${ours}${names.final}`
    const say = (message: string): void => {
      const met = 'was changed here and by the update, and the update tool could not merge it'
      settled.notices.push({ path, row: '11', severity: 'notice', message: `${met}; ${message}` })
    }
    const settlement = await settlePath(path, sides, merging)
    if (settlement.kind === 'answered') {
      const { answer } = settlement
      settled.used.push({ key: keyOf(path, sides), result: answer.kind === 'file' ? answer.sha256 : null })
      // A tool takes no answer that there shall be no file.
      await copyFile(answer.kind === 'file' ? answer.file : ours, final)
      if (answer.kind !== 'file') settled.deletes.push(path)
      const isOurs =
        answer.kind === 'file' &&
        sides.ours.entry?.kind === 'file' &&
        sides.ours.entry.sha256 === answer.sha256
      if (sides.ours.entry !== null && !isOurs)
        await keepReplaced(merging.replaced, path, sides.ours.entry, ours)
      say('your recorded answer decides')
    } else if (settlement.kind === 'merged') {
      await writeFileAtomically(final, settlement.content)
      if (settlement.byPlace)
        settled.used.push({ key: keyOf(path, sides), result: sha256(settlement.content) })
      say(settlement.byPlace ? replayedByHunk : 'both changes are in it')
    } else if (merging.onConflict === 'ours') {
      await copyFile(ours, final)
      say('ours is kept, as on-conflict says')
    } else if (merging.onConflict === 'theirs' && theirs !== null) {
      if (sides.ours.entry !== null) await keepReplaced(merging.replaced, path, sides.ours.entry, ours)
      await copyFile(theirs, final)
      say('the update’s is taken, as on-conflict says; ours is in the folder replaced')
    } else {
      const conflict: Conflict = { path, row: '11', kind: 'modify/modify' }
      settled.open.push(
        await showConflict(merging.conflicts, conflict, sides, settlement.merge, settlement.proposal),
      )
      continue
    }
    settled.finals.set(path, (await sha256OfFile(final)).sha256)
  }
  return settled
}

async function sideOf(file: string | null): Promise<Side> {
  if (file === null || !(await exists(file))) return { entry: null, file: null }
  return { entry: { kind: 'file', ...(await sha256OfFile(file)), mode: 0o644 }, file }
}

/** Removes what a tool has laid beside its conflicts, where it has not done so itself. */
export async function removeSideFiles(
  home: string,
  conflicts: readonly ToolConflict[],
  names: SideNames,
  before: Tree,
): Promise<void> {
  const endings = [names.base, names.theirs, names.final, ...names.others]
  for (const { path } of conflicts)
    for (const ending of endings)
      if (!before.has(`${path}${ending}`)) await rm(join(home, `${path}${ending}`), { force: true })
}
