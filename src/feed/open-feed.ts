import type { z } from 'zod'
import { messageOf, TrainError } from '../kernel/errors.ts'
import type { Product } from '../kernel/product.ts'
import { sha256 } from '../kernel/sha256.ts'
import type { World } from '../kernel/world.ts'
import { fetchBlobs, type WantedBlob } from './blobs.ts'
import {
  type ChannelDocument,
  channelSchema,
  type FileList,
  feedSchema,
  fileListSchema,
  newerThanKnown,
  type Pinned,
  type UpdatesDocument,
  updatesSchema,
} from './format.ts'
import { channelPath, feedPath, filesPath, updatesPath } from './layout.ts'
import { type FeedTransport, transportFor } from './transport.ts'

/** Bytes that the documents of a feed may have; 8,000 files are about 1.8 MB. */
const largestDocument = 64 * 1024 * 1024

/** How often a document whose connection breaks is read in all. */
const tries = 3

/** An update feed to read from. Everything but `channel.json` is verified by the hash and length that one names. */
export interface Feed {
  readonly location: string
  /** Throws `config` for a product or channel that the feed has not. */
  channel(product: Product, channel: string): Promise<ChannelDocument>
  fileList(channel: ChannelDocument, level: number): Promise<FileList>
  updates(channel: ChannelDocument, level: number): Promise<UpdatesDocument>
  /** Fetches blobs into a folder, each named by its SHA-256; gives the bytes fetched. */
  fetchBlobs(wanted: readonly WantedBlob[], folder: string): Promise<number>
}

/** Opens a feed by its location: `https://…`, `http://…`, `file://…` or an absolute folder. Nothing is read yet. */
export function openFeed(location: string, world: World): Feed {
  const transport = transportFor(location, world)
  let isSaid = false
  /** Once there is something to be trusted. */
  const sayUnsigned = (): void => {
    if (!isSaid)
      world.log.warning(`unsigned feed: ${location} is trusted as it is; nothing proves who published it.`)
    isSaid = true
  }
  return {
    location,
    channel: async (product, channel) => {
      const path = channelPath(product, channel)
      const bytes = await read(transport, path)
      if (bytes === null) throw await unknownChannel(transport, location, product, channel)
      sayUnsigned()
      const document = parse(channelSchema, bytes, path, location)
      assertAbout(document, { product, channel }, path, location)
      // Refused before any download rather than applied by a version that the publisher ruled out.
      if (document.requires !== null)
        throw new TrainError('config', `${path} of ${location} requires update-train ${document.requires}.`, {
          hint: 'This version cannot compare versions yet: upgrade update-train.',
        })
      return document
    },
    fileList: async (channel, level) => {
      const path = filesPath(channel.product, channel.channel, level)
      const files = level === 0 ? channel.base.files : levelOf(channel, level).files
      const list = parse(fileListSchema, await readPinned(transport, path, files, location), path, location)
      const about = { product: channel.product, channel: level === 0 ? null : channel.channel, level }
      assertAbout(list, about, path, location)
      return list
    },
    updates: async (channel, level) => {
      const path = updatesPath(channel.product, channel.channel, level)
      const { updates } = levelOf(channel, level)
      const document = parse(
        updatesSchema,
        await readPinned(transport, path, updates, location),
        path,
        location,
      )
      assertAbout(document, { level }, path, location)
      return document
    },
    fetchBlobs: (wanted, folder) => fetchBlobs(transport, wanted, folder, world),
  }
}

/** What a document says it is about, as far as its kind says it. */
interface About {
  product?: Product
  /** Null for the base, which all channels share. */
  channel?: string | null
  level?: number
}

/** A document in another's place would lead to other files, or out of the feed. */
function assertAbout(document: About, expected: About, path: string, location: string): void {
  const { product, channel, level } = expected
  if (
    document.product?.name === product?.name &&
    document.product?.version === product?.version &&
    document.channel === channel &&
    document.level === level
  )
    return
  const { product: found } = document
  const about = [
    ...(found === undefined ? [] : [`of ${found.name}-${found.version}`]),
    ...(document.channel == null ? [] : [`channel ${document.channel}`]),
    ...(document.level === undefined ? [] : [`level ${document.level}`]),
  ]
  throw new TrainError('verification', `${path} of ${location} is ${about.join(', ')}.`, {
    hint: 'The feed is damaged or was tampered with; tell its publisher.',
  })
}

