import { lstat, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { TrainError, writeError } from '../kernel/errors.ts'
import { syncFolder } from '../kernel/files.ts'
import { besideOf, removeAll } from '../kernel/leftovers.ts'

/** Where a home waits while a new one takes its place. */
function formerOf(home: string): string {
  return join(dirname(home), `.${basename(home)}.update-train-former`)
}

/**
 * Puts a finished home in the place of another one: two renames, as no call that Node has exchanges folders at once.
 * Between them there is no home, and `recoverHome` puts the former one back. Gives the former home where it could not be
 * removed, else null.
 */
export async function swapHome(home: string, made: string): Promise<string | null> {
  const former = formerOf(home)
  // Only under a name of this kind may it be removed, also by whoever comes after a kill.
  const leftover = besideOf(join(dirname(home), `.${basename(home)}`))
  try {
    await rename(home, former)
    try {
      await rename(made, home)
    } catch (error) {
      await rename(former, home)
      throw error
    }
    await rename(former, leftover)
    await syncFolder(dirname(home))
  } catch (error) {
    throw writeError(error, home)
  }
  return removeAll(leftover).then(
    () => null,
    () => leftover,
  )
}

/**
 * Takes up what a killed swap left: the former home comes back where there is none. Where there is one, somebody may have
 * unpacked it, and the former home is all that is left of the team's files: then it throws `not-writable`.
 */
export async function recoverHome(home: string): Promise<void> {
  const former = formerOf(home)
  if (!(await isThere(former))) return
  if (!(await isThere(home))) return rename(former, home)
  throw new TrainError(
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
