import { type FileHandle, open } from 'node:fs/promises'
import { reasonOf, TrainError } from '../kernel/errors.ts'
import { formatBytes } from '../kernel/time.ts'
import { centralSize, type ZipEntry } from './central-header.ts'
import { readEndRecord } from './end-record.ts'
import { longestTarget } from './entry-name.ts'
import { defaultLimits, type PackLimits } from './limits.ts'
import { damaged, damagedEntry, unsafe } from './pack-error.ts'
import { type PackFile, readAt } from './pack-file.ts'
import { readHeaders } from './read-directory.ts'

/** Deflate cannot do better: 258 bytes in 2 bits (RFC 1951 3.2.5). */
const bestRatio = 1032

/** An open zip: its entries in the order of the central directory. */
export interface Archive extends PackFile, AsyncDisposable {
  readonly entries: readonly ZipEntry[]
  readonly comment: Buffer
  /** Where the central directory begins. */
  readonly directoryStart: number
}

/**
 * Opens a zip by its central directory alone; no content is read.
 * Throws `pack-missing`, `pack-damaged` or `pack-unsafe`, the latter with the entry and the reason.
 */
export async function openArchive(path: string, limits: Partial<PackLimits> = {}): Promise<Archive> {
  const { handle, size } = await openFile(path)
  try {
    const file = { path, fd: handle.fd, size }
    return { ...readArchive(file, limits), [Symbol.asyncDispose]: () => handle.close() }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** The same for a zip in a file that somebody else opened and closes, or that is stored in another zip. */
export function readArchive(
  file: PackFile,
  limits: Partial<PackLimits> = {},
): Omit<Archive, keyof AsyncDisposable> {
  return { ...file, ...readDirectory(file, { ...defaultLimits, ...limits }) }
}

async function openFile(path: string): Promise<{ handle: FileHandle; size: number }> {
  const hint = 'Name a zip file that is there and can be read.'
  let handle: FileHandle
  try {
    handle = await open(path, 'r')
  } catch (error) {
    throw new TrainError('pack-missing', `Cannot open ${path}: ${reasonOf(error)}.`, { hint, cause: error })
  }
  const stat = await handle.stat()
  if (stat.isFile()) return { handle, size: stat.size }
  await handle.close()
  throw new TrainError('pack-missing', `${path} is not a file.`, { hint })
}

function readDirectory(
  file: PackFile,
  limits: PackLimits,
): Pick<Archive, 'entries' | 'comment' | 'directoryStart'> {
  const end = readEndRecord(file)
  if (end.entries > limits.entries) throw tooMuch(file.path, `${end.entries} entries`, `${limits.entries}`)
  if (end.directorySize > limits.directoryBytes) {
    throw tooMuch(file.path, `${end.directorySize} bytes of names`, `${limits.directoryBytes}`)
  }
  if (end.entries * centralSize > end.directorySize)
    throw damaged(file.path, 'its central directory is too short')

  const directory = readAt(file, end.directoryStart, end.directorySize)
  const entries = readHeaders(file.path, directory, end.entries)
  checkSizes(file, entries, limits)
  placeEntries(file.path, entries, end.directoryStart)
  return { entries, comment: end.comment, directoryStart: end.directoryStart }
}

function checkSizes(file: PackFile, entries: readonly ZipEntry[], limits: PackLimits): void {
  const pack = file.path
  let total = 0
  for (const entry of entries) {
    const { name, size, compressedSize } = entry
    const possible = entry.method === 'stored' ? size === compressedSize : size <= compressedSize * bestRatio
    if (!possible) throw damagedEntry(pack, name, `${size} bytes cannot come from ${compressedSize}`)
    if (entry.kind === 'directory' && size > 0) throw damagedEntry(pack, name, 'a directory holds content')
    if (entry.kind === 'link' && Math.max(size, compressedSize) > longestTarget) {
      throw unsafe(pack, name, `is a link with a target of ${size} bytes; the limit is ${longestTarget}`)
    }
    total += size
  }
  if (total > limits.contentBytes) {
    throw tooMuch(pack, `${formatBytes(total)} of content`, formatBytes(limits.contentBytes))
  }
  if (total > limits.bombBytes && total > file.size * limits.ratio) {
    const what = `${formatBytes(total)} of content in ${formatBytes(file.size)}`
    throw tooMuch(pack, what, `${limits.ratio} bytes of content for each of the zip`)
  }
}

/** Sets where each entry ends, and refuses entries that lie in one another or in the central directory. */
function placeEntries(pack: string, entries: readonly ZipEntry[], directoryStart: number): void {
  let before: ZipEntry | undefined
  for (const entry of inOrder(entries)) {
    if (before !== undefined) placeEntry(pack, before, entry.start, entry.name)
    before = entry
  }
  if (before !== undefined) placeEntry(pack, before, directoryStart, null)
}

/** Most zips list their entries as they lie. */
function inOrder(entries: readonly ZipEntry[]): readonly ZipEntry[] {
  let last = 0
  for (const { start } of entries) {
    if (start < last) return entries.toSorted((one, other) => one.start - other.start)
    last = start
  }
  return entries
}

function placeEntry(pack: string, entry: ZipEntry, end: number, next: string | null): void {
  if (entry.end > end) {
    const over = next === null ? 'the central directory' : JSON.stringify(next)
    throw damagedEntry(pack, entry.name, `the content runs into ${over}`)
  }
  entry.end = end
}

function tooMuch(pack: string, what: string, limit: string): TrainError {
  return new TrainError('pack-unsafe', `${pack} declares ${what}; the limit is ${limit}.`, {
    hint: 'Nothing was unpacked. No product pack is known to be that big: look at where it comes from.',
  })
}
