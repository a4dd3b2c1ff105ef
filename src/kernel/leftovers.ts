import { randomBytes } from 'node:crypto'
import { chmod, lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode } from './errors.ts'
import { isGone, markPattern, ownMark } from './process-mark.ts'

/** Names of ours end with the mark of their process, so that a later one knows them for its leftovers. */
const leftover = new RegExp(`(?:^|\\.)update-train-(${markPattern})-[A-Za-z0-9]{6}$`)

/** The name of something beside `path` that is to be gone when this process ends. */
export function besideOf(path: string): string {
  return `${path}.update-train-${ownMark()}-${randomBytes(3).toString('hex')}`
}

/** Removes what processes of this machine and user that were killed have left in a folder; nothing else, and nothing below. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const mark = leftover.exec(name)?.[1]
    if (mark === undefined || !isGone(mark)) continue
    const path = join(folder, name)
    const found = await lstat(path).catch(() => null)
    // What somebody else owns could be changed under our hands into something that must stay.
    if (found === null || found.uid !== process.getuid?.()) continue
    // Another run may be at it as well; what cannot be removed now is met again.
    await removeAll(path).catch(() => undefined)
  }
}

/** Removes a file or folder, also one that holds folders that their owner may not write, as an unpacked product can. */
export async function removeAll(path: string): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 3 } as const
  try {
    await rm(path, options)
  } catch (error) {
    if (systemCode(error) !== 'EACCES' && systemCode(error) !== 'EPERM') throw error
    await openAll(path)
    await rm(path, options)
  }
}

async function openAll(folder: string): Promise<void> {
  await chmod(folder, 0o700)
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await openAll(join(folder, entry.name))
}
