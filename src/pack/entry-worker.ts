import { createHash, hash } from 'node:crypto'
import { closeSync, fchmodSync, futimesSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { messageOf, systemCode, TrainError } from '../kernel/errors.ts'
import type { ZipEntry } from './central-header.ts'
import { isReadWhole, readPieces, readWhole } from './entry-content.ts'
import { type Pace, startPace } from './pace.ts'
import type { PackFile } from './pack-file.ts'

/** This module is also the program of a worker thread: it is started with this as its data. */
export const workerMark = 'update-train: entries of a pack'

export const workerProgram = new URL(import.meta.url)

/** Files of one pack for a worker, read through the descriptor that all threads of a process share. */
export interface Batch {
  file: PackFile
  entries: readonly BatchEntry[]
  /** Where they are unpacked to; null where they are only hashed. */
  home: string | null
}

/** A file's entry with its own header alone. */
export type BatchEntry = Omit<ZipEntry, 'directory'> & { directory: Uint8Array }

export type Reply =
  /** SHA-256 of every file where they were to be hashed, in their order. */
  { kind: 'done'; digests: string[] } | Failure

/** What was thrown, taken apart: errors lose their class on the way to another thread. */
export interface Failure {
  kind: 'failed'
  error: { code: string; message: string; hint: string | null }
}

export function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && 'kind' in value
}

/** Unpacks one file, which must not be there: content, permission bits, date. */
export async function writeFileEntry(file: PackFile, entry: ZipEntry, to: string, pace: Pace): Promise<void> {
  const fd = openSync(to, 'wx', 0o600)
  try {
    for await (const piece of isReadWhole(entry) ? [readWhole(file, entry)] : readPieces(file, entry)) {
      for (let done = 0; done < piece.length; ) done += writeSync(fd, piece, done)
      await pace.advance(piece.length)
    }
    fchmodSync(fd, entry.mode)
    futimesSync(fd, entry.modified / 1000, entry.modified / 1000)
  } finally {
    closeSync(fd)
  }
}

/** SHA-256 of one file's content, checked against its declared size and CRC-32. */
export async function hashFileEntry(file: PackFile, entry: ZipEntry, pace: Pace): Promise<string> {
  if (isReadWhole(entry)) {
    const content = readWhole(file, entry)
    await pace.advance(content.length)
    return hash('sha256', content)
  }
  const hasher = createHash('sha256')
  for await (const piece of readPieces(file, entry)) {
    hasher.update(piece)
    await pace.advance(piece.length)
  }
  return hasher.digest('hex')
}

if (!isMainThread && workerData === workerMark) {
  const pace = startPace({}, 0)
  parentPort?.on('message', (batch: Batch) => {
    void replyTo(batch, pace).then(reply => parentPort?.postMessage(reply))
  })
}

async function replyTo({ file, entries, home }: Batch, pace: Pace): Promise<Reply> {
  const digests: string[] = []
  try {
    for (const sent of entries) {
      const entry = received(sent)
      if (home === null) digests.push(await hashFileEntry(file, entry, pace))
      else await writeFileEntry(file, entry, join(home, entry.path), pace)
    }
    return { kind: 'done', digests }
  } catch (error) {
    return failureOf(error)
  }
}

/** An entry as it was before it was sent. */
export function received(sent: BatchEntry): ZipEntry {
  const { buffer, byteOffset, length } = sent.directory
  return { ...sent, directory: Buffer.from(buffer, byteOffset, length) }
}

export function failureOf(error: unknown): Failure {
  const code = error instanceof TrainError ? error.code : systemCode(error)
  const hint = error instanceof TrainError ? error.hint : null
  return { kind: 'failed', error: { code, message: messageOf(error), hint } }
}
