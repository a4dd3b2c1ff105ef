import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { basename, dirname, isAbsolute } from 'node:path'
import { Failure } from '../console.ts'
import { noteProduct } from './configuration.ts'
import { type Call, connect, misuse, type Session } from './session.ts'
import { placeOf, splitPattern } from './store.ts'

/** `wum add PRODUCT-VERSION [-y]` downloads the vanilla pack, `wum add --file ZIP [-y]` takes it from a folder. */
export async function addProduct(session: Session, call: Call): Promise<void> {
  const file = call.flags.get('--file')
  if (file !== undefined) return addFile(session, call, file)
  const [pattern, ...others] = call.words
  if (pattern === undefined) throw misuse(call, 'requires a product')
  if (others.length > 0) throw misuse(call, 'requires only 1 product')
  const products = await connect(session, call)
  const product = products.find(known => known.pattern === pattern)
  if (product === undefined)
    throw new Failure(`unable to download. cannot find a matching product for '${pattern}'`)
  await add(session, call, pattern, product.pack)
}

async function addFile(session: Session, call: Call, file: string): Promise<void> {
  if (!isAbsolute(file)) throw new Failure(`unable to get the absolute path of '${file}'`)
  if (!existsSync(file)) throw new Failure('file not found')
  const pattern = basename(file, '.zip')
  if (splitPattern(pattern) === null) throw new Failure(`invalid product filename: ${basename(file)}`)
  const products = await connect(session, call)
  const product = products.find(known => known.pattern === pattern)
  if (product === undefined) throw new Failure(`product '${pattern}' is not supported by WSO2 Update.`)
  await refuseModified(file, product.pack)
  await add(session, call, pattern, file)
}

/** The question is a guess; that there is one and that `Y` answers it is known. */
async function add(session: Session, { flags }: Call, pattern: string, zip: string): Promise<void> {
  const { settings, console } = session
  const place = await placeOf(session, pattern, 0, '')
  if (existsSync(place)) throw new Failure(`product ${pattern} is already added`)
  if (!flags.has('--assumeyes')) {
    const answer = await console.ask(`Do you want to add '${pattern}'? [Y/n]: `)
    if (answer === null) throw new Failure('unable to read your input reason: EOF')
    if (/^n/i.test(answer)) return
  }
  await mkdir(dirname(place), { recursive: true })
  await copyFile(zip, place)
  await noteProduct(settings.value.version, pattern)
  console.say(`Product ${pattern} is added: ${place}`)
}

/** WUM updates original distributions only. */
export async function refuseModified(file: string, vanilla: string): Promise<void> {
  if ((await md5(file)) === (await md5(vanilla))) return
  throw new Failure(
    `your product distribution '${basename(file)}' contains local modifications. MD5 check failed.\nPlease use the original product distribution.`,
  )
}

async function md5(file: string): Promise<string> {
  return createHash('md5')
    .update(await readFile(file))
    .digest('hex')
}
