import { chmod, copyFile, mkdir, readlink, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import { isFolder } from '../kernel/files.ts'
import type { Sha256 } from '../kernel/sha256.ts'
import { writableFolders } from '../kernel/writable-folders.ts'
import { contentDigest } from '../pack/content-digest.ts'
import { linkFault, nameFault } from '../pack/entry-name.ts'
import { homeTree } from '../pack/inventory.ts'
import type { Mode, Tree, TreeEntry } from '../pack/tree.ts'
import { decide, same } from './decide.ts'
import type { Conflict } from './decision.ts'
import type { Resolution, UsedAnswer } from './resolutions.ts'

/** An answer that stands for a file of the team's until the team takes it over. */
export interface StandIn extends UsedAnswer {
  answer: Resolution['answer']
}

/** The team's own files, laid over the vendor's. */
export interface Overlay {
  /** Absolute. */
  folder: string
  tree: Tree
  digest: Sha256
  /** Files that stand for the overlay's own, by path: answers that the team has not taken over yet. */
  answered: ReadonlyMap<string, string>
  /** Those answers, with each one that led to the next. */
  answers: readonly UsedAnswer[]
  /** Those that stand for a file now, by path. */
  standing: ReadonlyMap<string, StandIn>
  /** Paths of the product that the team, or such an answer, takes away. */
  removed: ReadonlySet<string>
  /** Permission bits that the team has set: of its own files, and of files that are otherwise the vendor's. */
  modes: ReadonlyMap<string, Mode>
}

/** What laying an overlay over an updated vendor tree means. */
export interface OverlayPlan {
  /** Paths to lay, with the permission bits they get (links have none). */
  lay: Map<string, Mode | null>
  /** Files that are laid instead of the overlay's own: recorded answers. */
  answered: Map<string, string>
  /** Paths that are taken away. */
  removed: Set<string>
  /** Permission bits of paths whose content is the vendor's. */
  modes: Map<string, Mode>
  /** Paths of the overlay that the vendor's tree now holds with the same content. */
  converged: string[]
  /** Laid paths that the vendor's tree does not have at all. */
  added: string[]
  conflicts: Conflict[]
}

/** Reads a team's overlay folder. Its paths are below the product's root, as in `overlays/wso2is/conf/server.xml`. */
export async function readOverlay(folder: string, signal: AbortSignal): Promise<Overlay> {
  if (!(await isFolder(folder)))
    throw new TrainError('config', `There is no overlay folder ${folder}.`, {
      hint: 'Correct `overlay` (--overlay); its files lie as they do below the product, for example conf/server.xml.',
    })
  const tree = new Map<string, TreeEntry>()
  for (const [path, entry] of await homeTree(folder, { signal })) {
    if (entry.kind === 'directory') continue
    tree.set(path, entry.kind === 'file' ? { ...entry, mode: portableMode(entry.mode) } : entry)
    const reason = refusal(path, entry)
    if (reason !== undefined)
      throw new TrainError('config', `The overlay file ${join(folder, path)} cannot be laid: ${reason}.`, {
        hint: 'Remove it from the overlay.',
      })
  }
  return {
    folder,
    tree,
    digest: contentDigest(tree),
    answered: new Map(),
    answers: [],
    standing: new Map(),
    removed: new Set(),
    modes: new Map(),
  }
}

/** Git keeps one permission bit, and a checkout's others come from its umask: only the x bit is the team's word. */
function portableMode(mode: Mode): Mode {
  return (mode & 0o100) === 0 ? 0o644 : 0o755
}

function refusal(path: string, entry: TreeEntry): string | undefined {
  if (path === 'updates' || path.startsWith('updates/'))
    return 'the folder updates/ belongs to the update tool'
  if (entry.kind === 'special') return 'it is neither a file nor a link'
  const fault = nameFault(path) ?? (entry.kind === 'link' ? linkFault(path, entry.target) : undefined)
  return fault === undefined ? undefined : `it ${fault}`
}

/**
 * Decides each path of the overlay: `before` is the vendor's tree that the overlay was made for, `after` the one it is laid over.
 * Where both are the same (no update), every path is laid.
 */
export function planOverlay(overlay: Overlay, before: Tree, after: Tree): OverlayPlan {
  const lay = new Map<string, Mode | null>()
  const plan: OverlayPlan = {
    lay,
    answered: new Map(),
    removed: new Set(),
    modes: new Map(),
    converged: [],
    added: [],
    conflicts: [],
  }
  for (const [path, ours] of overlay.tree) {
    const theirs = after.get(path) ?? null
    if (isInTheWay(path, after)) {
      plan.conflicts.push({ path, row: '22', kind: 'kind' })
      continue
    }
    const decision = decide({ base: before.get(path) ?? null, ours, theirs }, 'config')
    if (decision.action === 'conflict')
      plan.conflicts.push({ path, row: decision.row, kind: decision.conflict })
    else if (decision.action !== 'nothing') {
      // A copy of the vendor's old file: laid, it would undo the update, now or at a later level. The team must say.
      plan.conflicts.push({
        path,
        row: decision.row,
        kind: theirs === null ? 'modify/delete' : 'modify/modify',
      })
    } else {
      if (theirs === null) plan.added.push(path)
      if (same(ours, theirs)) plan.converged.push(path)
      lay.set(path, laidMode(ours, theirs))
    }
  }
  planModes(overlay.modes, plan, before, after)
  for (const path of overlay.removed) {
    const sides = { base: before.get(path) ?? null, ours: null, theirs: after.get(path) ?? null }
    const decision = decide(sides, 'config')
    if (decision.action === 'conflict')
      plan.conflicts.push({ path, row: decision.row, kind: decision.conflict })
    // A directory that stands there now is not what was taken away.
    else if (after.has(path) && after.get(path)?.kind !== 'directory') plan.removed.add(path)
  }
  return plan
}

/** Rows M1 to M3 for what the team has set itself. */
function planModes(
  modes: ReadonlyMap<string, Mode>,
  { lay, modes: planned }: OverlayPlan,
  before: Tree,
  after: Tree,
): void {
  for (const [path, mode] of modes) {
    const theirs = after.get(path)
    const base = before.get(path)
    if (lay.has(path)) lay.set(path, mode)
    else if (theirs?.kind === 'file' && base?.kind === 'file') {
      const decision = decide({ base, ours: { ...base, mode }, theirs }, 'config')
      planned.set(path, decision.mode ?? mode)
    }
  }
}

/** A file never takes the place of a whole directory, and is never written below a file or through a link. */
function isInTheWay(path: string, after: Tree): boolean {
  if (after.get(path)?.kind === 'directory') return true
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    const entry = after.get(parent)
    if (entry !== undefined && entry.kind !== 'directory') return true
  }
  return false
}

