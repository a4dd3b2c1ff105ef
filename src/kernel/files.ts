import { access, constants, copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { systemCode, writeError } from './errors.ts'
import { besideOf } from './leftovers.ts'

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/**
 * Makes a folder and those above it. Node's own recursive `mkdir` never returns where the parent is there and still
 * answers ENOENT, as below /proc. Throws `not-writable` or `disk-full`.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const code = systemCode(error)
    const parent = dirname(path)
    if (code === 'ENOENT' && !(await exists(parent))) {
      await makeFolder(parent)
      await makeFolder(path)
    } else if (code !== 'EEXIST' || !(await isFolder(path))) throw writeError(error, path)
  }
}

/** False for a link that leads nowhere, too. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    stats => stats.isDirectory(),
    () => false,
  )
}

/** Renames a file; copies it where it goes to another file system. */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (systemCode(error) !== 'EXDEV') throw error
    await copyFile(from, to)
    await rm(from)
  }
}

/**
 * Writes a file so that a crash or a full disk leaves the old content or the new one: beside it, synced, then renamed.
 * Throws `not-writable` or `disk-full`.
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  await replace(path, async beside => {
    const file = await open(beside, 'wx')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

/** Copies a file over another in the way of `writeFileAtomically`. */
export async function copyFileAtomically(from: string, path: string): Promise<void> {
  await replace(path, async beside => {
    await copyFile(from, beside, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    await syncFile(beside)
  })
}

async function replace(path: string, write: (beside: string) => Promise<void>): Promise<void> {
  const beside = besideOf(path)
  try {
    await write(beside)
    await rename(beside, path)
    await syncFolder(dirname(path))
  } catch (error) {
    // The first error is the one to tell: below a file, even the removal of what was never made fails.
    await rm(beside, { force: true }).catch(() => undefined)
    throw writeError(error, path)
  }
}

/** Makes the content of a file durable. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes a rename in `folder` durable. File systems that cannot sync a folder are left to their own ways. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch {
    // Not every file system opens or syncs folders; the rename itself was atomic.
  }
}
