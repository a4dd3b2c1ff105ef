import { join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import type { ScannedPlace, Secrets } from '../kernel/secrets.ts'
import { formatBytes } from '../kernel/time.ts'
import { type Archive, openArchive } from './archive.ts'
import type { ZipEntry } from './central-header.ts'
import { endSignature, endsAsZip } from './end-record.ts'
import { localSignature, readPieces } from './entry-content.ts'
import { type Needles, needlesOf, searchInPieces } from './needles.ts'
import { type Pace, startPace, type Work } from './pace.ts'
import { nestedLimits, type ScanLimits, type Unread } from './scan-limits.ts'
import { openSpool } from './spool.ts'

/** A secret that was found; never its value. */
export interface Find {
  /** Below the root folder; members of archives behind `!/`: `lib/x.jar!/conf/a.properties`. */
  path: string
  /** What messages call it. */
  secret: string
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

const zipEnd = needlesOf([{ secret: '', bytes: endSignature }])

/** Searches content; throws `pack-damaged` where it is not what its zip says. */
export async function scanContent(scanning: Scanning, content: Content): Promise<void> {
  const search = searchInPieces(scanning.needles[content.place])
  const ends = searchInPieces(zipEnd)
  let head: Buffer | null = null
  await content.read(piece => {
    head ??= Buffer.from(piece.subarray(0, 4))
    search.take(piece)
    ends.take(piece)
  })
  const before = scanning.finds.length
  if (beginsAsZip(head) || ends.found() !== null) await lookInto(scanning, content, beginsAsZip(head))
  const found = search.found()
  // What was found in a member says more than that the whole archive holds it.
  if (found !== null && scanning.finds.length === before)
    scanning.finds.push({ path: content.path, secret: found.secret })
}

/** Lays an archive on disk and searches what it holds. What only may be one is no archive where it does not end as one. */
async function lookInto(scanning: Scanning, content: Content, isSure: boolean): Promise<void> {
  const { limits, opened, work, unread } = scanning
  const { path, depth } = content
  const tooMuch = beyond(scanning, content)
  if (tooMuch !== null) {
    unread.push({ path, why: tooMuch })
    return
  }
  using spool = openSpool(join(work.folder, `${depth}.zip`))
  await content.read(piece => spool.take(piece))
  if (!isSure && !endsAsZip(spool.file())) return
  opened.archives += 1
  try {
    await using archive = await openArchive(spool.file().path, nestedLimits)
    const bytes = archive.entries.reduce((sum, { size }) => sum + size, 0)
    if (opened.contentBytes + bytes > limits.contentBytes) {
      unread.push({
        path,
        why: `${formatBytes(limits.contentBytes)} of archives within archives were looked into`,
      })
      return
    }
    opened.contentBytes += bytes
    await scanMembers(scanning, archive, content)
  } catch (error) {
    if (!(error instanceof TrainError) || !error.code.startsWith('pack-')) throw error
    unread.push({ path, why: error.message.replace(spool.file().path, 'it').replace(/\.$/, '') })
  }
}

async function scanMembers(scanning: Scanning, archive: Archive, around: Content): Promise<void> {
  const { place } = around
  const pace = startPace({ signal: scanning.work.signal }, 0)
  scanText(scanning, archive.comment, around)
  for (const entry of archive.entries) {
    const at = { path: `${around.path}!/${entry.name}`, place, depth: around.depth + 1 }
    scanText(scanning, entry.header, at)
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
function beginsAsZip(head: Buffer | null): boolean {
  return (
    head !== null &&
    (head.equals(endSignature) || (head.length === 4 && head.readUInt32LE(0) === localSignature))
  )
}
