import { readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { systemCode, TrainError, writeError } from './errors.ts'
import { besideOf } from './leftovers.ts'
import { isGone, ownMark } from './process-mark.ts'
import type { Clock } from './time.ts'

/** Milliseconds between two tries. */
const pause = 50

/** How to wait for another process, and what to say where it takes too long. */
export interface Patience {
  clock: Clock
  signal: AbortSignal
  /** Milliseconds; 0 does not wait at all. */
  limit: number
  /** What the other process does, as in `publishes to /feed`. */
  work: string
}

/**
 * Keeps other processes from the same work while a scope lasts, by a link that leads nowhere and names our process: it
 * is made with its content at once, so that a kill never leaves half of it. One whose process is gone is taken over.
 * Throws `busy` where the other one does not end in time.
 */
export async function holdFile(file: string, patience: Patience): Promise<AsyncDisposable> {
  const start = patience.clock.now()
  for (;;) {
    if (await tryCreate(file)) return { [Symbol.asyncDispose]: () => rm(file, { force: true }) }
    const holder = await holderOf(file)
    if (holder === null) continue
    if (isGone(holder)) await takeAway(file, holder)
    else if (patience.clock.now() - start >= patience.limit)
      throw new TrainError(
        'busy',
        `Process ${holder.split('-')[0] || 'unknown'} ${patience.work} right now.`,
        {
          hint: `Wait for it and try again; if there is no such process, remove ${file}.`,
        },
      )
    else await patience.clock.sleep(pause, patience.signal)
  }
}

/** Removes the file that a killed process held; any other stays. */
export async function releaseDead(file: string): Promise<void> {
  const holder = await holderOf(file)
  if (holder !== null && isGone(holder)) await takeAway(file, holder)
}

/** False where another process holds it. */
async function tryCreate(file: string): Promise<boolean> {
  try {
    await symlink(ownMark(), file)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    if (!linkless.has(systemCode(error))) throw writeError(error, file)
  }
  try {
    await writeFile(file, ownMark(), { flag: 'wx' })
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw writeError(error, file)
  }
}

/** How file systems without links say so, as of FAT and SMB (symlink(2)). */
const linkless = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

const missing = new Set(['ENOENT', 'ENOTDIR'])

/** The mark in a file; null where it is gone. */
async function holderOf(file: string): Promise<string | null> {
  try {
    return await readlink(file)
  } catch (error) {
    if (missing.has(systemCode(error))) return null
    return readFile(file, 'utf8').catch((reason: unknown) => {
      if (missing.has(systemCode(reason))) return null
      throw writeError(reason, file)
    })
  }
}

/** Removes the file of a process that is gone; one that somebody else has made meanwhile goes back. */
async function takeAway(file: string, holder: string): Promise<void> {
  const aside = besideOf(file)
  try {
    await rename(file, aside)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return
    throw writeError(error, file)
  }
  if ((await holderOf(aside)) === holder) await rm(aside, { force: true })
  else await rename(aside, file)
}
