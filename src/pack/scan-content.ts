import { join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import type { ScannedPlace, Secrets } from '../kernel/secrets.ts'
import { formatBytes } from '../kernel/time.ts'
import { type Archive, openArchive } from './archive.ts'
import type { ZipEntry } from './central-header.ts'
import { endSignature, endsAsZip } from './end-record.ts'
import { localSignature, readPieces } from './entry-content.ts'
import { nestedLimits, type ScanLimits } from './limits.ts'
import { type Needles, searchInPieces } from './needles.ts'
import { type Pace, startPace, type Work } from './pace.ts'
import { openSpool } from './spool.ts'

/** A secret that was found; never its value. */
export interface Find {
  /** Below the root folder; members of archives behind `!/`: `lib/x.jar!/conf/a.properties`. */
  path: string
  /** What messages call it. */
  secret: string
}

/** An archive that could not be looked into. */
export interface Unread {
  path: string
  /** A clause: `it lies in more than 3 archives`. */
  why: string
}

export interface ScanWork extends Work {
  secrets: Secrets
  /** Temporary, the scan's own: archives within archives are laid here to be opened. */
  folder: string
  limits?: Partial<ScanLimits>
}

/** Content that can be read again. */
export interface Content {
  path: string
  place: ScannedPlace
  /** Archives around it, the pack itself not counted. */
  depth: number
  /** Bytes of an archive that is looked into elsewhere: not one that could be opened. */
  isPart?: boolean
  /** Bytes. */
  size: number
  read: (take: (piece: Buffer) => void) => Promise<unknown>
}

/** A scan under way. */
export interface Scanning {
  work: ScanWork
  limits: ScanLimits
  needles: Record<ScannedPlace, Needles>
  finds: Find[]
  unread: Unread[]
  /** What has been opened of archives within archives. */
  opened: { archives: number; contentBytes: number }
}

/** The content of an entry of an open zip. */
export function contentOf(
  archive: Archive,
  entry: ZipEntry,
  at: Omit<Content, 'size' | 'read'>,
  pace: Pace,
): Content {
  const read: Content['read'] = async take => {
    for await (const piece of readPieces(archive, entry)) {
      take(piece)
      await pace.advance(piece.length)
    }
  }
  return { ...at, size: entry.size, read }
}

/** What a zip says of an entry besides its content: name, comment, extra fields. */
export function scanText(
  { needles, finds }: Scanning,
  bytes: Buffer,
  at: Pick<Content, 'path' | 'place'>,
): void {
  const found = needles[at.place].find(bytes)
  if (found !== null) finds.push({ path: at.path, secret: found.secret })
}

/** One needle alone: Node's own search is faster. */
const zipEnd: Needles = {
  longest: endSignature.length,
  find: bytes => (bytes.includes(endSignature) ? { secret: '', bytes: endSignature } : null),
}

/** Searches content; throws `pack-damaged` where it is not what its zip says. */
export async function scanContent(scanning: Scanning, content: Content): Promise<void> {
  const { finds, unread, needles, work } = scanning
  const { path, place, depth } = content
  const search = searchInPieces(needles[place])
  const end = searchInPieces(zipEnd)
  const tooMuch = beyond(scanning, content)
  const begin = { isZip: false, isOver: false }
  using spool = openSpool(join(work.folder, `${depth}.zip`))
  await content.read(piece => {
    begin.isZip ||= !begin.isOver && content.isPart !== true && beginsAsZip(piece)
    begin.isOver = true
    if (begin.isZip && tooMuch === null) spool.take(piece)
    search.take(piece)
    end.take(piece)
  })
  const before = finds.length
  if (content.isPart !== true && (begin.isZip || end.found() !== null)) {
    if (tooMuch !== null) unread.push({ path, why: tooMuch })
    else {
      // A program may stand before the zip.
      if (!begin.isZip) await content.read(piece => spool.take(piece))
      if (begin.isZip || endsAsZip(spool.file())) await lookInto(scanning, spool.file().path, content)
    }
  }
  const found = search.found()
  // What was found in a member says more than that the whole archive holds it.
  if (found !== null && finds.length === before) finds.push({ path, secret: found.secret })
}

/** Searches what an archive holds that was laid at `file`. */
async function lookInto(scanning: Scanning, file: string, content: Content): Promise<void> {
  const { limits, opened, unread } = scanning
  const { path } = content
  opened.archives += 1
  try {
    await using archive = await openArchive(file, nestedLimits)
    const bytes = archive.entries.reduce((sum, { size }) => sum + size, 0)
    if (opened.contentBytes + bytes <= limits.contentBytes) {
      opened.contentBytes += bytes
      await scanMembers(scanning, archive, content)
    } else
      unread.push({ path, why: `archives in archives hold more than ${formatBytes(limits.contentBytes)}` })
  } catch (error) {
    if (!(error instanceof TrainError) || !error.code.startsWith('pack-')) throw error
    unread.push({ path, why: error.message.replace(file, 'it').replace(/\.$/, '') })
  }
}

/** Names and comments were seen with the archive as it lies. */
async function scanMembers(scanning: Scanning, archive: Archive, around: Content): Promise<void> {
  const { place } = around
  const pace = startPace({ signal: scanning.work.signal }, 0)
  for (const entry of archive.entries) {
    const at = { path: `${around.path}!/${entry.name}`, place, depth: around.depth + 1 }
    if (entry.kind !== 'directory') await scanContent(scanning, contentOf(archive, entry, at, pace))
  }
}

/** Why an archive is not opened; null where it is. */
function beyond({ limits, opened }: Scanning, { depth, size }: Content): string | null {
  if (depth >= limits.depth) return `it lies in ${limits.depth} archives`
  if (size > limits.archiveBytes) return `it has more than ${formatBytes(limits.archiveBytes)}`
  return opened.archives >= limits.archives ? `${limits.archives} archives were opened` : null
}

/** A local header, or the end record of an empty zip (APPNOTE.TXT 4.3.7, 4.3.16). */
function beginsAsZip(piece: Buffer): boolean {
  if (piece.length < 4) return false
  return piece.readUInt32LE(0) === localSignature || piece.subarray(0, 4).equals(endSignature)
}
