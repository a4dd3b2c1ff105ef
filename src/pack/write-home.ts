import { randomBytes } from 'node:crypto'
import {
  chmod,
  constants,
  copyFile,
  lchown,
  lstat,
  mkdir,
  readdir,
  rename,
  rm,
  rmdir,
  symlink,
  utimes,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { TrainError, writeError } from '../kernel/errors.ts'
import { writeFileAtomically } from '../kernel/files.ts'
import type { Sha256 } from '../kernel/sha256.ts'
import { writableFolders } from '../kernel/writable-folders.ts'
import type { DirectoryEntry, FileEntry, LinkEntry, Mode } from './tree.ts'

export type HomeWrite =
  | { path: string; entry: FileEntry | DirectoryEntry; mode: Mode }
  | { path: string; entry: LinkEntry; mode?: undefined }

/** All that is to be done in a home, decided before. Paths are below it. */
export interface HomePlan {
  home: string
  deletes: readonly string[]
  writes: readonly HomeWrite[]
  modes: ReadonlyMap<string, Mode>
  /** SHA-256 → a path of the home that holds the content; all others lie in `blobs` by their SHA-256. */
  copies: ReadonlyMap<Sha256, string>
  blobs: string
  /** Epoch milliseconds for the dates of written files; null leaves them. */
  timestamp: number | null
  /** A small file that says what the home is then, written last; its folder is made where it is missing. */
  last: { path: string; content: string } | null
  signal: AbortSignal
}

/** Carries a plan out: contents are set beside, then deletes, directories, files, links, permission bits, and what the home is then last. */
export async function writeHome(plan: HomePlan): Promise<void> {
  const { home, last, signal } = plan
  try {
    const touched = [...plan.deletes, ...plan.writes.map(({ path }) => path)]
    const all = last === null ? touched : [...touched, last.path]
    await using _writable = await writableFolders(home, all)
    if (last !== null) await makeUpdatesFolder(join(home, dirname(last.path)))
    await keepCopies(plan)
    // Deepest first, so that directories are empty when their turn comes.
    for (const path of plan.deletes.toReversed()) await remove(home, path)
    for (const write of plan.writes) {
      signal.throwIfAborted()
      await makeRoom(home, write)
      if (write.entry.kind === 'file') await writeFileFrom(plan, write, write.entry)
    }
    for (const { path, entry } of plan.writes)
      if (entry.kind === 'link') await symlink(entry.target, join(home, path))
    for (const [path, mode] of plan.modes) await chmod(join(home, path), mode)
    for (const { path, entry, mode } of plan.writes.toReversed())
      if (entry.kind === 'directory' && mode !== undefined) await chmod(join(home, path), mode)
    if (last !== null) await writeFileAtomically(join(home, last.path), last.content)
  } catch (error) {
    throw writeError(error, home)
  }
}

/** No decision is about `updates/`, so that it may be anything: the level is not written through a link. */
async function makeUpdatesFolder(at: string): Promise<void> {
  const found = await lstat(at).catch(() => null)
  if (found === null) await mkdir(at)
  else if (!found.isDirectory())
    throw new TrainError('pack-unsafe', `${at} must be a directory, and neither a file nor a link.`, {
      hint: 'Put a directory in its place in the pack; nothing was changed.',
    })
}

/** Sets aside the home's own contents that are wanted elsewhere, before anything is deleted or replaced. */
async function keepCopies({ home, blobs, copies }: HomePlan): Promise<void> {
  for (const [sha256, path] of copies) await copyFile(join(home, path), join(blobs, sha256))
}

async function remove(home: string, path: string): Promise<void> {
  const at = join(home, path)
  const stat = await lstat(at)
  if (!stat.isDirectory()) await rm(at)
  // A directory with something of the team's inside stays (row 21).
  else if ((await readdir(at)).length === 0) await rmdir(at)
}

/** What root writes belongs to whom the file that was there did, else the folder above: a server could not read it. */
async function giveToOwner(written: string, at: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await lstat(at).catch(() => lstat(dirname(at)))
  await lchown(written, uid, gid)
}

/** Makes a folder and those above it, each its parent's owner's. */
async function makeFolders(at: string): Promise<void> {
  const first = await mkdir(at, { recursive: true })
  if (first === undefined || process.getuid?.() !== 0) return
  const { uid, gid } = await lstat(dirname(first))
  for (let made = at; made.length >= first.length; made = dirname(made)) await lchown(made, uid, gid)
}

/** Takes away what another kind has to make room for, and makes the directories above. */
async function makeRoom(home: string, { path, entry }: HomeWrite): Promise<void> {
  const at = join(home, path)
  const found = await lstat(at).catch(() => null)
  if (entry.kind === 'directory') {
    // `mkdir` takes a link to a directory for one, and what lies below would be written through it.
    if (found?.isDirectory() === false) await rm(at)
    await makeFolders(at)
    return
  }
  await makeFolders(dirname(at))
  if (found?.isDirectory() === true) await removeEmpty(at)
  else if (found !== null && entry.kind === 'link') await rm(at)
}

/** Removes a directory in which nothing but directories is left. */
async function removeEmpty(at: string): Promise<void> {
  for (const inside of await readdir(at, { withFileTypes: true }))
    if (inside.isDirectory()) await removeEmpty(join(at, inside.name))
  await rmdir(at)
}

async function writeFileFrom(
  { home, blobs, timestamp }: HomePlan,
  write: HomeWrite,
  entry: FileEntry,
): Promise<void> {
  const at = join(home, write.path)
  // A name that no file of the pack can have, and never one that is there.
  const beside = `${at}.${randomBytes(8).toString('hex')}.tmp`
  const source = join(blobs, entry.sha256)
  await copyFile(source, beside, constants.COPYFILE_EXCL)
  await giveToOwner(beside, at)
  await chmod(beside, write.mode ?? entry.mode)
  if (timestamp !== null) await utimes(beside, timestamp / 1000, timestamp / 1000)
  await rename(beside, at)
}
