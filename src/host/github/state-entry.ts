import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../kernel/sha256.ts'
import type { CacheEntries } from './cache-entry.ts'
import type { Repository } from './repository.ts'
import type { Runner } from './runner.ts'

/** What a track runs, for teams that publish artifacts and do not commit the lock. */
export interface StateEntry {
  find(product: string, track: string): Promise<string | null>
  keep(product: string, track: string, state: string): Promise<void>
}

export function stateEntry(
  entries: CacheEntries,
  repository: Repository,
  runner: Runner,
  folder: string,
): StateEntry {
  return {
    find: async (product, track) => {
      const file = await entries.fetch({ prefix: prefixOf(product, track) }, folder)
      return file === null ? null : await readFile(file, 'utf8')
    },
    keep: async (product, track, state) => {
      const prefix = prefixOf(product, track)
      const key = `${prefix}${runner.runId}-${runner.attempt}`
      const file = join(folder, 'state.json')
      await writeFile(file, state)
      if (await entries.store(key, file))
        await repository.deleteCaches(prefix, name => name !== key).catch(() => null)
    },
  }
}

/** Entries are never changed, so each run writes one of its own. The hash tells `a-1` on `b-c` from `a-1-b` on `c`. */
function prefixOf(product: string, track: string): string {
  const hash = sha256(Buffer.from(`${product}\0${track}`)).slice(0, 12)
  return `update-train-state-v1-${product}-${track}-${hash}-`
}
