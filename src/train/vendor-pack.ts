import { join } from 'node:path'
import type { Settings } from '../config/settings.ts'
import type { Host, VendorPackKey } from '../host/host.ts'
import { messageOf, TrainError } from '../kernel/errors.ts'
import { exists } from '../kernel/files.ts'
import { type Sha256, sha256OfFile } from '../kernel/sha256.ts'
import type { World } from '../kernel/world.ts'
import { openPack, type Pack } from '../pack/open-pack.ts'
import { repack } from '../pack/write-pack.ts'
import { holdsHotfixes } from '../tools/external/holds-hotfixes.ts'
import { recognisePack } from '../tools/recognise.ts'
import type { Availability, LevelState, UpdateTool } from '../tools/update-tool.ts'
import { comparePack } from './compare-pack.ts'
import { mergingIn } from './merging-in.ts'
import { assertSameProduct, type Origin } from './origin.ts'
import { contentSize, dateOf, type MeasuredPack, measurePack, unpack, updatePack } from './update-pack.ts'

/** The vendor's pack at the installed level. */
export interface VendorPack extends MeasuredPack {
  /** SHA-256 of the pack that it was built from. */
  base: Sha256
  /** The given pack, where that is of a lower level: what differs is the tool's doing. */
  madeOf: string | null
}

/**
 * Gets the vendor's pack of the installed level: as an earlier run kept it, where its content is what the lock says;
 * else from `pack`, brought to that level. What `pack` is not is added to the warnings of `availability`.
 */
export async function findVendorPack(
  settings: Settings,
  origin: Origin,
  availability: Availability,
  tool: UpdateTool,
  host: Host,
  world: World,
  folder: string,
): Promise<VendorPack> {
  const { locked } = origin
  const { installed } = availability
  if (locked !== null && (await isSameBase(settings, locked.baseSha256, world))) {
    const base = locked.baseSha256
    const kept = await keptPack(keyOf(origin, base, tool, installed.level), origin, host, world)
    if (kept !== null) return { ...kept, base, madeOf: await madeOf(installed.level, settings) }
  }
  const built = await buildFromPack(settings, origin, installed, tool, world, folder)
  const warning = await comparePack(built, settings, origin, availability, tool)
  if (warning !== null) {
    world.log.warning(warning)
    availability.warnings.push(warning)
  }
  return built
}

/** Another pack than the lock was made from is looked at itself: what was kept must not hide it. */
async function isSameBase(settings: Settings, base: Sha256, world: World): Promise<boolean> {
  const { file, expected } = vanillaOf(settings)
  if (expected !== null && expected !== base) return false
  if (file === null || !(await exists(file))) return true
  return (await sha256OfFile(file, world.signal)).sha256 === base
}

/** The given pack that one of this level was made of; null where there is none, or it is of that level itself. */
export async function madeOf(level: number, settings: Settings): Promise<string | null> {
  const { file } = vanillaOf(settings)
  if (file === null || !(await exists(file))) return null
  await using pack = await openPack(file)
  return level > ((await recognisePack(pack)).position?.level ?? 0) ? file : null
}

/** The vendor's own pack, and what it must have as SHA-256. */
export function vanillaOf({ pack, base, sha256 }: Settings): {
  file: string | null
  expected: Sha256 | null
} {
  return base === null ? { file: pack, expected: sha256 } : { file: base, expected: null }
}

/**
 * The given pack that is the vendor's own beyond doubt: `base`, or `pack` with the SHA-256 that the vendor says. Null where
 * there is none, as any other `pack` may be customised.
 */
export async function vouchedPack(
  { pack, base }: Settings,
  availability: Availability,
  world: World,
): Promise<string | null> {
  const file = base ?? pack
  if (file === null || !(await exists(file))) return null
  if (base !== null) return base
  return (await sha256OfFile(file, world.signal)).sha256 === availability.base ? file : null
}

export function keyOf(origin: Origin, base: Sha256, tool: UpdateTool, level: number): VendorPackKey {
  return { product: origin.productName, base, tool: tool.name, channel: origin.channel, level }
}

/** Null for a pack that is not there, cannot be read, or is not what the lock says: a cache decides nothing. */
export async function keptPack(
  key: VendorPackKey,
  origin: Origin,
  host: Host,
  world: World,
): Promise<MeasuredPack | null> {
  const file = await host.findVendorPack(key)
  if (file === null) return null
  try {
    // Byte for byte: a pack says itself which files its content digest leaves out.
    const { sha256 } = await sha256OfFile(file, world.signal)
    if (sha256 === origin.locked?.vendorSha256) return await measurePack(file, world)
    world.log.warning('The kept vendor pack is not the one of the lock; it is built again from `pack`.')
  } catch (error) {
    if (world.signal.aborted) throw error
    world.log.warning(
      `The kept vendor pack is of no use, it is built again from \`pack\`: ${messageOf(error)}`,
    )
  }
  return null
}

