import { lstat } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import type { FinishedFile } from '../host/host.ts'
import { homeTree } from '../pack/inventory.ts'

/**
 * Where the files that a patch of a home replaced are kept: beside it, at the first name that is free, since what
 * earlier patches kept may be the only copy there is. `file` has the name behind `HOME.`; it is null where the very
 * same is kept already, as a patch leaves it that was killed before it ended.
 */
export async function replacedPlace(
  home: string,
  replaced: FinishedFile,
  signal: AbortSignal,
): Promise<{ path: string; file: FinishedFile | null }> {
  const tree = await homeTree(replaced.path, { signal })
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'replaced' : `replaced-${number}`
    const path = `${home}.${name}`
    const found = await lstat(path).catch(() => null)
    if (found === null) return { path, file: { ...replaced, name } }
    if (found.isDirectory() && isDeepStrictEqual(await homeTree(path, { signal }), tree))
      return { path, file: null }
  }
}
