import { lstat, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { systemCode, TrainError, writeError } from '../kernel/errors.ts'
import { exists, makeFolder, syncFolder } from '../kernel/files.ts'
import type { FinishedFile, FolderKind, Published } from './host.ts'

/** The list in each folder, by which it is known to be ours. */
const listNames: Readonly<Record<FolderKind, string>> = {
  conflicts: 'conflicts.json',
  replaced: 'replaced.json',
}

/**
 * Moves finished files into a folder of the same file system, all of them or, where a name is taken by a folder, none.
 * Throws `not-writable` or `disk-full`.
 */
export async function placeFiles(
  files: readonly FinishedFile[],
  folder: string,
  nameOf: (file: FinishedFile) => string,
): Promise<Published['paths']> {
  for (const file of files) await assertPlace(join(folder, nameOf(file)), file.kind)
  // What an earlier run laid out in the same place is answered, or laid out anew.
  for (const kind of ['conflicts', 'replaced'] as const) {
    const former = join(folder, nameOf({ kind, name: kind, path: '' }))
    if (await exists(join(former, listNames[kind]))) await rm(former, { recursive: true })
  }
  const paths: Published['paths'] = {}
  for (const file of files) {
    const target = join(folder, nameOf(file))
    await moveInto(file.path, target)
    paths[file.kind] = target
  }
  await syncFolder(folder)
  return paths
}

/** Before the first file is moved: a folder in the place of one would stop half-way. */
async function assertPlace(target: string, kind: FinishedFile['kind']): Promise<void> {
  const found = await lstat(target).catch(() => null)
  if (kind === 'conflicts' || kind === 'replaced') {
    // Only what an earlier run laid out is replaced.
    if (found === null || (await exists(join(target, listNames[kind])))) return
    throw new TrainError('not-writable', `${target} is in the way of what this run lays out there.`, {
      hint: 'Move it away, or choose another place with --out; nothing was changed.',
    })
  }
  if (found?.isDirectory() !== true) return
  throw new TrainError('not-writable', `${target} is a folder; a file of that name is to be written there.`, {
    hint: 'Move it away, or choose another place with --out; nothing was changed.',
  })
}

async function moveInto(from: string, to: string): Promise<void> {
  try {
    await makeFolder(dirname(to))
    await rename(from, to)
  } catch (error) {
    if (systemCode(error) === 'EXDEV') throw new Error(`${from} and ${to} are on different file systems.`)
    throw writeError(error, to)
  }
}
