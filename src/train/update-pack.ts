import { dirname, join } from 'node:path'
import { assertSpace, type SpaceNeed } from '../kernel/disk-space.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import type { Merging } from '../merge/merging.ts'
import { contentDigest } from '../pack/content-digest.ts'
import { extractPack } from '../pack/extract.ts'
import { packTree, type TreeWork } from '../pack/inventory.ts'
import { withArchivesByMember } from '../pack/member-digest.ts'
import { openPack, type Pack } from '../pack/open-pack.ts'
import type { Tree } from '../pack/tree.ts'
import { repack } from '../pack/write-pack.ts'
import { recognisePack } from '../tools/recognise.ts'
import type { Application, LevelState, UpdateTool } from '../tools/update-tool.ts'
import type { Origin } from './origin.ts'
import { type Parts, partsOf } from './parts.ts'

/** Dates of what is written for a level without a timestamp: the first that a zip can hold, 1980-01-01. */
const noDate = Date.UTC(1980, 0, 1)

export function dateOf(level: LevelState): number {
  return level.timestamp ?? noDate
}

/** A pack that was written, read back and measured. */
export interface MeasuredPack {
  file: string
  tree: Tree
  contentDigest: string
}

/**
 * Reads every entry of a pack, checks it, and takes its content digest. What lies byte for byte in `like`, a pack that was
 * measured before, is only compared.
 */
export async function measurePack(
  file: string,
  world: World,
  like: MeasuredPack | null = null,
): Promise<MeasuredPack> {
  await using pack = await openPack(file)
  await using twin = like === null ? null : await openPack(like.file)
  return await measureOpenPack(pack, world, {
    like: like === null || twin === null ? null : { pack: twin, tree: like.tree },
  })
}

/** The same for a pack that is open, with what is, or will be, known of it. */
export async function measureOpenPack(
  pack: Pack,
  world: World,
  known: Pick<TreeWork, 'like' | 'known'>,
): Promise<MeasuredPack> {
  const { statePaths, isRebuilt } = await recognisePack(pack)
  const state = new Set(statePaths)
  const tree = await packTree(pack, {
    ...known,
    signal: world.signal,
    progress: (done, total, files) => world.log.progress('verifying the pack', done, total, files),
  })
  await using folder = await temporaryFolder(world.temporary)
  const byMember = isRebuilt === null ? tree : await withArchivesByMember(tree, pack, isRebuilt, folder.path)
  return { file: pack.path, tree, contentDigest: contentDigest(byMember, path => state.has(path)) }
}

/** Bytes of a pack, unpacked. */
export function contentSize({ entries }: Pack): number {
  return [...entries.values()].reduce((sum, { size }) => sum + size, 0)
}

/** Unpacks a pack below `folder` and gives its home. */
export async function unpack(pack: Pack, folder: string, world: World): Promise<string> {
  const home = join(folder, pack.root)
  await extractPack(pack, home, {
    signal: world.signal,
    progress: (done, total, files) => world.log.progress('unpacking', done, total, files),
  })
  return home
}

/**
 * Brings a copy of a pack from one level to another: unpacks it below `folder`, lets the tool update it, and writes
 * `out` from it. After a conflict nothing was written to `out`.
 */
export async function updatePack(
  work: {
    pack: string
    /** The pack of a lower level that the tool has made it of; null where nobody knows. */
    madeOf: string | null
    from: LevelState
    to: LevelState
    folder: string
    out: string
    parts?: Parts
    /** What will be written after this, to be known before the first write. */
    later?: (pack: Pack) => SpaceNeed[]
  },
  origin: Origin,
  tool: UpdateTool,
  merging: Merging,
  world: World,
): Promise<{ home: string; application: Application }> {
  await using pack = await openPack(work.pack)
  await assertSpace(`Updating ${origin.productName}`, [
    { folder: dirname(work.folder), bytes: contentSize(pack) },
    { folder: dirname(work.out), bytes: pack.size },
    ...(tool.can.copies === 0
      ? []
      : [{ folder: world.temporary, bytes: tool.can.copies * contentSize(pack) }]),
    ...(work.later?.(pack) ?? []),
  ])
  const parts = work.parts ?? partsOf(world)
  const home = await parts.run('unpacking', () => unpack(pack, work.folder, world))
  const { product, channel } = origin
  const { from, to, madeOf } = work
  const request = { product, channel, from, to, home, pack: work.pack, madeOf, merging }
  const application = await parts.run('updating', () => tool.apply(request))
  if (application.kind === 'applied') {
    await tool.scrub(home)
    await parts.run('comparing and writing', () =>
      repack({
        from: pack,
        home,
        out: work.out,
        timestamp: dateOf(work.to),
        signal: world.signal,
        comparing: (done, total, files) => world.log.progress('looking for changes', done, total, files),
        progress: (done, total, files) => world.log.progress('writing the pack', done, total, files),
      }),
    )
  }
  return { home, application }
}
