import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { type Files, readFiles } from './files.ts'

/**
 * The vendor's side as a folder: `<product>-<version>/` with `catalogue.json`, the vanilla pack `pack.zip`, its files
 * in `base/`, and the complete files of every level in `<channel>/<timestamp>/`.
 */
export const updateSchema = z.object({
  /** Four digits, such as `5234`. */
  number: z.string(),
  title: z.string(),
  security: z.boolean(),
})
export const catalogueSchema = z.object({
  /** Channel → its levels, oldest first. */
  channels: z.record(
    z.string(),
    z.array(z.object({ timestamp: z.number(), updates: z.array(updateSchema) })),
  ),
})
export const catalogueName = 'catalogue.json'

export type VendorUpdate = z.infer<typeof updateSchema>
type Level = z.infer<typeof catalogueSchema>['channels'][string][number]

export interface VendorProduct {
  /** `wso2am-3.2.0`. */
  pattern: string
  /** The vanilla pack. */
  pack: string
  /** Levels of a channel, oldest first; null where the vendor has no such channel. */
  levels(channel: string): readonly Level[] | null
  /** All files at a timestamp of whatever channel, 0 for the vanilla ones; null for an unknown timestamp. */
  filesAt(timestamp: number): Promise<Files | null>
}

export async function readProducts(vendor: string): Promise<VendorProduct[]> {
  const patterns = (await readdir(vendor)).toSorted()
  return Promise.all(patterns.map(pattern => readProduct(vendor, pattern)))
}

async function readProduct(vendor: string, pattern: string): Promise<VendorProduct> {
  const folder = join(vendor, pattern)
  const { channels } = catalogueSchema.parse(JSON.parse(await readFile(join(folder, catalogueName), 'utf8')))
  return {
    pattern,
    pack: join(folder, 'pack.zip'),
    levels: channel => channels[channel] ?? null,
    async filesAt(timestamp) {
      if (timestamp === 0) return readFiles(join(folder, 'base'))
      const channel = Object.keys(channels).find(name =>
        channels[name]?.some(level => level.timestamp === timestamp),
      )
      return channel === undefined ? null : readFiles(join(folder, channel, String(timestamp)))
    },
  }
}

/** The updates that lead from one timestamp to another, oldest first. */
export function updatesBetween(levels: readonly Level[], from: number, to: number): VendorUpdate[] {
  return levels
    .filter(({ timestamp }) => timestamp > from && timestamp <= to)
    .flatMap(({ updates }) => updates)
}
