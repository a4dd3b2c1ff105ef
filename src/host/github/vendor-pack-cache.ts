import { constants, copyFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { which } from '@actions/io'
import { assertSpace } from '../../kernel/disk-space.ts'
import { messageOf } from '../../kernel/errors.ts'
import type { Log } from '../../kernel/log.ts'
import type { VendorPackKey } from '../host.ts'
import { vendorPackName, vendorPackPrefix } from '../vendor-pack-name.ts'
import type { CacheEntries } from './cache-entry.ts'
import type { Repository } from './repository.ts'

/** Vendor packs in the repository's cache: one a product, so that the quota is left to others. */
export interface VendorPackCache {
  find(key: VendorPackKey): Promise<string | null>
  /** Others of the product go, but those that are `needed`. */
  keep(key: VendorPackKey, file: string, needed: readonly VendorPackKey[]): Promise<void>
}

/** @param folder temporary; packs lie here while the run goes on. */
export function vendorPackCache(
  entries: CacheEntries,
  repository: Repository,
  folder: string,
  log: Log,
): VendorPackCache {
  return {
    find: async key => {
      const found = await entries.fetch({ key: vendorPackName(key) }, folder)
      if (found === null)
        log.info(`The cache has no vendor pack ${vendorPackName(key)}; it is built from \`pack\`.`)
      return found
    },
    keep: async (key, file, needed) => {
      await adviseZstd(log)
      const name = vendorPackName(key)
      // The cache's client takes what it is given; the file itself is still published and told of.
      const copy = join(folder, `${name}.keep.zip`)
      try {
        await assertSpace('Keeping the vendor pack', [{ folder, bytes: (await stat(file)).size }])
        await copyFile(file, copy, constants.COPYFILE_FICLONE)
      } catch (error) {
        log.warning(`The vendor pack could not be kept for the next run: ${messageOf(error)}`)
        return
      }
      if (!(await entries.store(name, copy))) {
        log.info(
          `The vendor pack is not kept in the cache (see above): the next run builds it again from \`pack\`.`,
        )
        return
      }
      log.info(`The vendor pack is kept in the cache as ${name}.`)
      await forgetOthers(repository, [key, ...needed], log)
    },
  }
}

/** Without zstd the cache falls to gzip, slowly, and what one writes the other does not find. */
async function adviseZstd(log: Log): Promise<void> {
  if ((await which('zstd')) === '')
    log.info(
      'This runner has no zstd: caching is slow, and shares nothing with runners that have it. Install zstd.',
    )
}

/** Digests and levels follow the prefix; a product whose name goes on after it is not met, as 12 hex digits must come next. */
async function forgetOthers(repository: Repository, keys: readonly VendorPackKey[], log: Log): Promise<void> {
  const prefix = vendorPackPrefix(keys[0]?.product ?? '')
  const kept = keys.map(vendorPackName)
  try {
    const superseded = (name: string): boolean =>
      !kept.includes(name) && /^[0-9a-f]{12}-/.test(name.slice(prefix.length))
    const count = await repository.deleteCaches(prefix, superseded)
    if (count === null)
      log.info(
        'Superseded vendor packs stay in the cache until GitHub evicts them; with `permissions: actions: write` they go now.',
      )
    else if (count > 0) log.info(`Superseded vendor packs deleted from the cache: ${count}.`)
  } catch (error) {
    log.info(`Superseded vendor packs stay in the cache: ${messageOf(error)}`)
  }
}
