import { lstat, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import { exists, syncFolder } from '../kernel/files.ts'
import type { Log } from '../kernel/log.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import { saveHandwritten, tellHandwritten } from './handwritten.ts'
import { type FinishedFile, type FolderKind, namesOfSomeRuns, type Published } from './host.ts'
import { moveInto, recoverFolder, swapFolder } from './swap-folder.ts'

/** The list in each folder, by which it is known to be ours. */
const listNames: Readonly<Record<FolderKind, string>> = {
  conflicts: 'conflicts.json',
  replaced: 'replaced.json',
}

/** Where finished files go. */
export interface FilesPlace {
  folder: string
  nameOf: (file: FinishedFile) => string
  /** Where answers to conflicts are recorded. */
  resolutions: string
  log: Pick<Log, 'warning'>
  anew?: readonly FolderKind[]
}

/**
 * Moves finished files into a folder of the same file system, all of them or, where a name is taken by a folder, none.
 * The pack comes last: where it is the new one, all that belongs to it is. Folders of the kinds `anew` that earlier runs
 * laid out give way, but for what people have written there, and with a report, what only an earlier run made. Throws
 * `not-writable` or `disk-full`.
 */
export async function placeFiles(
  files: readonly FinishedFile[],
  { folder, nameOf, resolutions, log, anew = ['conflicts', 'replaced'] }: FilesPlace,
): Promise<Published['paths']> {
  const placeOf = (kind: FolderKind): string => join(folder, nameOf({ kind, name: kind, path: '' }))
  for (const kind of anew) await recoverFolder(placeOf(kind), kind, { resolutions, log })
  for (const file of files) await assertPlace(join(folder, nameOf(file)), file.kind)
  await using aside = await temporaryFolder(folder, '.update-train-')
  const placed = new Set<FinishedFile>()
  // What an earlier run laid out in the same place is answered, or laid out anew.
  for (const kind of anew) {
    const former = placeOf(kind)
    if (!(await isOurs(former, kind))) continue
    const next = files.find(file => file.kind === kind)
    const written =
      kind === 'conflicts' ? await saveHandwritten(former, next?.path ?? null, resolutions) : null
    if (written !== null) log.warning(tellHandwritten(written))
    // Aside at once: half removed, it might have lost the list by which it is known.
    else if (next === undefined) await moveInto(former, join(aside.path, kind))
    if (next === undefined) continue
    // Before all else: what people have written may be nowhere but in it now.
    if (written === null) await swapFolder(former, next.path, join(aside.path, kind))
    else await moveInto(next.path, former)
    placed.add(next)
  }
  const isMade = (kind: FinishedFile['kind']): boolean => files.some(file => file.kind === kind)
  if (isMade('report'))
    for (const kind of ['sbom', 'log'] as const)
      if (!isMade(kind))
        await rm(join(folder, nameOf({ kind, name: namesOfSomeRuns[kind], path: '' })), { force: true })
  const paths: Published['paths'] = {}
  for (const file of files) paths[file.kind] = join(folder, nameOf(file))
  const packLast = files
    .filter(file => !placed.has(file))
    .sort((one, other) => Number(one.kind === 'pack') - Number(other.kind === 'pack'))
  for (const file of packLast) await moveInto(file.path, join(folder, nameOf(file)))
  await syncFolder(folder)
  return paths
}

/** Before the first file is moved: a folder in the place of one would stop half-way. Throws `not-writable`. */
export async function assertPlace(target: string, kind: FinishedFile['kind']): Promise<void> {
  const found = await lstat(target).catch(() => null)
  if (kind === 'conflicts' || kind === 'replaced') {
    // Only what an earlier run laid out is replaced.
    if (found === null || (await isOurs(target, kind))) return
    throw new TrainError('not-writable', `${target} is in the way of what this run lays out there.`, {
      hint: 'Move it away, or choose another place with --out; nothing was changed.',
    })
  }
  if (found?.isDirectory() !== true) return
  throw new TrainError('not-writable', `${target} is a folder; a file of that name is to be written there.`, {
    hint: 'Move it away, or choose another place with --out; nothing was changed.',
  })
}

/** A folder that holds such a list; a link to one is the user's. */
export async function isOurs(folder: string, kind: FolderKind): Promise<boolean> {
  const found = await lstat(folder).catch(() => null)
  return found?.isDirectory() === true && (await exists(join(folder, listNames[kind])))
}
