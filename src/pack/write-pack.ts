import { lstatSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import type { EntryKind } from './central-header.ts'
import { changedOnDisk } from './changed-on-disk.ts'
import { type DeflateAhead, deflateAhead } from './deflate-ahead.ts'
import { linkFault, nameFault } from './entry-name.ts'
import { readHomeFile } from './home-file.ts'
import { walkHome } from './home-walk.ts'
import { findClash } from './name-clashes.ts'
import type { Pack, PackEntry } from './open-pack.ts'
import { type Pace, startPace, type Work } from './pace.ts'
import type { Mode } from './tree.ts'
import { contentOf, writeZip, type ZipOutput } from './zip-output.ts'

export interface WrittenPack {
  /** Bytes. */
  size: number
}

interface PackWork extends Work {
  /** The unpacked home; absolute. */
  home: string
  /** Must not exist; its folder must. */
  out: string
  /** Date of every entry that is written anew, epoch milliseconds. */
  timestamp: number
}

/** An entry that is written from the home. */
interface New {
  path: string
  kind: EntryKind
  /** Bytes. */
  size: number
}

/**
 * Writes a pack from an old one and a changed home: what did not change is copied as it lies and never recompressed.
 * What changed follows, then what was added, sorted: while others are copied, a thread has the time to deflate it. Equal
 * inputs give equal bytes, on every machine.
 * Where it is known which paths may differ, `only` they are compared with the home: all other entries stay as they lie.
 * Throws `pack-unsafe` for names and links that no pack may hold, `not-writable` and `disk-full`; then nothing is left at `out`.
 */
export async function repack(
  work: PackWork & {
    from: Pack
    only?: ReadonlySet<string> | undefined
    /** As `progress`, of the comparison before. */
    comparing?: Work['progress']
  },
): Promise<WrittenPack> {
  const { from, home, out, signal, only, comparing } = work
  const changes = await changedOnDisk(from, home, { signal, only, progress: comparing })
  const removed = new Set(changes.removed)
  const changed = new Set(changes.changed)
  const modeChanged = new Set(changes.modeChanged)
  const kept = [...from.entries.values()].filter(({ path }) => !removed.has(path) && !changed.has(path))
  const fresh = [...changes.changed, ...changes.added].map(path => fromHome(home, path))
  assertNames(home, kept, fresh)

  const pace = startPace(work, from.size, kept.length + fresh.length)
  await using ahead = deflateAhead(filesIn(home, fresh))
  return await writeZip(out, from.archive.comment, pace, async output => {
    if (from.rootEntry !== undefined) await output.copy(from.archive, from.rootEntry)
    for (const entry of kept) {
      const mode = modeChanged.has(entry.path) ? modeOf(lstatSync(join(home, entry.path))) : undefined
      await output.copy(from.archive, entry, mode)
      pace.next()
    }
    await addAll({ output, ahead, root: from.root, work, pace }, fresh)
  })
}

/** Writes a pack with the root folder `root` from a home alone, entries sorted, directories listed. Throws as `repack`. */
export async function createPack(work: PackWork & { root: string }): Promise<WrittenPack> {
  const { home, out, root, timestamp } = work
  const seen = await walkHome(home, startPace({ signal: work.signal }, 0))
  const paths = [...seen.keys()].filter(path => seen.get(path)?.kind !== 'special').sort()
  const planned = paths.map(path => fromHome(home, path))
  assertNames(home, [], planned)

  const total = [...seen.values()].reduce((sum, what) => sum + (what.kind === 'file' ? what.size : 0), 0)
  const pace = startPace(work, total, planned.length)
  await using ahead = deflateAhead(filesIn(home, planned))
  return await writeZip(out, Buffer.alloc(0), pace, async output => {
    await output.add({ name: root, kind: 'directory', mode: 0o755, timestamp }, nothing)
    await addAll({ output, ahead, root, work, pace }, planned)
  })
}

interface Writer {
  output: ZipOutput
  ahead: DeflateAhead
  root: string
  work: PackWork
  pace: Pace
}

const nothing = contentOf(new Uint8Array())

async function addAll(writer: Writer, planned: readonly New[]): Promise<void> {
  for (const { path } of planned) {
    await addFromHome(writer, path)
    writer.pace.next()
  }
}

async function addFromHome({ output, ahead, root, work, pace }: Writer, path: string): Promise<void> {
  const at = join(work.home, path)
  const stat = lstatSync(at)
  const info = { name: `${root}/${path}`, mode: modeOf(stat), timestamp: work.timestamp }
  if (stat.isSymbolicLink()) {
    const target = readlinkSync(at)
    assertFit(at, linkFault(path, target))
    await output.add({ ...info, kind: 'link', mode: 0o777 }, contentOf(Buffer.from(target)))
  } else if (stat.isDirectory()) await output.add({ ...info, kind: 'directory' }, nothing)
  else {
    const deflated = await ahead.take(at)
    const file = { ...info, kind: 'file' } as const
    if (deflated !== null && deflated.size === stat.size) await output.addDeflated(file, deflated)
    else await output.add(file, { size: stat.size, read: take => readHomeFile(at, pace, take) })
  }
}

/** The files that are written anew, in their order. */
function filesIn(home: string, planned: readonly New[]): { path: string; size: number }[] {
  return planned
    .filter(({ kind }) => kind === 'file')
    .map(({ path, size }) => ({ path: join(home, path), size }))
}

function fromHome(home: string, path: string): New {
  const stat = lstatSync(join(home, path))
  const kind = stat.isSymbolicLink() ? 'link' : stat.isDirectory() ? 'directory' : 'file'
  return { path, kind, size: stat.size }
}

function modeOf({ mode }: { mode: number }): Mode {
  return mode & 0o777
}

/** What we write, we must be able to read again: names are held to the same rules. */
function assertNames(home: string, kept: readonly PackEntry[], fresh: readonly New[]): void {
  for (const { path } of fresh) assertFit(join(home, path), nameFault(path))
  const clash = findClash([...kept, ...fresh].map(({ path, kind }) => ({ name: path, kind })))
  if (clash !== undefined) assertFit(join(home, clash.name), clash.fault)
}

function assertFit(at: string, fault: string | undefined): void {
  if (fault === undefined) return
  throw new TrainError('pack-unsafe', `${JSON.stringify(at)} cannot be packed: it ${fault}.`, {
    hint: 'Rename or remove it, then run again.',
  })
}