/** An overlay's file keeps the vendor's bits and may add x: a checkout that lost it must not make `bin/server.sh` unusable. */
export function laidMode(ours: TreeEntry, theirs: TreeEntry | null): Mode | null {
  if (ours.kind !== 'file') return null
  if (theirs?.kind !== 'file') return ours.mode
  return theirs.mode | (ours.mode & 0o111)
}

/** The bits of folders that are packed come from no umask. */
async function makeFolders(home: string, path: string): Promise<void> {
  const first = await mkdir(join(home, path), { recursive: true })
  if (first === undefined) return
  for (let made = join(home, path); made.length >= first.length; made = dirname(made))
    await chmod(made, 0o755)
}

/** Copies the decided paths of the overlay into an unpacked home. */
export async function layOverlay(overlay: Overlay, plan: OverlayPlan, home: string): Promise<void> {
  await using _writable = await writableFolders(home, [
    ...plan.lay.keys(),
    ...plan.removed,
    ...plan.modes.keys(),
  ])
  for (const path of plan.removed) await rm(join(home, path), { recursive: true, force: true })
  for (const [path, mode] of plan.modes) await chmod(join(home, path), mode)
  for (const [path, mode] of plan.lay) {
    const from = plan.answered.get(path) ?? overlay.answered.get(path) ?? join(overlay.folder, path)
    const to = join(home, path)
    await makeFolders(home, dirname(path))
    await rm(to, { recursive: true, force: true })
    if (mode === null) await symlink(await readlink(from), to)
    else {
      await copyFile(from, to)
      await chmod(to, mode)
    }
  }
}
