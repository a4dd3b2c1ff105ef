import { chmod, lstat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Lets the folders above some paths of a home be written while a scope lasts; then they have their permission bits again.
 * A pack may hold folders that even their owner may not write.
 */
export async function writableFolders(home: string, paths: readonly string[]): Promise<AsyncDisposable> {
  const folders = new Set(paths.flatMap(parentsOf))
  const closed: { folder: string; mode: number }[] = []
  for (const folder of [...folders].sort()) {
    const at = join(home, folder)
    const stat = await lstat(at).catch(() => null)
    if (stat?.isDirectory() !== true || (stat.mode & 0o300) === 0o300) continue
    closed.push({ folder: at, mode: stat.mode & 0o777 })
    await chmod(at, (stat.mode & 0o777) | 0o700)
  }
  return {
    [Symbol.asyncDispose]: async () => {
      for (const { folder, mode } of closed.toReversed()) {
        const stat = await lstat(folder).catch(() => null)
        if (stat?.isDirectory() === true) await chmod(folder, mode)
      }
    },
  }
}

/** The folders above a relative path, nearest first: `a/b/c` has `a/b` and `a`. */
export function parentsOf(path: string): string[] {
  const parents: string[] = []
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) parents.push(parent)
  return parents
}
