import { z } from 'zod'
import type { BlobStore } from './blob-store.ts'
import { method, TwirpError, type TwirpMethod } from './twirp.ts'

/** A cache entry as the service keeps it. */
export interface StoredCacheEntry {
  id: number
  key: string
  /** SHA-256 over paths and compression, as the client makes it. */
  version: string
  /** Bytes. */
  size: number
  createdAt: Date
  lastAccessedAt: Date
  /** Its name in the blob store. */
  blob: string
  finished: boolean
}

/**
 * `down` answers 503, `disconnected` cuts the connection, `read-only` and `write-only` deny by policy,
 * `rate-limited` answers 429, `evicted` hands out URLs of bytes that are gone, `hanging` never finishes an entry.
 */
export type CacheFault =
  | 'none'
  | 'down'
  | 'disconnected'
  | 'hanging'
  | 'read-only'
  | 'write-only'
  | 'rate-limited'
  | 'evicted'

const metadata = z.looseObject({}).optional()
const createRequest = z.strictObject({ metadata, key: z.string(), version: z.string() })
const finalizeRequest = z.strictObject({
  metadata,
  key: z.string(),
  version: z.string(),
  size_bytes: z.string().regex(/^\d+$/),
})
const downloadRequest = z.strictObject({
  metadata,
  key: z.string(),
  restore_keys: z.array(z.string()).default([]),
  version: z.string(),
})

/**
 * `github.actions.results.api.v1.CacheService` as `@actions/cache` 6 speaks it
 * (`packages/cache/src/generated/results/api/v1/cache.ts` of actions/toolkit).
 * The look-up is that of GitHub's docs, "Dependency caching reference, Cache key matching": the exact key,
 * then entries that *begin* with the key, then each restore key in turn, the newest first; the version must
 * be equal. All runs share one scope here; branches are not told apart.
 * Denials: `cache write denied: …` / `cache read denied: …` as actions/toolkit #2429 and #2447 say.
 */
export class CacheService {
  readonly entries: StoredCacheEntry[] = []
  readonly #blobs: BlobStore
  readonly #faults: { readonly cache: CacheFault }
  #nextId = 1

  constructor(blobs: BlobStore, faults: { readonly cache: CacheFault }) {
    this.#blobs = blobs
    this.#faults = faults
  }

  readonly methods: ReadonlyMap<string, TwirpMethod> = new Map([
    ['CreateCacheEntry', method(createRequest, request => this.#create(request))],
    ['FinalizeCacheEntryUpload', method(finalizeRequest, request => this.#finalize(request))],
    ['GetCacheEntryDownloadURL', method(downloadRequest, request => this.#download(request))],
  ])

  async remove(entry: StoredCacheEntry): Promise<void> {
    this.entries.splice(this.entries.indexOf(entry), 1)
    await this.#blobs.delete(entry.blob)
  }

  #create(request: z.infer<typeof createRequest>): Promise<unknown> {
    if (this.#faults.cache === 'read-only') {
      const message = 'cache write denied: token has no writable scopes'
      return Promise.resolve({ ok: false, signed_upload_url: '', message })
    }
    if (this.entries.some(entry => entry.key === request.key && entry.version === request.version)) {
      throw new TwirpError(
        'already_exists',
        'cache entry with the same key, version, and scope already exists',
      )
    }
    const id = this.#nextId++
    const now = new Date()
    const blob = `cache-${id}`
    const entry = { id, key: request.key, version: request.version, size: 0, blob, finished: false }
    this.entries.push({ ...entry, createdAt: now, lastAccessedAt: now })
    return Promise.resolve({ ok: true, signed_upload_url: this.#blobs.uploadUrl(blob), message: '' })
  }

  async #finalize(request: z.infer<typeof finalizeRequest>): Promise<unknown> {
    const entry = this.entries.find(
      candidate =>
        candidate.key === request.key && candidate.version === request.version && !candidate.finished,
    )
    if (entry === undefined) throw new TwirpError('not_found', 'cache entry not found')
    const { size } = await this.#blobs.measure(entry.blob)
    if (String(size) !== request.size_bytes) {
      throw new TwirpError('invalid_argument', 'the uploaded bytes are not those that were announced')
    }
    Object.assign(entry, { size, finished: true })
    return { ok: true, entry_id: String(entry.id), message: '' }
  }

  #download(request: z.infer<typeof downloadRequest>): Promise<unknown> {
    if (this.#faults.cache === 'write-only') {
      throw new TwirpError('permission_denied', 'cache read denied: token has no readable scopes')
    }
    const entry = this.#match(request)
    if (entry === undefined) {
      return Promise.resolve({ ok: false, signed_download_url: '', matched_key: '' })
    }
    entry.lastAccessedAt = new Date()
    const blob = this.#faults.cache === 'evicted' ? `${entry.blob}-evicted` : entry.blob
    return Promise.resolve({
      ok: true,
      signed_download_url: this.#blobs.downloadUrl(blob, { contentType: 'application/octet-stream' }),
      matched_key: entry.key,
    })
  }

  #match({ key, restore_keys, version }: z.infer<typeof downloadRequest>): StoredCacheEntry | undefined {
    const newestFirst = this.entries
      .filter(entry => entry.finished && entry.version === version)
      .toSorted((a, b) => b.id - a.id)
    const exact = newestFirst.find(entry => entry.key === key)
    if (exact !== undefined) return exact
    for (const prefix of [key, ...restore_keys]) {
      const found = newestFirst.find(entry => entry.key.startsWith(prefix))
      if (found !== undefined) return found
    }
    return undefined
  }
}