function levelOf(channel: ChannelDocument, level: number): ChannelDocument['levels'][number] {
  const found = channel.levels.find(one => one.level === level)
  if (found === undefined) throw new Error(`Level ${level} was not looked up before.`)
  return found
}

/** Reads a whole document, again where the connection breaks; null where there is none. */
async function read(
  transport: FeedTransport,
  path: string,
  maximum = largestDocument,
): Promise<Buffer | null> {
  for (let attempt = 1; ; attempt += 1) {
    // Opening throws in its own words, and at once where the run was aborted meanwhile.
    const pieces = await transport.open(path)
    if (pieces === null) return null
    try {
      return await collect(pieces, path, maximum)
    } catch (error) {
      if (error instanceof TrainError) throw error
      if (attempt === tries)
        throw new TrainError('unreachable', `${path} of the feed broke off: ${messageOf(error)}.`, {
          hint: 'Check the network, then run again; nothing was changed.',
          cause: error,
        })
    }
  }
}

async function collect(pieces: AsyncIterable<Uint8Array>, path: string, maximum: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    size += piece.length
    if (size > maximum)
      throw new TrainError('verification', `${path} of the feed is longer than ${maximum} bytes.`, {
        hint: 'The feed is damaged or was tampered with; tell its publisher.',
      })
    chunks.push(piece)
  }
  return Buffer.concat(chunks)
}

/** Reads a document and verifies its bytes before anything looks into them. */
async function readPinned(
  transport: FeedTransport,
  path: string,
  expected: Pinned,
  location: string,
): Promise<Buffer> {
  const bytes = await read(transport, path, Math.min(expected.size, largestDocument))
  const problem =
    bytes === null
      ? 'is missing'
      : sha256(bytes) === expected.sha256
        ? undefined
        : 'is not what its channel.json names'
  if (bytes !== null && problem === undefined) return bytes
  throw new TrainError('verification', `${path} of ${location} ${problem ?? ''}.`, {
    hint: 'The feed is damaged, was tampered with, or is being published right now: try again, then tell its publisher.',
  })
}

/** Narrows a document of the feed. Throws `verification` with all that is wrong, `config` for a newer format. */
function parse<T>(schema: z.ZodType<T>, bytes: Buffer, path: string, location: string): T {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new TrainError('verification', `${path} of ${location} is no JSON.`, {
      hint: 'Check that `feed` is the address of a feed and no web page; else tell its publisher.',
      cause: error,
    })
  }
  // Before the shape, which a newer format may have changed.
  const newer = newerThanKnown(value)
  if (newer !== undefined)
    throw new TrainError('config', `${path} of ${location} needs a newer update-train: ${newer}.`, {
      hint: 'Upgrade update-train.',
    })
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(issue => ({
    message: `${issue.path.join('.')}: ${issue.message}`,
    file: path,
  }))
  throw new TrainError('verification', `${path} of ${location} is not as the feed's format says.`, {
    hint: 'Nothing was changed; tell the publisher of the feed.',
    problems: problems.slice(0, 20),
  })
}

/** Names what the feed has instead, where it can be found out. */
async function unknownChannel(
  transport: FeedTransport,
  location: string,
  product: Product,
  channel: string,
): Promise<TrainError> {
  const name = `${product.name}-${product.version}`
  const bytes = await read(transport, feedPath)
  if (bytes === null)
    return new TrainError('config', `There is no feed at ${location}.`, {
      hint: 'Correct `feed` (--feed): it names the folder or address that holds feed.json.',
    })
  const { products } = parse(feedSchema, bytes, feedPath, location)
  const known = products.find(one => one.name === product.name && one.version === product.version)
  if (known === undefined)
    return new TrainError('config', `The feed ${location} has no updates of ${name}.`, {
      hint: `It has: ${products.map(one => `${one.name}-${one.version}`).join(', ') || 'nothing yet'}.`,
    })
  return new TrainError('config', `The feed ${location} has no channel ${channel} of ${name}.`, {
    hint: `Its channels are: ${known.channels.join(', ') || 'none yet'}.`,
  })
}
