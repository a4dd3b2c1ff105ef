import { mkdtemp, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeError } from './errors.ts'
import { exists, makeFolder } from './files.ts'
import { removeAll, removeLeftovers } from './leftovers.ts'
import { ownMark } from './process-mark.ts'

/** A folder that is gone when its scope ends: `await using work = await temporaryFolder(…)`. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
}

/**
 * Makes a fresh folder `<parent>/<prefix><mark of the process>-XXXXXX`, with `parent` where it is missing; a parent that
 * was made for it and holds nothing at the end goes, too. What killed processes left in `parent` goes before.
 */
export async function temporaryFolder(parent: string, prefix = 'update-train-'): Promise<TemporaryFolder> {
  await using scope = new AsyncDisposableStack()
  scope.use(await madeFolder(parent))
  await removeLeftovers(parent)
  const path = await mkdtemp(join(parent, `${prefix}${ownMark()}-`)).catch((error: unknown) => {
    throw writeError(error, parent)
  })
  scope.defer(() => removeAll(path))
  const made = scope.move()
  return { path, [Symbol.asyncDispose]: () => made.disposeAsync() }
}

/** Makes a folder where it is missing; one that was made and holds nothing when the scope ends goes. */
export async function madeFolder(path: string): Promise<AsyncDisposable> {
  const isThere = await exists(path)
  await makeFolder(path)
  return {
    [Symbol.asyncDispose]: async () => {
      if (!isThere) await rmdir(path).catch(() => undefined)
    },
  }
}
