import { lstat, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { writeError } from '../kernel/errors.ts'
import { syncFolder } from '../kernel/files.ts'
import { removeAll } from '../kernel/leftovers.ts'

/** Where a home waits while a new one takes its place. */
function formerOf(home: string): string {
  return join(dirname(home), `.${basename(home)}.update-train-former`)
}

/**
 * Puts a finished home in the place of another one: two renames, as no call that Node has exchanges folders at once.
 * Between them there is no home, and `recoverHome` puts the former one back.
 */
export async function swapHome(home: string, made: string): Promise<void> {
  const former = formerOf(home)
  try {
    await rename(home, former)
    try {
      await rename(made, home)
    } catch (error) {
      await rename(former, home)
      throw error
    }
    await syncFolder(dirname(home))
  } catch (error) {
    throw writeError(error, home)
  }
  await removeAll(former)
}

/** Takes up what a killed swap left: the former home comes back where there is none, else it goes. */
export async function recoverHome(home: string): Promise<void> {
  const former = formerOf(home)
  if (!(await isThere(former))) return
  if (await isThere(home)) await removeAll(former)
  else await rename(former, home)
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
