import { lstatSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import type { Sha256 } from '../kernel/sha256.ts'
import { changedOnDisk } from './changed-on-disk.ts'
import { linkFault, nameFault } from './entry-name.ts'
import { readHomeFile } from './home-file.ts'
import { walkHome } from './home-walk.ts'
import type { Pack } from './open-pack.ts'
import { type Pace, startPace, type Work } from './pace.ts'
import { contentOf, writeZip, type ZipOutput } from './zip-output.ts'

export interface WrittenPack {
  sha256: Sha256
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

/**
 * Writes a pack from an old one and a changed home: what did not change is copied as it lies and never recompressed.
 * Entries keep their order, added ones follow sorted. Equal inputs give equal bytes, on every machine.
 * Paths that `skip` takes are not compared with the home: their old entries stay as they lie.
 */
export async function repack(
  work: PackWork & { from: Pack; skip?: ((path: string) => boolean) | undefined },
): Promise<WrittenPack> {
  const { from, home, out, signal, skip } = work
  const changes = await changedOnDisk(from, home, { signal, skip })
  const removed = new Set(changes.removed)
  const changed = new Set(changes.changed)
  const modeChanged = new Set(changes.modeChanged)
  const pace = startPace(work, from.size)
  return writeZip(out, from.archive.comment, pace, async output => {
    const writer = { output, root: from.root, work, pace }
    if (from.rootEntry !== undefined) await output.copy(from.archive, from.rootEntry)
    for (const [path, entry] of from.entries) {
      if (removed.has(path)) continue
      if (changed.has(path)) await addFromHome(writer, path)
      else if (modeChanged.has(path)) await output.copy(from.archive, entry, modeAt(join(home, path)))
      else await output.copy(from.archive, entry)
    }
    for (const path of changes.added) await addFromHome(writer, path)
  })
}

/** Writes a pack with the root folder `root` from a home alone, entries sorted, directories listed. */
export async function createPack(work: PackWork & { root: string }): Promise<WrittenPack> {
  const seen = await walkHome(work.home, startPace({ signal: work.signal }, 0))
  const total = [...seen.values()].reduce((sum, what) => sum + (what.kind === 'file' ? what.size : 0), 0)
  const pace = startPace(work, total)
  return writeZip(work.out, Buffer.alloc(0), pace, async output => {
    const writer = { output, root: work.root, work, pace }
    const { root, timestamp } = work
    await output.add({ name: root, kind: 'directory', mode: 0o755, timestamp }, nothing)
    for (const path of [...seen.keys()].sort()) {
      if (seen.get(path)?.kind !== 'special') await addFromHome(writer, path)
    }
  })
}

interface Writer {
  output: ZipOutput
  root: string
  work: PackWork
  pace: Pace
}

const nothing = contentOf(new Uint8Array())

/** What we write, we must be able to read again: names and targets are held to the same rules. */
async function addFromHome({ output, root, work, pace }: Writer, path: string): Promise<void> {
  const at = join(work.home, path)
  const stat = lstatSync(at)
  const info = { name: `${root}/${path}`, mode: stat.mode & 0o777, timestamp: work.timestamp }
  assertFit(at, nameFault(path))
  if (stat.isSymbolicLink()) {
    const target = readlinkSync(at)
    assertFit(at, linkFault(path, target))
    await output.add({ ...info, kind: 'link', mode: 0o777 }, contentOf(Buffer.from(target)))
  } else if (stat.isDirectory()) await output.add({ ...info, kind: 'directory' }, nothing)
  else
    await output.add(
      { ...info, kind: 'file' },
      { size: stat.size, read: take => readHomeFile(at, pace, take) },
    )
}

function assertFit(at: string, fault: string | undefined): void {
  if (fault === undefined) return
  throw new TrainError('pack-unsafe', `${JSON.stringify(at)} cannot be packed: it ${fault}.`, {
    hint: 'Rename or remove it, then run again.',
  })
}

function modeAt(at: string): number {
  return lstatSync(at).mode & 0o777
}
