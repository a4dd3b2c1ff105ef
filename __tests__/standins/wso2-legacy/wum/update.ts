import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { downloadArchives } from '../archives.ts'
import { updatesBetween, type VendorProduct } from '../catalogue.ts'
import { Failure } from '../console.ts'
import type { Files } from '../files.ts'
import { noChannel } from '../service.ts'
import { summaryName, summaryPdf } from '../summary.ts'
import { stateFiles } from '../update-state.ts'
import { unzipFiles, zipFiles } from '../zip.ts'
import { refuseModified } from './add.ts'
import { readConfiguration } from './configuration.ts'
import { type Call, connect, misuse, type Session } from './session.ts'
import { distributions, placeOf, splitPattern } from './store.ts'

/** What the vendor has for an added product. */
interface Offer {
  product: VendorProduct
  pattern: string
  channel: string
  levels: NonNullable<ReturnType<VendorProduct['levels']>>
  /** The newest result in the store; 0 where there is only the vanilla pack. */
  installed: number
  /** The newest level, not below `installed`. */
  timestamp: number
}

/** Reads `PRODUCT-VERSION [CHANNEL]`, looks into the store and asks the vendor. */
export async function findOffer(session: Session, call: Call): Promise<Offer> {
  const [pattern, named, ...others] = call.words
  const { version, subscription, nothingNew } = session.settings.value
  if (pattern === undefined) throw misuse(call, 'requires a product')
  if (others.length > 0 || (version === 2 && named !== undefined))
    throw misuse(call, 'requires only 1 product pattern')
  if (splitPattern(pattern) === null)
    throw new Failure(`invalid product '${pattern}'. Product version is missing`)
  const zips = await distributions(session)
  if (zips.length === 0) throw new Failure("you haven't added any products yet")
  if (!existsSync(await placeOf(session, pattern, 0, '')))
    throw new Failure(`cannot find a matching product for '${pattern}'`)
  const channel = named ?? (await readConfiguration(version)).defaultchannel
  const product = (await connect(session, call)).find(known => known.pattern === pattern)
  if (product === undefined) throw new Failure(`product '${pattern}' is not supported by WSO2 Update.`)
  const levels = subscription ? product.levels(channel) : null
  if (levels === null) throw noChannel()
  const own = zips.filter(zip => zip.pattern === pattern && (version === 2 || zip.channel === channel))
  const installed = own.at(-1)?.timestamp ?? 0
  const newest = nothingNew ? installed : (levels.at(-1)?.timestamp ?? 0)
  return { product, pattern, channel, levels, installed, timestamp: Math.max(newest, installed) }
}

/**
 * `wum update PRODUCT-VERSION [CHANNEL]` builds a zip of the newest level from the vanilla one and says its path. All
 * sentences but the first are guesses.
 */
export async function updateProduct(session: Session, call: Call): Promise<number> {
  const { settings, console } = session
  const offer = await findOffer(session, call)
  const { product, pattern, channel, levels, installed, timestamp } = offer
  await refuseModified(await placeOf(session, pattern, 0, ''), product.pack)
  const updates = updatesBetween(levels, installed, timestamp)
  if (updates.length === 0) {
    console.say(`There are no new updates available for the product '${pattern}'.`)
    return settings.value.nothingNewExit
  }
  const [from, to] = [await product.filesAt(installed), await product.filesAt(timestamp)]
  if (from === null || to === null) throw new Failure(`invalid timestamp value '%!d(string=${installed})'`)
  const run = { pattern, channel, timestamp, updates, from, to }
  console.say(`There are ${updates.length} updates available for the product '${pattern}'.`)
  console.say('Installing updates...')
  const place = await placeOf(session, pattern, timestamp, channel)
  if (!settings.value.changesNothing) {
    const { localupdaterepo } = await readConfiguration(settings.value.version)
    await downloadArchives(localupdaterepo, updates)
    const summaries = join(localupdaterepo, `summary-${timestamp}`)
    await mkdir(summaries, { recursive: true })
    await writeFile(join(summaries, summaryName(run)), summaryPdf(run))
    const files = new Map([...to, ...(await earlierState(session, offer)), ...stateFiles(run)])
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, zipFiles(pattern, files))
  }
  console.say(`Updated product: ${place}`)
  return 0
}

/** A result keeps what earlier runs left in `updates/`. */
async function earlierState(session: Session, { pattern, channel, installed }: Offer): Promise<Files> {
  const zip = await placeOf(session, pattern, installed, channel)
  const files = unzipFiles(await readFile(zip))
  const earlier: Files = new Map()
  for (const [path, file] of files) {
    const [root = '', ...rest] = path.split('/')
    if (root === pattern && /^updates\/(wum|summary)\//.test(rest.join('/')))
      earlier.set(rest.join('/'), file)
  }
  return earlier
}
