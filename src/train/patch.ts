import { rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { assertSpace } from '../kernel/disk-space.ts'
import { TrainError, writeError } from '../kernel/errors.ts'
import { makeFolder, syncFolder } from '../kernel/files.ts'
import { type Sha256, sha256OfFile } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import type { DiffManifest } from '../pack/diff-manifest.ts'
import { type DiffZip, openDiffZip } from '../pack/open-diff.ts'
import { openPack, type Pack } from '../pack/open-pack.ts'
import { heldBefore, otherPack, patchPack } from '../pack/patch-pack.ts'
import type { Tree } from '../pack/tree.ts'
import { measurePack } from './update-pack.ts'

/** Files of a patch; all absolute. */
export interface PatchedFiles {
  pack: string
  diff: string
  /** Replaced where it is there, once the new pack is whole. */
  out: string
}

/**
 * Makes the pack that a diff zip leads to, without any network. Throws `verification` for a pack that it was not made
 * from, and what reading a pack or a diff zip throws; then `out` is as it was.
 */
export async function patchFile(
  { pack: file, diff: zip, out }: PatchedFiles,
  world: World,
): Promise<{ sha256: Sha256; size: number }> {
  await using diff = await openDiffZip(zip)
  await using pack = await openPack(file)
  const known = await assertMadeFrom(diff, pack, world)
  await makeFolder(dirname(out))
  await using staging = await temporaryFolder(dirname(out), '.update-train-')
  await assertSpace('The patched pack', [{ folder: staging.path, bytes: pack.size + broughtBytes(diff) }])
  const made = join(staging.path, 'pack.zip')
  await patchPack({
    diff,
    pack,
    out: made,
    folder: staging.path,
    signal: world.signal,
    progress: (done, total, files) => world.log.progress('patching', done, total, files),
  })
  if (known === 'content') await assertResult(made, diff, world)
  const written = await sha256OfFile(made, world.signal)
  try {
    await rename(made, out)
  } catch (error) {
    throw writeError(error, out)
  }
  await syncFolder(dirname(out))
  return written
}

/** Bytes that a diff zip makes at most: what it brings, and the largest old file that is laid beside to be read. */
function broughtBytes({ manifest }: DiffZip): number {
  let [brought, largest] = [0, 0]
  for (const { before, after } of manifest.changes) {
    if ('size' in after) brought += after.size
    if (before !== null && 'size' in before) largest = Math.max(largest, before.size)
  }
  return brought + largest
}

/** Told by its bytes, which is quick, or by what it holds, which any packing of the same product has. */
async function assertMadeFrom(
  { path: zip, manifest }: DiffZip,
  { path }: Pack,
  world: World,
): Promise<'bytes' | 'content'> {
  const { sha256 } = await sha256OfFile(path, world.signal)
  if (sha256 === manifest.sha256.before) return 'bytes'
  const measured = sha256 === manifest.sha256.after ? null : await measurePack(path, world)
  if (measured?.contentDigest === manifest.contentDigest.before) {
    assertHeld(zip, manifest, path, measured.tree)
    return 'content'
  }
  const isDone = measured === null || measured.contentDigest === manifest.contentDigest.after
  throw new TrainError(
    'verification',
    isDone
      ? `${path} is the pack that ${zip} leads to already; there is nothing to do.`
      : `${path} is not the pack that ${zip} was made from: its SHA-256 is ${sha256}, and not ${manifest.sha256.before}.`,
    {
      hint: isDone
        ? 'Use it as it is.'
        : 'Give the pack of the level that the diff zip starts from, or get the diff zip for this one.',
    },
  )
}

/** A content digest says nothing of `updates/` and state, which may be those of another level. */
function assertHeld(zip: string, manifest: DiffManifest, path: string, tree: Tree): void {
  for (const [at, held] of heldBefore(manifest)) {
    const entry = tree.get(at)
    if (!('sha256' in held) || (entry?.kind === 'file' && entry.sha256 === held.sha256)) continue
    throw otherPack(zip, path, `${JSON.stringify(at)} in it is another one`)
  }
}

async function assertResult(made: string, { path: zip, manifest }: DiffZip, world: World): Promise<void> {
  const { contentDigest } = await measurePack(made, world)
  if (contentDigest === manifest.contentDigest.after) return
  throw new TrainError('verification', `What ${zip} makes of the pack is not what its manifest says.`, {
    hint: 'Get the diff zip again, and the very pack that it was made from; nothing was written.',
  })
}
