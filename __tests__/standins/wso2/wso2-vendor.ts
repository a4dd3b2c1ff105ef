import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Content, writeTree } from '../../helpers/tree.ts'
import { acmeLevels, acmeProduct, type LevelTree } from './acme-levels.ts'
import type { VendorData } from './vendor-levels.ts'

/** The vendor that a stand-in gets its updates from. */
export interface Wso2Vendor {
  /** Holds `updates.json` and a complete tree per level. */
  folder: string
  /** `name-version`. */
  product: string
  /** The newest level. */
  latest: number
  /** The tree of a level: what an update of an untouched home must give, but for `updates/`. */
  tree(level: number): string
  /** Copies the tree of a level into `home`. */
  unpack(home: string, level: number): Promise<void>
}

/**
 * Writes a vendor's folder with all levels of a product; the small sample where nothing else is said. Level n adds the
 * updates `<1000 + 10n>` and `<1001 + 10n>`; every level from 2 on holds one critical security update.
 * `levels` is the base and what each level changes.
 */
export async function wso2Vendor(
  folder: string,
  { product = acmeProduct, levels = acmeLevels, channels = ['full'] }: VendorOptions = {},
): Promise<Wso2Vendor> {
  const tree = (level: number) => join(folder, product, String(level))
  const files = new Map<string, Content>()
  for (const [level, changes] of levels.entries()) {
    for (const [path, content] of Object.entries(changes))
      if (content === null) files.delete(path)
      else files.set(path, content)
    await writeTree(tree(level), Object.fromEntries(files))
  }
  const data: VendorData = {
    channels: [...channels],
    products: {
      [product]: {
        levels: levels.slice(1).map((_changes, at) => ({
          level: at + 1,
          updates: [String(1010 + 10 * at), String(1011 + 10 * at)],
          security: at === 0 ? 0 : 1,
        })),
      },
    },
  }
  await writeFile(join(folder, 'updates.json'), JSON.stringify(data, null, 2))
  return {
    folder,
    product,
    latest: levels.length - 1,
    tree,
    async unpack(home, level) {
      await mkdir(home, { recursive: true })
      await cp(tree(level), home, { recursive: true })
    },
  }
}

export interface VendorOptions {
  product?: string
  levels?: readonly LevelTree[]
  channels?: readonly string[]
}
