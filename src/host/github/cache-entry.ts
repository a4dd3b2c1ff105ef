import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { messageOf } from '../../kernel/errors.ts'
import { moveFile } from '../../kernel/files.ts'
import { keepTidy } from '../../kernel/garbage.ts'
import type { Log } from '../../kernel/log.ts'
import { unlessStopped } from '../../kernel/stop-signals.ts'
import type { Runner } from './runner.ts'

/**
 * Where a file lies while it goes into the cache or comes out of it. The path is part of an entry's version, so it must
 * be the same on every runner, and the toolkit's patterns allow no `..`: it has to be in the workspace, for a moment.
 */
const passage = '.update-train-cache'

/** Pieces of 4 MB that are fetched at the same time; the client's own 8 are no faster where we measured. */
const downloadConcurrency = 4

/** The cache of the repository, one file an entry. Trouble with it is said and never stops a run. */
export interface CacheEntries {
  /** Fetches the newest entry whose key begins like `prefix`, or the one of exactly `key`, into a folder. */
  fetch(wanted: { key: string } | { prefix: string }, folder: string): Promise<string | null>
  /** Whether the entry is there now. `file` is moved. */
  store(key: string, file: string): Promise<boolean>
}

export function cacheEntries(runner: Runner, log: Log, signal: AbortSignal): CacheEntries {
  const passageFolder = join(runner.workspace, passage)
  return {
    fetch: async (wanted, folder) => {
      const cache = await import('@actions/cache')
      if (!cache.isFeatureAvailable()) return null
      try {
        const key = 'key' in wanted ? wanted.key : wanted.prefix
        // The service takes a key for a prefix as well: what would come is looked at before it is fetched.
        const look = cache.restoreCache([passage], key, [key], { lookupOnly: true })
        const found = await unlessStopped(look, signal)
        if (found === undefined || ('key' in wanted && found !== wanted.key)) return null
        await using _passage = await openPassage(passageFolder)
        using _tidy = keepTidy()
        const restored = await unlessStopped(
          cache.restoreCache([passage], found, [], { downloadConcurrency }),
          signal,
        )
        return restored === found ? await takeOut(passageFolder, folder) : null
      } catch (error) {
        if (signal.aborted) throw error
        log.warning(`The cache could not be read: ${messageOf(error)}`)
        return null
      }
    },
    store: async (key, file) => {
      const cache = await import('@actions/cache')
      if (!cache.isFeatureAvailable()) return false
      try {
        await using _passage = await openPassage(passageFolder)
        await moveFile(file, join(passageFolder, basename(file)))
        return (await unlessStopped(cache.saveCache([passage], key), signal)) !== -1
      } catch (error) {
        if (signal.aborted) throw error
        log.warning(`The cache could not be written: ${messageOf(error)}`)
        return false
      }
    },
  }
}

/** An empty folder that git does not see, gone when its scope ends. */
async function openPassage(folder: string): Promise<AsyncDisposable> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  await writeFile(join(folder, '.gitignore'), '*\n')
  return { [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

/** The one file that came, moved to `folder`. */
async function takeOut(from: string, folder: string): Promise<string | null> {
  const [name, ...more] = (await readdir(from)).filter(one => one !== '.gitignore')
  if (name === undefined || more.length > 0) return null
  const file = join(folder, name)
  await moveFile(join(from, name), file)
  return file
}
