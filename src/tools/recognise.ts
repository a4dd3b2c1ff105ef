import { TrainError } from '../kernel/errors.ts'
import type { Product, ToolName } from '../kernel/product.ts'
import type { Sha256 } from '../kernel/sha256.ts'
import type { Pack } from '../pack/open-pack.ts'
import { recogniseFeed } from './feed/recognise.ts'
import { recogniseInPlace } from './in-place/recognise.ts'
import type { PackFiles } from './recognised.ts'
import { recogniseU2 } from './u2/recognise.ts'
import type { Position } from './update-tool.ts'
import { recogniseWum } from './wum/recognise.ts'

/** What a pack says of itself. */
export interface PackIdentity {
  product: Product
  /** The tool that updated it last, or that it brings; null where nothing in it says one. */
  tool: ToolName | null
  /** What says so. */
  toolSaidBy: string
  channel: string | null
  position: Position | null
  /** SHA-256 of the level's file list. */
  fileList: Sha256 | null
  /** It holds hotfixes of its vendor's. */
  hasHotfixes: boolean
  /** Files of class `state`, which content digests leave out. */
  statePaths: string[]
  /** Archives that the tool zips anew, which are known by their members; null where it does not. */
  isRebuilt: ((path: string) => boolean) | null
}

/** Written by WSO2 into its packs: `<product>-<version>`, also by other vendors' tools. */
const productFile = 'updates/product.txt'

/** Bytes that the small files below `updates/` may have. */
const largest = 1024 * 1024

/** Splits `wso2is-7.1.0` and `apache-tomcat-11.0.0-M1` before the last dash that a digit follows. Throws `config`. */
export function parseProduct(text: string): Product {
  const match = /^(?=.{1,255}$)([A-Za-z0-9][A-Za-z0-9._-]*)-(\d[A-Za-z0-9._-]*)$/.exec(text)
  const [, name, version] = match ?? []
  if (name !== undefined && version !== undefined) return { name, version }
  throw new TrainError('config', `${JSON.stringify(text)} is no product: <name>-<version> is expected.`, {
    hint: 'Name it as in wso2is-7.1.0 with `product` (--product).',
  })
}

/**
 * Reads what a pack says of its product, channel and level; its root folder says the product where no file does.
 * Throws `pack-damaged` for nonsense.
 */
export async function recognisePack(
  pack: Pick<Pack, 'path' | 'root' | 'entries' | 'read'>,
): Promise<PackIdentity> {
  const read = async (path: string): Promise<string | null> =>
    pack.entries.get(path)?.kind === 'file' ? (await pack.read(path, largest)).toString('utf8') : null
  const product = productOf((await read(productFile))?.trim(), pack)
  const files: PackFiles = { paths: [...pack.entries.keys()], read, where: pack.path }
  const unknown = {
    tool: null,
    toolSaidBy: '',
    channel: null,
    position: null,
    fileList: null,
    hasHotfixes: false,
    statePaths: [],
    isRebuilt: null,
  }
  for (const recognise of [recogniseFeed, recogniseU2, recogniseInPlace, recogniseWum]) {
    const found = await recognise(files)
    if (found !== null) return { ...unknown, ...found, product }
  }
  return { ...unknown, product }
}

function productOf(named: string | undefined, { path, root }: Pick<Pack, 'path' | 'root'>): Product {
  try {
    return parseProduct(named ?? root)
  } catch (error) {
    const where = named === undefined ? `its root folder ${root}` : `${productFile} in it`
    throw new TrainError(
      'config',
      `${path} does not say which product it is: ${where} is not <name>-<version>.`,
      {
        hint: 'Zip the folder <name>-<version>, such as wso2is-7.1.0, or write that into updates/product.txt.',
        cause: error,
      },
    )
  }
}
