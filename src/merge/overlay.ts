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
import type { OverlayPlan } from './plan-overlay.ts'
import type { Resolution, UsedAnswer } from './resolutions.ts'

/** An answer that stands for a file of the team's until the team takes it over. */
export interface StandIn extends UsedAnswer {
  answer: Resolution['answer']
}

/** Permission bits of the team's on a file. */
export interface TeamMode {
  mode: Mode
  /** What the vendor had there when the team changed it; null where it had no such file. */
  vanilla: Mode | null
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
  modes: ReadonlyMap<string, TeamMode>
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
