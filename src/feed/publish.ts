import { join } from 'node:path'
import { type Problem, TrainError } from '../kernel/errors.ts'
import { exists, isFolder } from '../kernel/files.ts'
import { isChannelName, type Product, severities } from '../kernel/product.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import type { ClassGlobs } from '../merge/classes.ts'
import { readDocument, writeDocument } from './documents.ts'
import {
  type ChannelDocument,
  type ChannelLevel,
  channelSchema,
  type FeedIndex,
  type FileList,
  formatVersion,
  type PublishedUpdate,
} from './format.ts'
import { baseRecordPath, readIndex, unpackFor } from './init.ts'
import { channelPath, feedPath, updatesPath } from './layout.ts'
import { writeFileList } from './level-files.ts'
import { assertRootItself } from './misplaced-root.ts'
import { lockForPublishing } from './publishing-lock.ts'

export interface PublishRequest {
  folder: string
  /** Null: the only product of the feed. */
  product: Product | null
  channel: string
  level: number
  /** The product at this level: a zip, or an unpacked folder. */
  from: { pack: string } | { tree: string }
  updates: readonly PublishedUpdate[]
  /** Epoch milliseconds. */
  timestamp: number
  classes: ClassGlobs
  renames: FileList['renames']
  /** The level of `full` with the same security updates, on other channels. */
  equivalent: number | null
}

/**
 * Adds a level to a channel, which begins with its first one. Blobs and lists are written first and `channel.json` last:
 * whoever reads meanwhile, or after a crash, sees the channel without the level or with all of it.
 */
export async function publishLevel(
  request: PublishRequest,
  world: World,
): Promise<{ product: Product; files: number }> {
  const { folder, channel, level, timestamp, updates } = request
  assertPublishable(request)
  if (!(await exists(join(folder, feedPath)))) throw noFeed(folder)
  await using _lock = await lockForPublishing(folder, world)
  const index = await readIndex(folder)
  if (index === null) throw noFeed(folder)
  const product = productOf(index, request.product, folder)
  const document = await readChannel(folder, product, channel)
  assertNext(document, level, timestamp)

  await using unpacked = await temporaryFolder(world.temporary)
  const home = 'tree' in request.from ? request.from.tree : join(unpacked.path, 'level')
  if ('pack' in request.from) await unpackFor(request.from.pack, home, world)
  else {
    if (!(await isFolder(home)))
      throw new TrainError('config', `The folder ${home} does not exist.`, {
        hint: 'Give --tree the unpacked product, the folder that holds its bin, lib and so on.',
      })
    await assertRootItself(folder, product, home)
  }

  const previous = document.levels.at(-1)?.files.sha256 ?? document.base.files.sha256
  const { renames } = request
  const list = await writeFileList(
    { feed: folder, home, product, channel, level, timestamp, previous, renames },
    request.classes,
    world,
  )
  const updatesPinned = await writeDocument(folder, updatesPath(product, channel, level), {
    format: 'update-train-updates',
    version: formatVersion,
    level,
    updates,
  })
  document.levels.push(levelEntry(request, list.pinned, updatesPinned))
  await writeDocument(folder, channelPath(product, channel), document)
  await noteChannel(folder, index, product, channel)
  return { product, files: list.files }
}

/** The product of a feed that a level is for: the only one, where none is `wanted`. Throws `usage` or `config`. */
export async function productIn(folder: string, wanted: Product | null): Promise<Product> {
  const index = await readIndex(folder)
  if (index === null) throw noFeed(folder)
  return productOf(index, wanted, folder)
}

function noFeed(folder: string): TrainError {
  return new TrainError('config', `${folder} is no feed yet.`, {
    hint: 'Begin it with `update-train feed init DIR --product P --pack BASE.zip`.',
  })
}