/** Builds the vendor's pack of a level from `pack` at once, whatever levels lie between. */
export async function buildFromPack(
  settings: Settings,
  origin: Origin,
  installed: LevelState,
  tool: UpdateTool,
  world: World,
  folder: string,
): Promise<VendorPack> {
  const file = await givenPack(settings, origin)
  const base = await verifiedSha256(file, vanillaOf(settings).expected, world)
  const { level: at, hasHotfixes } = await standingOf(file, origin)
  // Whatever the level: only who knows of them can say what is to become of them.
  if (hasHotfixes && settings.hotfixes === null && tool.hotfixes !== null)
    throw holdsHotfixes(origin.productName)
  if (at === installed.level) {
    // What was kept of it went without; the first run looks at the pack as it is.
    const isWithout = origin.locked !== null && hasHotfixes && settings.hotfixes !== null
    const own = isWithout ? await withoutHotfixes(file, origin, installed, tool, world, folder) : file
    return checked({ ...(await measurePack(own, world)), base, madeOf: null }, origin, file)
  }
  world.log.info(`The pack is at level ${at}; it is brought to the installed level ${installed.level}.`)
  const out = join(folder, 'installed.zip')
  const availability = await tool.check({
    product: origin.product,
    channel: origin.channel,
    installed: { level: at, timestamp: null },
    pinnedFileList: null,
    // Only what the feed says of this level is asked: the installed one may have been withdrawn since, and must be left.
    wanted: { at: 'level', level: at },
  })
  const from = availability.installed
  const work = {
    pack: file,
    madeOf: null,
    from,
    to: installed,
    folder: join(folder, 'installed'),
    out,
    // The update is made from it: a home and a zip once more.
    later: (pack: Pack) => [{ folder, bytes: contentSize(pack) + pack.size }],
  }
  const { application } = await updatePack(
    work,
    origin,
    tool,
    mergingIn(join(folder, 'installing'), settings),
    world,
  )
  if (application.kind === 'conflict')
    throw new TrainError(
      'config',
      `${file} cannot be brought to the installed level ${installed.level}: ${application.conflicts.map(({ path }) => path).join(', ')} was changed in it and by the updates.`,
      {
        hint: 'Give the vanilla pack as `base` (--base), or as `pack` with the changed files as an `overlay`.',
      },
    )
  return checked({ ...(await measurePack(out, world)), base, madeOf: file }, origin, file)
}

async function givenPack(settings: Settings, origin: Origin): Promise<string> {
  const { file } = vanillaOf(settings)
  if (file === null)
    throw new TrainError('usage', `There is no pack of ${origin.productName} to update.`, {
      hint: 'Set `pack` (--pack) to its zip.',
    })
  if (!(await exists(file)))
    throw new TrainError('pack-missing', `The pack ${file} does not exist.`, {
      hint: 'Correct `pack` (--pack), or `base` (--base).',
    })
  return file
}

async function verifiedSha256(file: string, expected: Sha256 | null, world: World): Promise<Sha256> {
  const { sha256 } = await sha256OfFile(file, world.signal)
  if (expected === null || expected === sha256) return sha256
  throw new TrainError('verification', `${file} has the SHA-256 ${sha256}, not ${expected}.`, {
    hint: 'Get the pack again, or correct `sha256` if the pack was replaced on purpose.',
  })
}

async function withoutHotfixes(
  file: string,
  origin: Origin,
  installed: LevelState,
  tool: UpdateTool,
  world: World,
  folder: string,
): Promise<string> {
  await using pack = await openPack(file)
  const home = await unpack(pack, join(folder, 'installed'), world)
  await tool.hotfixes?.revert(origin.product, home)
  await tool.scrub(home)
  const out = join(folder, 'installed.zip')
  await repack({ from: pack, home, out, timestamp: dateOf(installed), signal: world.signal })
  return out
}

/** The level that the pack itself is at, the base where it says nothing, and whether it holds hotfixes. */
async function standingOf(file: string, origin: Origin): Promise<{ level: number; hasHotfixes: boolean }> {
  await using pack = await openPack(file)
  const identity = await recognisePack(pack)
  assertSameProduct(origin.productName, identity, file)
  const level = identity.position?.level ?? 0
  // Not every tool writes its channel into a pack.
  if (level > 0 && identity.channel !== null && identity.channel !== origin.channel)
    throw new TrainError('config', `${file} is on channel ${identity.channel}, not ${origin.channel}.`, {
      hint: 'Give the base pack, or a pack of the same channel.',
    })
  return { level, hasHotfixes: identity.hasHotfixes }
}

function checked(pack: VendorPack, origin: Origin, file: string): VendorPack {
  const expected = origin.locked?.vendorDigest
  if (expected === undefined || expected === pack.contentDigest) return pack
  throw new TrainError(
    'verification',
    `${file} at level ${origin.installed.level} has the content digest ${pack.contentDigest}, but the lock says ${expected}.`,
    {
      hint: 'Give the pack that the lock was made from, or remove the track from the lock (without a committed lock: its update-train-state entry from the caches of the repository) to start again.',
    },
  )
}
