import { basename, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { LockedCandidate } from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import { reasonOf, TrainError } from '../kernel/errors.ts'
import { sha256OfFile } from '../kernel/sha256.ts'
import type { World } from '../kernel/world.ts'
import { compareTrees } from '../pack/difference.ts'
import { openPack } from '../pack/open-pack.ts'
import type { Tree } from '../pack/tree.ts'
import { repack } from '../pack/write-pack.ts'
import type { HotfixEvidence } from '../report/candidate.ts'
import { listsOf } from '../tools/external/update-home.ts'
import type { Hotfix, UpdateTool } from '../tools/update-tool.ts'
import type { Origin } from './origin.ts'
import { dateOf, type MeasuredPack, measurePack, unpack } from './update-pack.ts'

type Locked = LockedCandidate['hotfixes']

/** The hotfixes of a track as they lie there today. Throws `config` for one that does not. */
export async function readHotfixes(
  { hotfixes }: Pick<Settings, 'hotfixes'>,
  world: World,
): Promise<Hotfix[]> {
  const found: Hotfix[] = []
  for (const file of hotfixes ?? []) {
    const { sha256 } = await sha256OfFile(file, world.signal).catch((error: unknown) => {
      world.signal.throwIfAborted()
      throw new TrainError('config', `The hotfix ${file} cannot be read: ${reasonOf(error)}.`, {
        hint: 'Correct `hotfixes`: a list of zips, in the order in which they are applied.',
        cause: error,
      })
    })
    found.push({ name: basename(file, '.zip'), file, sha256 })
  }
  return found
}

/** How the lock and the evidence name them. */
function named(hotfixes: readonly Hotfix[]): Locked {
  return hotfixes.map(({ name, sha256 }) => ({ name, sha256 }))
}

/** Other hotfixes than those of the candidate that runs now, or of the pack where no candidate does. */
export function areHotfixesNew(
  hotfixes: readonly Hotfix[],
  { hotfixes: asked }: Pick<Settings, 'hotfixes'>,
  { locked, pack }: Origin,
): boolean {
  if (locked !== null) return !isDeepStrictEqual(named(hotfixes), locked.hotfixes)
  return hotfixes.length > 0 || (asked !== null && pack?.hasHotfixes === true)
}

/** Where hotfixes are laid: in a home that holds the vendor's pack of a level. */
export interface HotfixPlace {
  origin: Origin
  tool: UpdateTool
  world: World
  vendor: MeasuredPack
  home: string
  out: string
  /** Epoch milliseconds, for what is written. */
  timestamp: number
}

/**
 * Lays hotfixes over the vendor's pack: a pack of its own, as the kept one stays without them, so that the next level
 * needs none reverted. The home is changed as well.
 */
export async function hotfixedPack(
  hotfixes: readonly Hotfix[],
  { origin, tool, world, vendor, home, out, timestamp }: HotfixPlace,
): Promise<MeasuredPack> {
  if (tool.hotfixes === null) throw new Error('Hotfixes are refused where the tool is chosen.')
  await tool.hotfixes.lay(origin.product, home, hotfixes)
  await tool.scrub(home)
  await using pack = await openPack(vendor.file)
  await repack({ from: pack, home, out, timestamp, signal: world.signal })
  return await measurePack(out, world, vendor)
}

/** What the report says of hotfixes; null where there are none and were none. */
export function hotfixEvidence(
  hotfixes: readonly Hotfix[],
  former: Locked,
  packs: readonly [vendor: Tree, hotfixed: Tree] | null,
): HotfixEvidence | null {
  const names = new Set(hotfixes.map(({ name }) => name))
  const gone = former.flatMap(({ name }) => (names.has(name) ? [] : [name]))
  if (hotfixes.length + gone.length === 0) return null
  const files = packs === null ? null : productFiles(...packs)
  return { laid: named(hotfixes), gone, files }
}

/** `updates/` is the tool's. */
function productFiles(vendor: Tree, hotfixed: Tree): HotfixEvidence['files'] {
  const { added, changed, removed } = listsOf(compareTrees(vendor, hotfixed))
  const isProducts = (path: string): boolean => !path.startsWith('updates/')
  return {
    added: added.filter(isProducts),
    changed: changed.filter(isProducts),
    removed: removed.filter(isProducts),
  }
}

/**
 * The vendor's pack of a candidate of the lock with the hotfixes that went over it; the pack itself where none did.
 * Null where one of them is not among today's.
 */
export async function hotfixedAgain(
  entry: Pick<LockedCandidate, 'hotfixes' | 'level' | 'timestamp' | 'fileList'>,
  vendor: MeasuredPack,
  folder: string,
  { settings, origin, tool, world }: { settings: Settings; origin: Origin; tool: UpdateTool; world: World },
): Promise<MeasuredPack | null> {
  if (entry.hotfixes.length === 0) return vendor
  const today = await readHotfixes(settings, world)
  const list: Hotfix[] = []
  for (const { name, sha256 } of entry.hotfixes) {
    const found = today.find(one => one.name === name && one.sha256 === sha256)
    if (found === undefined) return null
    list.push(found)
  }
  await using pack = await openPack(vendor.file)
  const home = await unpack(pack, join(folder, 'home'), world)
  const timestamp = dateOf({ ...entry, yanked: false })
  const out = join(folder, 'hotfixed.zip')
  return await hotfixedPack(list, { origin, tool, world, vendor, home, out, timestamp })
}
