import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type * as z from 'zod/mini'
import { type Content, writeTree } from '../../helpers/tree.ts'
import { catalogueName, type catalogueSchema, type VendorUpdate } from './catalogue.ts'
import { readFiles } from './files.ts'
import { zipFiles } from './zip.ts'

/** One level of a channel. */
export interface VendorLevel {
  /** Epoch milliseconds. */
  timestamp: number
  /** The updates that it adds, such as `{ number: '5234', title: '…', security: true }`. */
  updates: VendorUpdate[]
  /** What it changes in the files of the level before it; null removes. */
  changes: Record<string, Content | null>
}

export interface VendorContent {
  /** `wso2am-3.2.0`. */
  product: string
  /** The vanilla files, paths below the home; `updates/product.txt` comes by itself. */
  base: Record<string, Content>
  /** Channel → its levels, oldest first; a timestamp that two channels have means the same files in both. */
  channels: Record<string, readonly VendorLevel[]>
}

/**
 * Adds a product to a vendor's folder, or replaces it by what the vendor has later; gives the path of the vanilla pack,
 * whose one root is `product`. Equal `base` files make equal packs.
 */
export async function writeVendor(vendor: string, content: VendorContent): Promise<string> {
  const { product, base, channels } = content
  const folder = join(vendor, product)
  const vanilla: Record<string, Content> = { ...base, 'updates/product.txt': product }
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeTree(join(folder, 'base'), vanilla)
  for (const [channel, levels] of Object.entries(channels)) {
    let files = vanilla
    for (const { timestamp, changes } of levels) {
      files = changed(files, changes)
      await writeTree(join(folder, channel, String(timestamp)), files)
    }
  }
  const catalogue: z.infer<typeof catalogueSchema> = { channels: {} }
  for (const [channel, levels] of Object.entries(channels))
    catalogue.channels[channel] = levels.map(({ timestamp, updates }) => ({ timestamp, updates }))
  await writeFile(join(folder, catalogueName), JSON.stringify(catalogue))
  const pack = join(folder, 'pack.zip')
  await writeFile(pack, zipFiles(product, await readFiles(join(folder, 'base'))))
  return pack
}

function changed(
  files: Record<string, Content>,
  changes: Record<string, Content | null>,
): Record<string, Content> {
  const left = Object.entries(files).filter(([path]) => changes[path] !== null)
  const written = Object.entries(changes).flatMap(([path, content]) =>
    content === null ? [] : [[path, content] as const],
  )
  return Object.fromEntries([...left, ...written])
}
