import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { updatesBetween } from '../catalogue.ts'
import { Failure } from '../console.ts'
import { type Call, connect, misuse, type Session } from './session.ts'
import { type Distribution, distributions } from './store.ts'
import { findOffer } from './update.ts'

/** `wum list [PRODUCT]`; one line for each zip. The columns are a guess. */
export async function listProducts(session: Session, call: Call): Promise<void> {
  const [pattern = '', ...others] = call.words
  if (others.length > 0) throw misuse(call, 'requires only 1 product pattern')
  for (const { pattern: product, channel, path } of await added(session, pattern))
    session.console.say(`${product}  ${channel ?? '-'}  ${basename(path)}`)
}

/** `wum describe PRODUCT-VERSION [CHANNEL]`: the line with `Product` and `Path` ends with the path of the newest zip. */
export async function describeProduct(session: Session, call: Call): Promise<void> {
  const [pattern, channel] = call.words
  if (pattern === undefined) throw misuse(call, 'requires a product')
  const zips = (await added(session, pattern)).filter(
    zip =>
      zip.pattern === pattern && (channel === undefined || zip.timestamp === 0 || zip.channel === channel),
  )
  const last = zips.at(-1)
  if (last === undefined) throw new Failure(`cannot find a matching product for '${pattern}'`)
  session.console.say(`Product Name : ${pattern}`)
  session.console.say(`Product Path : ${last.path}`)
}

/** `wum search KEYWORD`. */
export async function searchProducts(session: Session, call: Call): Promise<void> {
  const [keyword = '', ...others] = call.words
  if (others.length > 0) throw misuse(call, 'requires only 1 product pattern')
  const found = (await connect(session, call)).filter(({ pattern }) => pattern.includes(keyword))
  if (found.length === 0) throw new Failure(`cannot find a matching product for '${keyword}'`)
  for (const { pattern } of found) session.console.say(pattern)
}

/** `wum check-update PRODUCT-VERSION [CHANNEL]`; that it ends with 0 in both cases is a guess, which switches change. */
export async function checkUpdate(session: Session, call: Call): Promise<number> {
  const offer = await findOffer(session, call)
  const { pattern, levels, installed, timestamp } = offer
  const count = updatesBetween(levels, installed, timestamp).length
  const { nothingNewExit, checkExit } = session.settings.value
  if (count === 0) session.console.say(`There are no new updates available for the product '${pattern}'.`)
  else session.console.say(`There are ${count} updates available for the product '${pattern}'.`)
  return count === 0 ? nothingNewExit : checkExit
}

/** `wum delete DISTRIBUTION`: the name of a zip, with or without its ending. */
export async function deleteDistribution(session: Session, call: Call): Promise<void> {
  const [name, ...others] = call.words
  if (name === undefined) throw misuse(call, 'requires a product')
  if (others.length > 0) throw misuse(call, 'requires only 1 product')
  const zips = await distributions(session)
  const found = zips.find(({ path }) => basename(path, '.zip') === basename(name, '.zip'))
  if (found === undefined) throw new Failure(`cannot find a matching product for '${name}'`)
  await rm(found.path)
  session.console.say(`Deleted ${found.path}`)
}

async function added(session: Session, pattern: string): Promise<Distribution[]> {
  const zips = await distributions(session)
  if (zips.length === 0) throw new Failure("you haven't added any products yet")
  const found = zips.filter(zip => zip.pattern.includes(pattern))
  if (found.length === 0) throw new Failure(`cannot find a matching product for '${pattern}'`)
  return found
}
