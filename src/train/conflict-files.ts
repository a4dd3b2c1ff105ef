import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { formatBytes } from '../kernel/time.ts'
import type { ShownConflict } from '../merge/decision.ts'
import { conflictsListName } from '../merge/waiting.ts'
import type { Desk } from './proposal-desk.ts'

/** Bytes up to which one side of a conflict is laid on a branch; the artifact has all of them. */
const sideLimit = 5_000_000

/** Conflicts as they lie on a branch, and what was left out there. */
export interface LaidConflicts {
  files: Map<string, Buffer>
  left: string[]
}

/**
 * The folder of conflicts as files of the repository. Vendors' files are left out where the public would get what the
 * vendor gives to subscribers only; whoever answers has the pack.
 */
export async function conflictFiles(
  folder: string,
  conflicts: readonly ShownConflict[],
  desk: Desk,
): Promise<LaidConflicts> {
  const { proposals, settings, availability, places } = desk
  const isSecret = availability.restricted && !settings.allowPublicPack && (await proposals.isPublic())
  const files = new Map<string, Buffer>()
  const left = new Map<string, string>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const path = relative(folder, file).split(sep).join('/')
    const { size } = await stat(file)
    if (size > sideLimit) left.set(path, `${path} (${formatBytes(size)})`)
    else if (isSecret && /\.(base|theirs|merged|proposal)$/.test(path)) left.set(path, path)
    else if (path !== conflictsListName) files.set(`${places.conflicts}/${path}`, await readFile(file))
  }
  const list = conflicts.map(({ open, ...conflict }) => {
    const there = (name: string | null): string | null => (name !== null && left.has(name) ? null : name)
    const { base, ours, theirs, merged, proposal } = conflict
    return {
      ...conflict,
      ...{ base: there(base), ours: there(ours), theirs: there(theirs) },
      ...{ merged: there(merged), proposal: there(proposal) },
    }
  })
  files.set(`${places.conflicts}/${conflictsListName}`, Buffer.from(`${JSON.stringify(list, null, 2)}\n`))
  return { files, left: [...left.values()].sort() }
}
