import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { LockedCandidate } from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import type { Host } from '../host/host.ts'
import { TrainError } from '../kernel/errors.ts'
import { exists } from '../kernel/files.ts'
import { sha256OfFile } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import type { LevelState, UpdateTool } from '../tools/update-tool.ts'
import { routeTo } from './former-candidate.ts'
import { mergingIn } from './merging-in.ts'
import type { Origin } from './origin.ts'
import { type MeasuredPack, measurePack, updatePack } from './update-pack.ts'
import { buildFromPack, keptPack, keyOf, madeOf, vanillaOf } from './vendor-pack.ts'

/** What earlier candidates are had again with. */
export interface Recovery {
  settings: Settings
  origin: Origin
  tool: UpdateTool
  host: Host
  world: World
  /** Where finished packs of earlier runs may lie; absolute. */
  published: string
  /** Temporary, on the file system that finished files go to. */
  staging: string
}

/**
 * The vendor's pack of an earlier candidate, byte for byte where it can be: as it was kept; else built from `pack` at
 * once; else by the levels that it was made by, as dates of a zip tell by which level a file came.
 * Throws `config` where `pack` is another one than it was built from.
 */
export async function formerVendorPack(
  entry: LockedCandidate,
  older: readonly LockedCandidate[],
  recovery: Recovery,
): Promise<MeasuredPack> {
  const { tool, host, world } = recovery
  const origin = originAt(entry, recovery)
  const kept = await keptPack(keyOf(origin, entry.baseSha256, tool, entry.level), origin, host, world)
  if (kept !== null) return kept
  await assertBase(entry, recovery)
  const atOnce = await fromBase(entry, recovery)
  const route = routeTo(entry, older)
  if (route.length === 1 || !tool.can.sameBytes || (await isPackOf(entry, atOnce, world))) return atOnce
  return byRoute(route, recovery)
}

async function byRoute(route: readonly LockedCandidate[], recovery: Recovery): Promise<MeasuredPack> {
  let before: { entry: LockedCandidate; pack: MeasuredPack } | null = null
  for (const entry of route) before = { entry, pack: await stepTo(entry, before, recovery) }
  if (before === null) throw new Error('A route has an end.')
  return before.pack
}

/** A run goes on from the pack that the former one kept; where that was gone, from one that was built at once. */
async function stepTo(
  entry: LockedCandidate,
  before: { entry: LockedCandidate; pack: MeasuredPack } | null,
  recovery: Recovery,
): Promise<MeasuredPack> {
  if (before === null || before.entry.level === entry.level) return fromBase(entry, recovery)
  const pack = await onwards(before.pack, before.entry, entry, recovery)
  if (await isPackOf(entry, pack, recovery.world)) return pack
  const again = await onwards(await fromBase(before.entry, recovery), before.entry, entry, recovery)
  return (await isPackOf(entry, again, recovery.world)) ? again : fromBase(entry, recovery)
}

async function isPackOf(entry: LockedCandidate, { file }: MeasuredPack, { signal }: World): Promise<boolean> {
  return (await sha256OfFile(file, signal)).sha256 === entry.vendorSha256
}

function originAt(entry: LockedCandidate, { origin }: Recovery): Origin {
  const { channel, level, timestamp, fileList } = entry
  return { ...origin, channel, installed: { level, timestamp }, fileList, locked: { ...entry, history: [] } }
}

async function assertBase(entry: LockedCandidate, { settings, world }: Recovery): Promise<void> {
  const { file } = vanillaOf(settings)
  if (file === null || !(await exists(file))) return
  const { sha256 } = await sha256OfFile(file, world.signal)
  if (sha256 === entry.baseSha256) return
  throw new TrainError(
    'config',
    `Level ${entry.level} was built from the pack with the SHA-256 ${entry.baseSha256}, but ${file} has ${sha256}.`,
    { hint: 'Give that pack as `pack` (--pack).' },
  )
}

async function fromBase(entry: LockedCandidate, recovery: Recovery): Promise<MeasuredPack> {
  const { settings, tool, world, staging } = recovery
  const folder = await mkdtemp(join(staging, 'built-'))
  const state = await stateOf(entry, recovery)
  return buildFromPack(settings, originAt(entry, recovery), state, tool, world, folder)
}

async function onwards(
  pack: MeasuredPack,
  from: LockedCandidate,
  to: LockedCandidate,
  recovery: Recovery,
): Promise<MeasuredPack> {
  const { settings, tool, world, staging } = recovery
  await using home = await temporaryFolder(staging, '.home-')
  const folder = await mkdtemp(join(staging, 'built-'))
  const out = join(folder, 'vendor.zip')
  const work = {
    pack: pack.file,
    madeOf: await madeOf(from.level, settings),
    from: await stateOf(from, recovery),
    to: await stateOf(to, recovery),
    folder: home.path,
    out,
  }
  const { application } = await updatePack(
    work,
    originAt(to, recovery),
    tool,
    mergingIn(folder, settings),
    world,
  )
  if (application.kind === 'conflict')
    throw new TrainError('config', `Level ${to.level} cannot be built from level ${from.level} again.`, {
      hint: 'Check the recorded answers out as they were then.',
    })
  return await measurePack(out, world)
}

/** A level as its vendor describes it today, the same file list as the lock says. */
async function stateOf(entry: LockedCandidate, recovery: Recovery): Promise<LevelState> {
  const { product, channel, installed } = originAt(entry, recovery)
  const { level, fileList: pinnedFileList } = entry
  const wanted = { at: 'level', level } as const
  const request = { product, channel, installed, pinnedFileList, wanted }
  return (await recovery.tool.check(request)).installed
}
