import { lstat, readlink, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { systemCode, TrainError, writeError } from '../kernel/errors.ts'
import { syncFile, syncFolder } from '../kernel/files.ts'
import { besideOf, removeAll } from '../kernel/leftovers.ts'
import { parentsOf } from '../kernel/writable-folders.ts'

/** Where a home waits while a new one takes its place. */
function formerOf(home: string): string {
  return join(dirname(home), `.${basename(home)}.update-train-former`)
}

/** Makes durable what was written in a home, and the folders of all that came and went. Paths are below it. */
export async function syncHome(
  home: string,
  files: readonly string[],
  touched: readonly string[],
): Promise<void> {
  for (const path of files)
    await syncFile(join(home, path)).catch((error: unknown) => {
      // Permission bits may keep even us from opening it.
      if (systemCode(error) !== 'EACCES') throw writeError(error, join(home, path))
    })
  for (const folder of new Set(['', ...touched.flatMap(parentsOf)])) await syncFolder(join(home, folder))
}

/** A link beside a home while another one takes its place: it names the inode of the one that comes. */
function swapOf(home: string): string {
  return join(dirname(home), `.${basename(home)}.update-train-swap`)
}

async function inodeOf(path: string): Promise<string> {
  return String((await lstat(path, { bigint: true })).ino)
}

/**
 * Puts a finished home, all of which is on the disk, in the place of another one: two renames, as no call that Node has
 * exchanges folders at once. Whatever a kill leaves, `recoverHome` takes up. Gives the former home where it could not be
 * removed, else null.
 */
export async function swapHome(home: string, made: string): Promise<string | null> {
  const former = formerOf(home)
  // Only under a name of this kind may it be removed, also by whoever comes after a kill.
  const leftover = besideOf(join(dirname(home), `.${basename(home)}`))
  const swap = swapOf(home)
  try {
    await rm(swap, { force: true })
    await symlink(await inodeOf(made), swap)
    await rename(home, former)
    try {
      await rename(made, home)
    } catch (error) {
      await rename(former, home)
      await rm(swap, { force: true })
      throw error
    }
    await rename(former, leftover)
    await syncFolder(dirname(home))
    await rm(swap, { force: true })
  } catch (error) {
    throw writeError(error, home)
  }
  return removeAll(leftover).then(
    () => null,
    () => leftover,
  )
}

/**
 * Takes up what a killed swap left: the former home comes back where there is none, and goes where the new one is there.
 * Where another home is, somebody may have unpacked it, and the former one is all that is left of the team's files: then
 * it throws `not-writable`.
 */
export async function recoverHome(home: string): Promise<void> {
  const [former, swap] = [formerOf(home), swapOf(home)]
  if (await isThere(former)) {
    if (!(await isThere(home))) await rename(former, home)
    else if ((await inodeOf(home)) === (await readlink(swap).catch(() => null))) {
      const leftover = besideOf(join(dirname(home), `.${basename(home)}`))
      await rename(former, leftover)
      await removeAll(leftover)
    } else throw inTheWay(home, former)
  }
  await rm(swap, { force: true })
}

function inTheWay(home: string, former: string): TrainError {
  return new TrainError(
    'not-writable',
    `${former} is in the way: it is the home as it was before a patch that was killed, while ${home} is there as well.`,
    {
      hint: `Where ${home} is the one you want, move ${former} away; else move ${home} away and patch again, which puts the former one back. Nothing was changed.`,
    },
  )
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
