import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256OfFile } from '../../src/kernel/sha256.ts'
import { contentDigest } from '../../src/pack/content-digest.ts'
import type { DiffManifest } from '../../src/pack/diff-manifest.ts'
import type { DiffSide } from '../../src/pack/diff-side.ts'
import { writeDiffZip } from '../../src/pack/diff-zip.ts'
import { packTree } from '../../src/pack/inventory.ts'
import { openDiffZip } from '../../src/pack/open-diff.ts'
import { openPack, type Pack } from '../../src/pack/open-pack.ts'
import { patchPack } from '../../src/pack/patch-pack.ts'

async function sideOf(pack: Pack): Promise<DiffSide> {
  const tree = await packTree(pack)
  return { pack, tree, contentDigest: contentDigest(tree), sha256: (await sha256OfFile(pack.path)).sha256 }
}

/** Writes the diff zip between two packs below `folder` and gives its path. */
export async function diffOf(
  before: string,
  after: string,
  folder: string,
  manifestBytes?: number,
): Promise<string> {
  await using old = await openPack(before)
  await using now = await openPack(after)
  const own = await mkdtemp(join(folder, 'diff-'))
  const out = join(own, 'd.zip')
  await writeDiffZip({
    before: await sideOf(old),
    after: await sideOf(now),
    isState: () => false,
    out,
    folder: own,
    timestamp: 0,
    ...(manifestBytes === undefined ? {} : { manifestBytes }),
  })
  return out
}

/** Patches a pack below `folder` and gives the path of the new one. */
export async function patched(pack: string, diff: string, folder: string): Promise<string> {
  await using old = await openPack(pack)
  await using zip = await openDiffZip(diff)
  const own = await mkdtemp(join(folder, 'patched-'))
  const out = join(own, 'q.zip')
  await patchPack({ diff: zip, pack: old, out, folder: own })
  return out
}

export async function manifestOf(diff: string): Promise<DiffManifest> {
  await using zip = await openDiffZip(diff)
  return zip.manifest
}

/** All that a pack holds: names, kinds, bytes, permission bits and where links lead. */
export async function holdingsOf(file: string): Promise<Record<string, string>> {
  await using pack = await openPack(file)
  const found: Record<string, string> = {}
  for (const [path, entry] of await packTree(pack)) found[path] = JSON.stringify(entry)
  return { ...found, '/': `${pack.root} ${pack.rootEntry?.mode ?? 'implied'}` }
}
