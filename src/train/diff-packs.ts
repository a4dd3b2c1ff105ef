import { join } from 'node:path'
import { type Sha256, sha256OfFile } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import type { DiffSide } from '../pack/diff-side.ts'
import { type DiffWork, writeDiffZip } from '../pack/diff-zip.ts'
import { comparePacks } from '../pack/difference.ts'
import { openPack, type Pack } from '../pack/open-pack.ts'
import { readPairs } from '../pack/read-pairs.ts'
import type { Difference } from '../pack/tree.ts'
import { recognisePack } from '../tools/recognise.ts'
import { type MeasuredPack, measureOpenPack } from './update-pack.ts'

/** How the candidate's pack differs from another, by their central directories. */
export async function differenceOf(before: string, after: string): Promise<Difference> {
  await using old = await openPack(before)
  await using updated = await openPack(after)
  return comparePacks(old, updated)
}

/** Writes the diff zip between two measured packs into `staging`; gives its path and bytes. `timestamp` dates its manifest. */
export async function diffBetween(
  before: ReadPack,
  after: ReadPack,
  timestamp: number,
  staging: string,
  world: World,
): Promise<{ file: string; size: number }> {
  await using old = await openPack(before.file)
  await using updated = await openPack(after.file)
  return await writeDiff(
    { ...before, pack: old, sha256: before.sha256 ?? (await digestOf(before.file, world)) },
    { ...after, pack: updated, sha256: after.sha256 ?? (await digestOf(after.file, world)) },
    { timestamp, staging, world },
  )
}

/** A measured pack, and the SHA-256 of its file where it is known. */
type ReadPack = MeasuredPack & { sha256?: Sha256 | undefined }

/** Two open packs, and how they differ by their central directories. */
export interface ComparedPacks {
  old: Pack
  updated: Pack
  difference: Difference
}

/** The same for two packs that nobody has read yet. */
export async function diffOf(
  packs: ComparedPacks,
  timestamp: number,
  staging: string,
  world: World,
): Promise<{ file: string; size: number }> {
  const { old: before, updated: after, difference } = packs
  await using folder = await temporaryFolder(staging)
  // Where one thing fails, the others are not waited for.
  const failed = new AbortController()
  const here = { ...world, signal: AbortSignal.any([world.signal, failed.signal]) }
  await using pairs = readPairs(before, after, difference, { folder: folder.path, signal: here.signal })
  const measuring = measureOpenPack(before, here, { known: pairs.before })
  const tree = measuring.then(measured => measured.tree)
  tree.catch(() => undefined)
  // While other threads inflate, this one would only wait.
  const [old, updated, ...digests] = await Promise.all([
    measuring,
    measureOpenPack(after, here, { like: { pack: before, tree }, known: pairs.after }),
    digestOf(before.path, here),
    digestOf(after.path, here),
  ]).finally(() => failed.abort())
  return await writeDiff(
    { ...old, pack: before, sha256: digests[0] },
    { ...updated, pack: after, sha256: digests[1] },
    { timestamp, staging, world, plans: pairs.plans },
  )
}

async function writeDiff(
  before: DiffSide,
  after: DiffSide,
  { staging, world, ...work }: Pick<DiffWork, 'timestamp' | 'plans'> & { staging: string; world: World },
): Promise<{ file: string; size: number }> {
  const file = join(staging, 'diff.zip')
  await using folder = await temporaryFolder(staging)
  const { size } = await writeDiffZip({
    ...work,
    before,
    after,
    isState: await statePathsIn(before.pack, after.pack),
    out: file,
    folder: folder.path,
    signal: world.signal,
    progress: (done, total) => world.log.progress('writing the diff zip', done, total),
  })
  return { file, size }
}

async function statePathsIn(...packs: Pack[]): Promise<(path: string) => boolean> {
  const state = new Set<string>()
  for (const pack of packs) for (const path of (await recognisePack(pack)).statePaths) state.add(path)
  return path => state.has(path)
}

/** SHA-256 of files, one after the other. */
async function digestOf(file: string, { signal }: World): Promise<Sha256> {
  return (await sha256OfFile(file, signal)).sha256
}