/** The channel becomes a folder, and level 0 is the base that all channels share. */
function assertPublishable({ channel, level, timestamp }: PublishRequest): void {
  const problems: Problem[] = []
  if (!isChannelName(channel))
    problems.push({
      message: `${JSON.stringify(channel)} is no name for a channel: use letters, digits, - and _`,
    })
  if (!Number.isSafeInteger(level) || level < 1)
    problems.push({ message: `${level} is no level: use a whole number above 0` })
  if (!Number.isSafeInteger(timestamp) || timestamp < 1)
    problems.push({ message: `${timestamp} is no timestamp: use epoch milliseconds` })
  if (problems.length > 0)
    throw new TrainError('usage', 'The level cannot be published like this.', {
      hint: 'Correct what is listed; nothing was published.',
      problems,
    })
}

function productOf(index: FeedIndex, wanted: Product | null, folder: string): Product {
  const names = index.products.map(one => `${one.name}-${one.version}`).join(', ')
  const found =
    wanted === null
      ? index.products.length === 1
        ? index.products[0]
        : undefined
      : index.products.find(one => one.name === wanted.name && one.version === wanted.version)
  if (found !== undefined) return { name: found.name, version: found.version }
  const what = wanted === null ? 'more than one product' : `no ${wanted.name}-${wanted.version}`
  throw new TrainError('usage', `${folder} has ${what}.`, {
    hint: `Name one of its products with --product: ${names || '(none)'}.`,
  })
}

async function readChannel(folder: string, product: Product, channel: string): Promise<ChannelDocument> {
  const existing = await readDocument(folder, channelPath(product, channel), channelSchema)
  if (existing !== null) return existing
  const base = await readDocument(folder, baseRecordPath(product), channelSchema.shape.base)
  if (base === null)
    throw new TrainError('config', `${folder} has lost the record of its base pack.`, {
      hint: `Bring ${baseRecordPath(product)} back from a copy of the feed.`,
    })
  return {
    format: 'update-train-channel',
    version: formatVersion,
    product,
    channel,
    kind: channel === 'full' || channel === 'security' ? channel : 'custom',
    base,
    levels: [],
    requires: null,
    access: 'public',
    eula: null,
    mustUnderstand: [],
  }
}

/** Levels and timestamps only grow, and a published level never changes. */
function assertNext(document: ChannelDocument, level: number, timestamp: number): void {
  const last = document.levels.at(-1)
  if (last === undefined || (level > last.level && timestamp > last.timestamp)) return
  const what =
    level <= last.level
      ? `Level ${level} cannot follow level ${last.level}`
      : `The timestamp ${timestamp} cannot follow ${last.timestamp}, that of level ${last.level}`
  throw new TrainError('config', `${what} on channel ${document.channel}.`, {
    hint: 'Levels and timestamps only grow; what was published is never changed. Publish a new level.',
  })
}

function levelEntry(
  { level, timestamp, updates, equivalent }: PublishRequest,
  files: ChannelLevel['files'],
  updatesPinned: ChannelLevel['updates'],
): ChannelLevel {
  const count = (kind: PublishedUpdate['kind']): number => updates.filter(one => one.kind === kind).length
  return {
    level,
    timestamp,
    released: new Date(timestamp).toISOString().slice(0, 10),
    files,
    updates: updatesPinned,
    counts: { security: count('security'), fix: count('fix'), improvement: count('improvement') },
    highestSeverity: severities.find(severity => updates.some(one => one.severity === severity)) ?? null,
    advisories: [...new Set(updates.flatMap(one => one.advisories))].sort(),
    equivalent,
    status: 'active',
  }
}

async function noteChannel(
  folder: string,
  index: FeedIndex,
  product: Product,
  channel: string,
): Promise<void> {
  const entry = index.products.find(one => one.name === product.name && one.version === product.version)
  if (entry === undefined || entry.channels.includes(channel)) return
  entry.channels = [...entry.channels, channel].sort()
  await writeDocument(folder, feedPath, index)
}
