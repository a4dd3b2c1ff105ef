import { type Lock, type LockedTrack, lockedTrack, readLock } from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import type { Host } from '../host/host.ts'
import { TrainError } from '../kernel/errors.ts'
import { nameOfProduct, type Product } from '../kernel/product.ts'
import type { Sha256 } from '../kernel/sha256.ts'
import type { World } from '../kernel/world.ts'
import { openPack } from '../pack/open-pack.ts'
import { type PackIdentity, parseProduct, recognisePack } from '../tools/recognise.ts'
import type { Position } from '../tools/update-tool.ts'
import { layAnswers, namesOfTeams, parseState } from './track-state.ts'

/** Where a track stands before a run. */
export interface Origin {
  product: Product
  /** `acme-gateway-1.0.0`. */
  productName: string
  channel: string
  installed: Position
  /** The file list that the lock or the pack names for the installed level. */
  fileList: Sha256 | null
  /** What the lock holds of the track, or what the host kept of it. */
  locked: LockedTrack | null
  /** What the pack says of itself; null where it was not read. */
  pack: PackIdentity | null
}

/** Where an earlier run's word on a track may lie; nowhere for a run that is to take the pack as it is. */
export interface Memory {
  lock: Lock
  host: Pick<Host, 'findState' | 'log'> | null
  /** Where answers to conflicts are kept. */
  resolutions: string
  /** The names of what the team itself has there. */
  teams: ReadonlySet<string>
}

export async function memoryOf(
  { lock, resolutions }: Settings,
  host: Memory['host'],
  world: Pick<World, 'env' | 'signal'>,
): Promise<Memory> {
  return { lock: await readLock(lock), host, resolutions, teams: await namesOfTeams(resolutions, world) }
}

/**
 * Finds the installed level of a track: the lock's entry, else what the host kept, else the pack's own level, else the
 * base. A lock's entry is enough: then no pack is read.
 */
export async function findOrigin(settings: Settings, memory: Memory | null): Promise<Origin> {
  const named = settings.product
  const lockedByName = named === null ? null : await remembered(memory, named, settings.track)
  if (named !== null && lockedByName !== null) return fromLock(settings, named, lockedByName)

  const pack = settings.pack === null ? null : await identify(settings.pack)
  const productName = named ?? (pack === null ? null : nameOfProduct(pack.product))
  if (productName === null)
    throw new TrainError('usage', 'It is not said which product this is about.', {
      hint: 'Set `product` (--product), such as wso2is-7.1.0, or `pack` (--pack), or go to a folder with an update-train.yml.',
    })
  if (pack !== null) assertSameProduct(productName, pack, settings.pack ?? '')
  const locked = named === null ? await remembered(memory, productName, settings.track) : null
  if (locked !== null) return { ...fromLock(settings, productName, locked), pack }

  const installed = pack?.position ?? { level: 0, timestamp: null }
  const channel = settings.channel ?? pack?.channel ?? 'full'
  assertSameChannel(channel, pack?.channel ?? null, installed)
  return {
    product: parseProduct(productName),
    productName,
    channel,
    installed,
    fileList: pack?.fileList ?? null,
    locked: null,
    pack,
  }
}

async function remembered(
  memory: Memory | null,
  product: string,
  track: string,
): Promise<LockedTrack | null> {
  if (memory === null) return null
  const locked = lockedTrack(memory.lock, product, track)
  if (locked !== null || memory.host === null) return locked
  const state = await memory.host.findState(product, track)
  if (state === null) return null
  const kept = parseState(state)
  if (kept === null) {
    memory.host.log.warning(`What an earlier run kept of ${product} (${track}) cannot be read and is left.`)
    return null
  }
  memory.host.log.info(
    `The lock does not hold ${product} (${track}); an earlier run says that it is at level ${kept.entry.level}.`,
  )
  await layAnswers(kept, memory.resolutions)
  return kept.entry
}

export function assertSameProduct(productName: string, pack: PackIdentity, file: string): void {
  const found = nameOfProduct(pack.product)
  if (found === productName) return
  throw new TrainError('config', `${file} is ${found}, not ${productName}.`, {
    hint: 'Correct `product` (--product) or `pack` (--pack).',
  })
}

function fromLock(settings: Settings, productName: string, locked: LockedTrack): Origin {
  const channel = settings.channel ?? locked.channel
  assertSameChannel(channel, locked.channel, locked)
  return {
    product: parseProduct(productName),
    productName,
    channel,
    installed: { level: locked.level, timestamp: locked.timestamp },
    fileList: locked.fileList,
    locked,
    pack: null,
  }
}

/** What the lock or the pack says of the update tool. */
export function knownTool({ locked, pack }: Origin): { tool: string | null; saidBy: string } {
  return locked === null
    ? { tool: pack?.tool ?? null, saidBy: `${pack?.toolSaidBy ?? ''} in the pack` }
    : { tool: locked.tool, saidBy: 'the lock' }
}

/** A level of one channel says nothing on another: only the base is common to all. */
function assertSameChannel(channel: string, installedChannel: string | null, installed: Position): void {
  if (installedChannel === null || installedChannel === channel || installed.level === 0) return
  throw new TrainError(
    'config',
    `Level ${installed.level} of channel ${installedChannel} is installed; it cannot go on with channel ${channel}.`,
    { hint: `Use channel ${installedChannel}, or start again from the base pack with a track of its own.` },
  )
}

async function identify(file: string): Promise<PackIdentity> {
  await using pack = await openPack(file)
  return await recognisePack(pack)
}
