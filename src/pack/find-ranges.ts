import { TrainError } from '../kernel/errors.ts'
import { type Archive, readArchive } from './archive.ts'
import { headerSize, type ZipEntry } from './central-header.ts'
import { contentStartIn } from './entry-content.ts'
import { findBlocks } from './find-blocks.ts'
import { nestedLimits } from './limits.ts'
import { type PackFile, partOf, readAt } from './pack-file.ts'
import { type Stretch, StretchList } from './ranges.ts'
import { haveSameContent, type Twins, twinsIn, withContentOf } from './twins.ts'
import { areEqual, openWindow, type Window } from './window.ts'

/** Archives stored in archives that are looked into: a jar in a war in an ear. */
const deepest = 3

/** Bytes up to which a file that is no archive is searched for what the other one has elsewhere. */
const largestInMemory = 16 * 1024 * 1024

/** Two files, the newer one being described by the older one. Positions are in these files. */
interface Pair {
  old: Window
  now: Window
  found: StretchList
}

/**
 * Describes a file by an older one of the same name or kind. Of archives, members that did not change are found by their
 * central directories, and their bytes compared; the headers around them are told by their difference. Of other files,
 * blocks that are the same are found, or where they are very big what is at both ends. Reads both files about once, in a fixed order.
 */
export function findRanges(before: PackFile, after: PackFile): Stretch[] {
  const pair: Pair = { old: openWindow(before), now: openWindow(after), found: new StretchList() }
  if (!matchArchives(pair, whole(before), whole(after), 0)) matchOther(pair, before, after)
  return pair.found.stretches
}

function matchOther(pair: Pair, before: PackFile, after: PackFile): void {
  if (Math.max(before.size, after.size) > largestInMemory)
    matchEnds(pair, { start: 0, length: before.size }, { start: 0, length: after.size })
  else
    for (const stretch of findBlocks(readAt(before, 0, before.size), readAt(after, 0, after.size)))
      pair.found.push(stretch)
}

/** A part of one of the two files. */
interface Part {
  file: PackFile
  /** Where it begins in the file that its window shows. */
  start: number
}

function whole(file: PackFile): Part {
  return { file, start: 0 }
}

type Opened = Omit<Archive, keyof AsyncDisposable> & {
  /** Where the content of an entry begins, in the order in which they lie. */
  contents: ReadonlyMap<ZipEntry, number>
}

/** Null for what is no archive, or one that we do not read. */
function opened({ file, start }: Part, window: Window): Opened | null {
  try {
    const archive = readArchive(file, nestedLimits)
    const placed = archive.entries.toSorted((one, other) => one.start - other.start)
    const contents = new Map(placed.map(entry => [entry, contentStartIn(window, start, archive, entry)]))
    return { ...archive, contents }
  } catch (error) {
    if (error instanceof TrainError && error.code.startsWith('pack-')) return null
    throw error
  }
}

/** False, with nothing found, where one of them is no archive. */
function matchArchives(pair: Pair, before: Part, after: Part, depth: number): boolean {
  const old = opened(before, pair.old)
  const now = old === null ? null : opened(after, pair.now)
  if (old === null || now === null) return false
  const twins = twinsIn(old.entries)
  let end = 0
  for (const entry of now.contents.keys()) {
    pair.found.push({ kind: 'fresh', from: null, length: entry.start - end })
    matchEntry(pair, { part: before, archive: old }, { part: after, archive: now }, entry, twins, depth)
    end = entry.end
  }
  if (now.entries.length === 0) pair.found.push({ kind: 'fresh', from: null, length: now.directoryStart })
  matchDirectories(pair, { part: before, archive: old }, { part: after, archive: now }, twins)
  return true
}

interface Side {
  part: Part
  archive: Opened
}

function startOf({ contents }: Opened, entry: ZipEntry): number {
  return contents.get(entry) ?? entry.start
}

