import { closeSync, fdatasync, fsyncSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { writeError } from '../kernel/errors.ts'
import { headerOf, movedHeader, type ZipEntry } from './central-header.ts'
import type { Deflated } from './deflate-worker.ts'
import { encodeEndRecord, full32 } from './end-record.ts'
import { contentStart } from './entry-content.ts'
import { centralHeader, localHeader, type NewEntry } from './new-header.ts'
import type { Pace } from './pace.ts'
import { type PackFile, readInto } from './pack-file.ts'
import { isCompressed, pinnedDeflate } from './pinned-deflate.ts'
import type { Mode } from './tree.ts'

/** Bytes copied at once; measured: bigger buffers are slower. */
const copySize = 256 * 1024

/** Bytes that are written before the disk is asked to begin. */
const syncSize = 8 * 1024 * 1024

const sync = promisify(fdatasync)

/** Sizes from here on get 64-bit fields, so that deflate may still grow what does not compress. */
const wideFrom = full32 - 64 * 1024 * 1024

/** Content of a new entry: told its pieces, twice if need be. */
export interface Content {
  /** Bytes. */
  size: number
  read: (take: (piece: Uint8Array) => void) => Promise<unknown>
}

/** What is known of content that lies somewhere as a zip holds it. */
export type ReadyContent = Pick<NewEntry, 'method' | 'crc32' | 'size' | 'compressedSize'>

export type NewEntryInfo = Pick<NewEntry, 'name' | 'kind' | 'mode' | 'timestamp'>

/** Content that is in memory. */
export function contentOf(bytes: Uint8Array): Content {
  return {
    size: bytes.length,
    read: take => {
      take(bytes)
      return Promise.resolve()
    },
  }
}

/** A zip being written, entry after entry. */
export interface ZipOutput {
  /** Copies an entry as it lies in another zip: header, data, descriptor. `mode` replaces its permission bits. */
  copy(from: PackFile, entry: ZipEntry, mode?: Mode): Promise<void>
  /** Writes the content of an entry of another zip under another name, without deflating it again. */
  rename(from: PackFile, entry: ZipEntry, info: NewEntryInfo): Promise<void>
  /** The same for content that lies ready in a file, from `at` on. */
  addReady(info: NewEntryInfo, facts: ReadyContent, from: PackFile, at: number): Promise<void>
  /** Writes an entry anew whose content another thread has deflated by the pinned deflater. */
  addDeflated(info: NewEntryInfo, content: Deflated): Promise<void>
  /** Writes an entry anew: deflated by the pinned deflater, or stored where that does not pay. */
  add(info: NewEntryInfo, content: Content): Promise<void>
}

/**
 * Writes a zip at `out`, which must not exist, and syncs it; on any failure it is removed again.
 * Gives its size in bytes. Throws `not-writable`, `disk-full`, or what `write` throws.
 */
export async function writeZip(
  out: string,
  comment: Buffer,
  pace: Pace,
  write: (output: ZipOutput) => Promise<void>,
): Promise<{ size: number }> {
  let fd: number
  try {
    fd = openSync(out, 'wx')
  } catch (error) {
    throw writeError(error, out)
  }
  try {
    const output = new OpenZip(fd, pace)
    try {
      await write(output)
      return { size: await output.finish(comment) }
    } finally {
      await output.settle()
      closeSync(fd)
    }
  } catch (error) {
    rmSync(out, { force: true })
    throw writeError(error, out)
  }
}

class OpenZip implements ZipOutput {
  readonly #fd: number
  readonly #pace: Pace
  readonly #central: Buffer[] = []
  #position = 0
  /** A run of neighbours in one zip that is still to be copied. */
  #run: { from: PackFile; start: number; end: number } | null = null
  readonly #buffer = Buffer.allocUnsafe(copySize)
  /** Bytes since the disk was asked to write. */
  #unsynced = 0
  #isSyncing = false
  #syncing = Promise.resolve()

  constructor(fd: number, pace: Pace) {
    this.#fd = fd
    this.#pace = pace
  }

  async copy(from: PackFile, entry: ZipEntry, mode?: Mode): Promise<void> {
    if (this.#run?.from !== from || this.#run.end !== entry.start) await this.#flush()
    this.#run ??= { from, start: entry.start, end: entry.start }
    const start = this.#position + entry.start - this.#run.start
    this.#run.end = entry.end
    this.#central.push(movedHeader(headerOf(entry), start, mode))
  }

  async rename(from: PackFile, entry: ZipEntry, info: NewEntryInfo): Promise<void> {
    await this.addReady(info, entry, from, contentStart(from, entry))
  }

  async addReady(info: NewEntryInfo, facts: ReadyContent, from: PackFile, at: number): Promise<void> {
    await this.#begin(info, facts)
    this.#run = { from, start: at, end: at + facts.compressedSize }
    await this.#flush()
  }

  async addDeflated(info: NewEntryInfo, content: Deflated): Promise<void> {
    await this.#begin(info, { ...content, method: 'deflated' })
    for (const piece of content.pieces) {
      this.#writeAt(piece, this.#position)
      this.#position += piece.length
    }
  }

  /** Writes the header of an entry whose content comes next. */
  async #begin(info: NewEntryInfo, facts: ReadyContent): Promise<void> {
    await this.#flush()
    const { method, crc32: crc, size, compressedSize } = facts
    const wide = Math.max(size, compressedSize) >= wideFrom
    const entry: NewEntry = { ...info, wide, method, crc32: crc, size, compressedSize }
    const start = this.#position
    const header = localHeader(entry)
    this.#writeAt(header, start)
    this.#position += header.length
    this.#central.push(centralHeader(entry, start))
  }

  async add(info: NewEntryInfo, content: Content): Promise<void> {
    await this.#flush()
    const start = this.#position
    const wide = content.size >= wideFrom
    const { size } = content
    const draft: NewEntry = { ...info, wide, method: 'stored', crc32: 0, size, compressedSize: size }
    const dataStart = start + localHeader(draft).length
    const entry = await this.#writeContent(draft, content, dataStart)
    this.#writeAt(localHeader(entry), start)
    this.#central.push(centralHeader(entry, start))
    this.#position = dataStart + entry.compressedSize
  }

  /** Deflates while reading; what is compressed already, or grows, is stored. */
  async #writeContent(draft: NewEntry, content: Content, dataStart: number): Promise<NewEntry> {
    let crc = 0
    let size = 0
    let written = 0
    let store = content.size === 0 || draft.kind !== 'file'
    const write = (piece: Uint8Array): void => {
      this.#writeAt(piece, dataStart + written)
      written += piece.length
    }
    using deflate = pinnedDeflate(write)
    await content.read(piece => {
      if (size === 0) store ||= isCompressed(piece)
      crc = crc32(piece, crc)
      size += piece.length
      if (store) write(piece)
      else deflate.push(piece)
    })
    if (!store) deflate.end()
    if (size !== content.size) throw new Error(`${draft.name} changed while it was packed.`)
    if (!store && written >= size) {
      written = 0
      store = true
      await content.read(write)
    }
    const method = store ? 'stored' : 'deflated'
    return { ...draft, method, crc32: crc, size, compressedSize: written }
  }

  /** Gives the size of the whole zip, which is on the disk then. */
  async finish(comment: Buffer): Promise<number> {
    await this.#flush()
    const directoryStart = this.#position
    const directory = Buffer.concat(this.#central)
    const end = { entries: this.#central.length, directoryStart, directorySize: directory.length, comment }
    const rest = Buffer.concat([directory, encodeEndRecord(end)])
    this.#writeAt(rest, directoryStart)
    // What did not compress was written over a longer attempt.
    ftruncateSync(this.#fd, directoryStart + rest.length)
    await this.#syncing
    fsyncSync(this.#fd)
    return directoryStart + rest.length
  }

  /** To be waited for before the file is closed. */
  async settle(): Promise<void> {
    await this.#syncing.catch(() => undefined)
  }

  /** Lets the disk begin while we go on: at the end there is less to wait for. Its errors are told by `finish`. */
  #syncNow(): void {
    this.#unsynced = 0
    this.#isSyncing = true
    this.#syncing = this.#syncing
      .then(() => sync(this.#fd))
      .finally(() => {
        this.#isSyncing = false
      })
    // Until it is waited for, nobody listens.
    this.#syncing.catch(() => undefined)
  }

  async #flush(): Promise<void> {
    const run = this.#run
    this.#run = null
    if (run === null) return
    for (let at = run.start; at < run.end; ) {
      const piece = this.#buffer.subarray(0, Math.min(copySize, run.end - at))
      readInto(run.from, piece, at)
      this.#writeAt(piece, this.#position)
      at += piece.length
      this.#position += piece.length
      await this.#pace.advance(piece.length)
    }
  }

  #writeAt(bytes: Uint8Array, position: number): void {
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.#fd, bytes, done, bytes.length - done, position + done)
    this.#unsynced += bytes.length
    if (this.#unsynced >= syncSize && !this.#isSyncing) this.#syncNow()
  }
}
