import { rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { systemCode, writeError } from '../kernel/errors.ts'
import { exists } from '../kernel/files.ts'
import { besideOf, removeAll } from '../kernel/leftovers.ts'
import { saveHandwritten, tellHandwritten } from './handwritten.ts'
import type { FolderKind } from './host.ts'
import type { FilesPlace } from './place-files.ts'

/** Where a folder of results waits while a new one takes its place: under no name by which it would be removed. */
function waitingOf(place: string): string {
  return join(dirname(place), `.${basename(place)}.update-train-former`)
}

/**
 * Puts a folder in the place of another one, which goes to `aside`. No call that Node has exchanges folders at once: what a
 * kill leaves in between, `recoverFolder` takes up. Throws `not-writable` or `disk-full`; the former one is back then.
 */
export async function swapFolder(place: string, next: string, aside: string): Promise<void> {
  const waiting = waitingOf(place)
  await moveInto(place, waiting)
  try {
    await moveInto(next, place)
  } catch (error) {
    await rename(waiting, place)
    throw error
  }
  await moveInto(waiting, aside)
}

/** Takes up what a killed swap left: the former folder comes back where there is none, else it gives way to the new one. */
export async function recoverFolder(
  place: string,
  kind: FolderKind,
  { resolutions, log }: Pick<FilesPlace, 'resolutions' | 'log'>,
): Promise<void> {
  const waiting = waitingOf(place)
  if (!(await exists(waiting))) return
  if (!(await exists(place))) return moveInto(waiting, place)
  // Somebody may have made the one that is there: what people have written is nowhere else then.
  const written = kind === 'conflicts' ? await saveHandwritten(waiting, place, resolutions, place) : null
  if (written === null) {
    const leftover = besideOf(place)
    await moveInto(waiting, leftover)
    await removeAll(leftover)
  } else log.warning(tellHandwritten(written))
}

/** Renames within a file system. Throws `not-writable` or `disk-full`. */
export async function moveInto(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (systemCode(error) === 'EXDEV') throw new Error(`${from} and ${to} are on different file systems.`)
    throw writeError(error, to)
  }
}
