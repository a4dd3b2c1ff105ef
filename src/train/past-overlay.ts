import { mkdir } from 'node:fs/promises'
import { basename, dirname, join, posix, relative } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type LockedCandidate, lockedTrack, parseLock } from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import { messageOf, TrainError } from '../kernel/errors.ts'
import { type GitCall, git } from '../kernel/git.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import { identityOf } from './former-candidate.ts'

/** The team's files as they were at a time. */
export interface PastOverlay {
  /** Null for those of today. */
  commit: string | null
  /** Absolute; may be missing. */
  overlay: string
  /** Absolute; may be missing. */
  resolutions: string
}

/**
 * The overlay and the recorded answers as they lay beside the lock while it held a candidate: of each commit of the lock
 * that did, newest first. A commit's files are gone when the next one's are asked for.
 * Throws `config` where git does not know the lock.
 */
export async function* pastOverlays(
  entry: LockedCandidate,
  product: string,
  settings: Settings & { overlay: string },
  staging: string,
  world: World,
): AsyncGenerator<PastOverlay & { commit: string }> {
  const { overlay, resolutions, lock, track } = settings
  const home = dirname(lock)
  const call: GitCall = { cwd: home, env: world.env, signal: world.signal }
  const prefix = (await git(['rev-parse', '--show-prefix'], call)).trim()
  const gitFolder = (await git(['rev-parse', '--absolute-git-dir'], call)).trim()
  const inRepository = (path: string): string => posix.join(prefix, relative(home, path))
  if (inRepository(overlay).startsWith('..'))
    throw new TrainError('config', `${overlay} is not in the repository of the lock.`, {
      hint: 'Commit overlay and lock side by side.',
    })
  const log = ['--literal-pathspecs', 'log', '--full-history', '--format=%H', '--', basename(lock)]
  for (const commit of (await git(log, call)).split('\n').filter(line => line !== '')) {
    if (!(await heldAt(commit, entry, product, track, basename(lock), call))) continue
    await using folder = await temporaryFolder(staging, '.past-')
    const tree = join(folder.path, 'tree')
    await mkdir(tree)
    const env = {
      ...world.env,
      GIT_DIR: gitFolder,
      GIT_WORK_TREE: tree,
      GIT_INDEX_FILE: join(folder.path, 'index'),
    }
    const paths = [inRepository(overlay), inRepository(resolutions)]
    await checkOut(commit, paths, { ...call, cwd: tree, env })
    const [overlayThen = '', resolutionsThen = ''] = paths.map(path => join(tree, path))
    yield { commit, overlay: overlayThen, resolutions: resolutionsThen }
  }
}

/** Whether a commit's lock says that the track ran this candidate. */
async function heldAt(
  commit: string,
  entry: LockedCandidate,
  product: string,
  track: string,
  lock: string,
  call: GitCall,
): Promise<boolean> {
  try {
    const held = lockedTrack(
      parseLock(await git(['show', `${commit}:./${lock}`], call), lock),
      product,
      track,
    )
    return held !== null && isDeepStrictEqual(identityOf(held), entry)
  } catch (error) {
    // It was deleted then, or is of another version.
    if (error instanceof TrainError) return false
    throw error
  }
}

/** Files as a checkout writes them, with an index of their own: neither the team's index nor its files are touched. */
async function checkOut(commit: string, paths: readonly string[], call: GitCall): Promise<void> {
  await git(['read-tree', '--no-sparse-checkout', commit], call)
  for (const path of paths) {
    const words = ['--literal-pathspecs', '-c', 'core.hooksPath=/dev/null', 'checkout', '--', path]
    await git(words, call).catch((error: unknown) => {
      // A path that the commit does not hold; what cannot do without it says so.
      if (!messageOf(error).includes('did not match any file')) throw error
    })
  }
}
