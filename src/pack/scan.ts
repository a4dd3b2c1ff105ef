import { statSync } from 'node:fs'
import type { ScannedPlace } from '../kernel/secrets.ts'
import { openArchive } from './archive.ts'
import { headerOf, type ZipEntry } from './central-header.ts'
import { readHomeFile } from './home-file.ts'
import { scanLimits } from './limits.ts'
import { type Needles, needlesOf } from './needles.ts'
import { openDiffZip } from './open-diff.ts'
import { startPace } from './pace.ts'
import {
  contentOf,
  type Find,
  type Scanning,
  type ScanWork,
  scanContent,
  scanText,
  type Unread,
} from './scan-content.ts'

/** Looks for secrets, zip after zip and file after file. */
export interface Scan {
  readonly finds: readonly Find[]
  readonly unread: readonly Unread[]
  /** Everything in a zip but the files that one of `known`, which are zips, has at the same path: by kind, size and CRC-32. */
  zip(path: string, known: readonly string[]): Promise<void>
  /** The same for a diff zip between packs that were searched: of an archive that travels as ranges it has a part only. */
  diff(path: string, known: readonly string[]): Promise<void>
  /** A file that is in no zip; `name` is what messages call it. */
  file(path: string, name: string, place: ScannedPlace): Promise<void>
}

/**
 * Begins a scan. Content is searched piece by piece while it is inflated. Archives in it are known by their bytes, not by
 * their names, and opened within the limits; what cannot be is searched as it lies, and is in `unread`.
 */
export function startScan(work: ScanWork): Scan {
  const needlesIn = (place: ScannedPlace): Needles => needlesOf(work.secrets.formsIn(place))
  const scanning: Scanning = {
    work,
    limits: { ...scanLimits, ...work.limits },
    needles: { product: needlesIn('product'), updates: needlesIn('updates'), report: needlesIn('report') },
    finds: [],
    unread: [],
    opened: { archives: 0, contentBytes: 0 },
  }
  return {
    finds: scanning.finds,
    unread: scanning.unread,
    zip: (path, known) => scanZip(scanning, path, known),
    diff: async (path, known) => scanZip(scanning, path, known, await rangedPaths(path)),
    file: async (path, name, place) => {
      const pace = startPace(work, 0)
      const { size } = statSync(path)
      const read = (take: (piece: Buffer) => void) => readHomeFile(path, pace, take)
      await scanContent(scanning, { path: name, place, depth: 0, size, read })
    },
  }
}

async function rangedPaths(path: string): Promise<ReadonlySet<string>> {
  await using diff = await openDiffZip(path)
  const ranged = diff.manifest.changes.filter(({ kind }) => kind === 'ranges')
  return new Set(ranged.map(change => change.path))
}

async function scanZip(
  scanning: Scanning,
  path: string,
  known: readonly string[],
  parts: ReadonlySet<string> = new Set(),
): Promise<void> {
  await using archive = await openArchive(path)
  const vouched = await identitiesIn(known)
  const isUnknown = (entry: ZipEntry): boolean => {
    const below = belowRoot(entry.name)
    // There the update tool writes, and a pack may have been given with what it wrote before.
    return placeOf(below) === 'updates' || !vouched.has(`${below} ${identityOf(entry)}`)
  }
  const unknown = archive.entries.filter(isUnknown)
  const total = unknown.reduce((sum, { size }) => sum + size, 0)
  const pace = startPace(scanning.work, total, unknown.length)
  scanText(scanning, archive.comment, { path: 'the comment of the zip', place: 'product' })
  for (const entry of archive.entries) {
    const below = belowRoot(entry.name)
    const at = { path: below, place: placeOf(below), depth: 0, isPart: parts.has(below) }
    scanText(scanning, headerOf(entry), at)
    if (!isUnknown(entry)) continue
    await scanContent(scanning, contentOf(archive, entry, at, pace))
    pace.next()
  }
}

async function identitiesIn(files: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  for (const file of files) {
    await using archive = await openArchive(file)
    for (const entry of archive.entries) found.add(`${belowRoot(entry.name)} ${identityOf(entry)}`)
  }
  return found
}

function identityOf({ kind, size, crc32 }: ZipEntry): string {
  return `${kind} ${size} ${crc32}`
}

/** What lies beside the root folder, as the manifest of a diff zip, keeps its name. */
function belowRoot(name: string): string {
  return name.slice(name.indexOf('/') + 1)
}

function placeOf(path: string): ScannedPlace {
  return path.startsWith('updates/') ? 'updates' : 'product'
}
