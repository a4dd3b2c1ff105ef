import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeError } from './errors.ts'
import { makeFolder } from './files.ts'

/** A folder that is gone when its scope ends: `await using work = await temporaryFolder(…)`. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
}

/** Makes a fresh folder `<parent>/<prefix>XXXXXX`, with `parent` where it is missing. */
export async function temporaryFolder(parent: string, prefix = 'update-train-'): Promise<TemporaryFolder> {
  let path: string
  try {
    await makeFolder(parent)
    path = await mkdtemp(join(parent, prefix))
  } catch (error) {
    throw writeError(error, parent)
  }
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  }
}
