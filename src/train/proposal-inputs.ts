import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { formatLock, type Lock, withoutTrack } from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import { systemCode } from '../kernel/errors.ts'
import { type Sha256, sha256, sha256OfFile } from '../kernel/sha256.ts'
import type { Overlay } from '../merge/overlay.ts'
import { directoryDigest } from '../pack/directory-digest.ts'
import type { Availability, Hotfix } from '../tools/update-tool.ts'
import type { Origin } from './origin.ts'

/**
 * What a candidate would be made from, as a digest: known before the content of any pack is read. The test's command counts, what it
 * runs does not: nobody can know what belongs to it.
 */
export async function inputsDigest(
  settings: Settings,
  origin: Origin,
  { installed, target }: Availability,
  overlay: Overlay | null,
  hotfixes: readonly Hotfix[],
): Promise<Sha256> {
  const { track, sha256: packSha256, classes, onConflict, proposal, test, stripTool } = settings
  const { locked, channel, productName } = origin
  return sha256(
    JSON.stringify([
      [productName, track, channel],
      [installed.level, locked?.contentDigest ?? null, locked?.baseSha256 ?? null, packSha256],
      await packsAsTheyLie(settings),
      [target.level, target.timestamp, target.fileList],
      hotfixes.map(({ name, sha256: digest }) => [name, digest]),
      [overlay?.digest ?? null, await folderDigest(settings.resolutions)],
      [Object.entries(classes), onConflict, proposal.conflicts, stripTool],
      test === null ? null : [test.command, test.timeout],
    ]),
  )
}

/** Zips may change under the same path. One whose SHA-256 is given is known by that, as any other is refused. */
async function packsAsTheyLie(settings: Settings): Promise<(string | null)[]> {
  const { pack, sha256: given, base, updateZip } = settings
  const files = [given === null ? pack : null, base, updateZip]
  return Promise.all(files.map(async file => (file === null ? null : directoryDigest(file))))
}

/** Names and contents of a folder's files; a folder that is not there holds none. */
async function folderDigest(folder: string): Promise<Sha256> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  })
  const files: string[] = []
  for (const name of names.filter(one => /^[0-9a-f]{64}\.(json|blob|[0-9a-f]{12}\.ours)$/.test(one)).sort())
    files.push(`${name} ${(await sha256OfFile(join(folder, name))).sha256}`)
  return sha256(files.join('\n'))
}

/** The lock without the entry of one track. */
export function othersDigest(lock: Lock, product: string, track: string): Sha256 {
  return sha256(formatLock(withoutTrack(lock, product, track)))
}