/** A member with its local header and what lies behind it; a namesake is preferred to another one with the same content. */
function matchEntry(pair: Pair, old: Side, now: Side, entry: ZipEntry, twins: Twins, depth: number): void {
  const namesake = twins.byName.get(entry.name)
  const holder = haveSameContent(namesake, entry) ? namesake : withContentOf(entry, twins)
  const twin = namesake ?? holder
  if (twin === undefined) {
    pair.found.push({ kind: 'fresh', from: null, length: entry.end - entry.start })
    return
  }
  const at = startOf(now.archive, entry)
  const twinAt = startOf(old.archive, twin)
  const place = (side: Side, position: number): number => side.part.start + position
  matchAligned(pair, place(old, twin.start), twinAt - twin.start, place(now, entry.start), at - entry.start)
  const length = entry.compressedSize
  const from = holder === undefined ? null : place(old, startOf(old.archive, holder))
  if (from !== null && areEqual(pair.old, from, pair.now, place(now, at), length))
    pair.found.push({ kind: 'copy', from, length })
  else if (!matchStored(pair, old, now, twin, entry, depth)) {
    // What was compressed the same is the same up to the first change.
    const before = { start: place(old, twinAt), length: twin.compressedSize }
    matchEnds(pair, before, { start: place(now, at), length })
  }
  const behind = at + length
  const twinBehind = twinAt + twin.compressedSize
  matchAligned(pair, place(old, twinBehind), twin.end - twinBehind, place(now, behind), entry.end - behind)
}

/** An archive that is stored in both archives under one name. */
function matchStored(
  pair: Pair,
  old: Side,
  now: Side,
  twin: ZipEntry,
  entry: ZipEntry,
  depth: number,
): boolean {
  if (depth >= deepest || twin.method !== 'stored' || entry.method !== 'stored') return false
  return matchArchives(pair, storedIn(old, twin), storedIn(now, entry), depth + 1)
}

function storedIn({ part, archive }: Side, entry: ZipEntry): Part {
  const at = startOf(archive, entry)
  return { file: partOf(archive, at, entry.size), start: part.start + at }
}

/** Bytes that stand in the same place of both: copied where they are the same, else told by their difference. */
function matchAligned(pair: Pair, from: number, oldLength: number, at: number, length: number): void {
  if (oldLength !== length) pair.found.push({ kind: 'fresh', from: null, length })
  else if (length > 0) {
    const kind = areEqual(pair.old, from, pair.now, at, length) ? 'copy' : 'add'
    pair.found.push({ kind, from, length })
  }
}

/** Central directories: every header by the one of its namesake; then the end records. */
function matchDirectories(pair: Pair, old: Side, now: Side, twins: Twins): void {
  const places = new Map<ZipEntry, number>()
  let oldEnd = old.part.start + old.archive.directoryStart
  for (const entry of old.archive.entries) {
    places.set(entry, oldEnd)
    oldEnd += headerSize(entry)
  }
  let end = now.part.start + now.archive.directoryStart
  for (const entry of now.archive.entries) {
    const twin = twins.byName.get(entry.name) ?? withContentOf(entry, twins)
    const from = twin === undefined ? 0 : (places.get(twin) ?? 0)
    const length = headerSize(entry)
    matchAligned(pair, from, twin === undefined ? -1 : headerSize(twin), end, length)
    end += length
  }
  matchAligned(
    pair,
    oldEnd,
    old.part.start + old.archive.size - oldEnd,
    end,
    now.part.start + now.archive.size - end,
  )
}

/** What is the same at the beginning and the end of two stretches. */
function matchEnds({ old, now, found }: Pair, before: Span, after: Span): void {
  const shorter = Math.min(before.length, after.length)
  const head = longest(shorter, (done, length) =>
    areEqual(old, before.start + done, now, after.start + done, length),
  )
  const [oldEnd, end] = [before.start + before.length, after.start + after.length]
  const tail = longest(shorter - head, (done, length) =>
    areEqual(old, oldEnd - done - length, now, end - done - length, length),
  )
  found.push({ kind: 'copy', from: before.start, length: head })
  found.push({ kind: 'fresh', from: null, length: after.length - head - tail })
  found.push({ kind: 'copy', from: oldEnd - tail, length: tail })
}

interface Span {
  start: number
  length: number
}

/** How far, at `most`, all is the same; asked for the next bytes only, in steps that get smaller where they fail. */
function longest(most: number, isSame: (from: number, length: number) => boolean): number {
  let same = 0
  let step = 128 * 1024
  while (same < most && step >= 1) {
    const length = Math.min(step, most - same)
    if (isSame(same, length)) same += length
    else step = length >> 1
  }
  return same
}
