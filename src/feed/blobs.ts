import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf, TrainError, writeError } from '../kernel/errors.ts'
import { exists } from '../kernel/files.ts'
import type { World } from '../kernel/world.ts'
import type { Pinned } from './format.ts'
import { blobPath } from './layout.ts'
import type { FeedTransport } from './transport.ts'

/** Blobs on their way at the same time. */
const concurrency = 6
/** How often a blob that breaks off is tried in all. */
const tries = 3

/** A file content to fetch, and a path that holds it, for messages. */
export interface WantedBlob extends Pinned {
  path: string
}

/**
 * Fetches blobs into `folder`, each under its SHA-256, once. SHA-256 and length are checked while they stream.
 * Gives the bytes fetched. Throws `verification` for content that is not what the file list promised.
 */
export async function fetchBlobs(
  transport: FeedTransport,
  wanted: readonly WantedBlob[],
  folder: string,
  world: World,
): Promise<number> {
  const blobs = [...new Map(wanted.map(blob => [blob.sha256, blob])).values()]
  const total = blobs.reduce((sum, blob) => sum + blob.size, 0)
  const queue = blobs.values()
  let done = 0
  let count = 0
  let failed = false
  const worker = async (): Promise<void> => {
    for (const blob of queue) {
      if (failed) return
      await fetchBlob(transport, blob, join(folder, blob.sha256), world).catch((error: unknown) => {
        failed = true
        throw error
      })
      done += blob.size
      count += 1
      world.log.progress('fetching changed files', done, total, { done: count, total: blobs.length })
    }
  }
  // All have ended before an error is thrown: the caller removes the folder then.
  const ends = await Promise.allSettled(Array.from({ length: Math.min(concurrency, blobs.length) }, worker))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return total
}

async function fetchBlob(
  transport: FeedTransport,
  blob: WantedBlob,
  to: string,
  world: World,
): Promise<void> {
  // Fetched and verified for another purpose of the same run.
  if (await exists(to)) return
  for (let attempt = 1; ; attempt += 1) {
    world.signal.throwIfAborted()
    const pieces = await transport.open(blobPath(blob.sha256))
    if (pieces === null) throw broken(blob, 'is missing from the feed')
    try {
      await store(pieces, blob, to)
      return
    } catch (error) {
      await rm(to, { force: true })
      world.signal.throwIfAborted()
      if (error instanceof TrainError) throw error
      if (attempt === tries)
        throw new TrainError('unreachable', `The content of ${blob.path} broke off: ${messageOf(error)}.`, {
          hint: 'Check the network, then run again; nothing was changed.',
          cause: error,
        })
    }
  }
}

async function store(pieces: AsyncIterable<Uint8Array>, blob: WantedBlob, to: string): Promise<void> {
  const hasher = createHash('sha256')
  let size = 0
  const file = await open(to, 'wx').catch((error: unknown) => {
    throw writeError(error, to)
  })
  try {
    for await (const piece of pieces) {
      size += piece.length
      if (size > blob.size) throw broken(blob, `is longer than its ${blob.size} bytes`)
      hasher.update(piece)
      await file.writeFile(piece).catch((error: unknown) => {
        throw writeError(error, to)
      })
    }
  } finally {
    await file.close()
  }
  if (size !== blob.size) throw broken(blob, `has ${size} bytes, not ${blob.size}`)
  const found = hasher.digest('hex')
  if (found !== blob.sha256) throw broken(blob, `has the SHA-256 ${found}`)
}

function broken(blob: WantedBlob, what: string): TrainError {
  return new TrainError('verification', `The blob ${blob.sha256} of ${blob.path} ${what}.`, {
    hint: 'The feed is damaged or was tampered with; tell its publisher. Nothing was changed.',
  })
}
