import {
  chmodSync,
  chownSync,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readlinkSync,
  type Stats,
  symlinkSync,
  utimesSync,
} from 'node:fs'
import { join } from 'node:path'
import { systemCode, TrainError } from '../kernel/errors.ts'
import { walkHome } from './home-walk.ts'
import { startPace, type Work } from './pace.ts'

/**
 * Makes a second home beside the first one, of the same files: hard links, so that half a gigabyte takes no time and no
 * room, and logs that a server still writes go on. Files that `copied` takes, and all where links cannot be made, are
 * copies: whatever is changed in the second home by writing anew or by removal does not touch the first one.
 * Throws `not-writable` for what cannot be in two places: another file system, and sockets where links cannot be made.
 */
export async function linkHome(
  home: string,
  to: string,
  work: Work & { copied: (path: string) => boolean },
): Promise<void> {
  const pace = startPace({ signal: work.signal }, 0)
  const seen = await walkHome(home, pace)
  const root = lstatSync(home)
  const folders: [string, Stats][] = [[to, root]]
  mkdirSync(to, { mode: 0o700 })
  for (const [path, { kind }] of seen) {
    const [from, at] = [join(home, path), join(to, path)]
    const stat = lstatSync(from)
    if (stat.dev !== root.dev) throw elsewhere(from)
    if (kind === 'directory') {
      mkdirSync(at, { mode: 0o700 })
      folders.push([at, stat])
    } else if (kind === 'link') makeLink(from, at, stat)
    else if (kind === 'file' && work.copied(path)) copy(from, at, stat)
    else linkOrCopy(from, at, stat)
    await pace.advance(0)
  }
  // Deepest first: what is made in a folder changes its date, and its permission bits may close it.
  for (const [at, stat] of folders.reverse()) {
    giveAway(at, stat)
    chmodSync(at, stat.mode & 0o7777)
    utimesSync(at, stat.atime, stat.mtime)
  }
}

function makeLink(from: string, at: string, stat: Stats): void {
  symlinkSync(readlinkSync(from), at)
  lutimesSync(at, stat.atime, stat.mtime)
}

function linkOrCopy(from: string, at: string, stat: Stats): void {
  try {
    linkSync(from, at)
  } catch (error) {
    if (!linkless.has(systemCode(error))) throw error
    if (!stat.isFile()) throw unlinkable(from, error)
    copy(from, at, stat)
  }
}

/** File systems without links, files of somebody else (proc_sys_fs(5), protected_hardlinks), and too many links to one. */
const linkless = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES'])

function copy(from: string, at: string, stat: Stats): void {
  copyFileSync(from, at, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  giveAway(at, stat)
  chmodSync(at, stat.mode & 0o7777)
  utimesSync(at, stat.atime, stat.mtime)
}

/** Only root may; anybody else has only what is theirs. */
function giveAway(at: string, { uid, gid }: Stats): void {
  if (process.getuid?.() === 0) chownSync(at, uid, gid)
}

function elsewhere(path: string): TrainError {
  return new TrainError('not-writable', `${path} lies on another file system than the home around it.`, {
    hint: 'Stop the server, unmount it, patch the home, and mount it again; nothing was changed.',
  })
}

function unlinkable(path: string, cause: unknown): TrainError {
  return new TrainError(
    'not-writable',
    `${path} is neither a file nor a folder, and cannot be taken along.`,
    {
      hint: 'Stop the server that made it, or remove it; nothing was changed.',
      cause,
    },
  )
}
