import { chmod, mkdtemp, readdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode, writeError } from './errors.ts'
import { exists, makeFolder } from './files.ts'

/** A folder that is gone when its scope ends: `await using work = await temporaryFolder(…)`. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
}

/**
 * Makes a fresh folder `<parent>/<prefix>XXXXXX`, with `parent` where it is missing; a parent that was made for it and
 * holds nothing at the end goes, too.
 */
export async function temporaryFolder(parent: string, prefix = 'update-train-'): Promise<TemporaryFolder> {
  const madeParent = !(await exists(parent))
  let path: string
  try {
    await makeFolder(parent)
    path = await mkdtemp(join(parent, prefix))
  } catch (error) {
    throw writeError(error, parent)
  }
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      await removeAll(path)
      if (madeParent) await rmdir(parent).catch(() => undefined)
    },
  }
}

/** Removes a folder, also where it holds folders that their owner may not write, as an unpacked product can. */
async function removeAll(path: string): Promise<void> {
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
