import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'

/** `updates.json` of a vendor folder. The trees lie beside it: `<product>/<level>/…`, each complete. */
export const vendorSchema = z.object({
  channels: z.array(z.string()),
  products: z.record(
    z.string(),
    z.object({
      /** Levels from 1 upwards. `updates`: the numbers that this level adds; `security`: how many are critical. */
      levels: z.array(z.object({ level: z.number(), updates: z.array(z.string()), security: z.number() })),
    }),
  ),
})

export type VendorData = z.infer<typeof vendorSchema>

export interface VendorLevel {
  level: number
  /** Update numbers from the base up to this level. */
  updates: string[]
  /** Critical security updates from the base up to this level. */
  security: number
}

/** The vendor's levels of `product` (`name-version`), in order; null for a product or channel it does not have. */
export function vendorLevels(vendor: string, product: string, channel: string): VendorLevel[] | null {
  const data = vendorSchema.parse(JSON.parse(readFileSync(join(vendor, 'updates.json'), 'utf8')))
  const entry = data.products[product]
  if (entry === undefined || !data.channels.includes(channel)) return null
  const levels: VendorLevel[] = [{ level: 0, updates: [], security: 0 }]
  for (const { level, updates, security } of entry.levels.toSorted((a, b) => a.level - b.level)) {
    const before = levels.at(-1)
    levels.push({
      level,
      updates: [...(before?.updates ?? []), ...updates],
      security: (before?.security ?? 0) + security,
    })
  }
  return levels
}

/** The complete tree of a level. */
export function vendorTree(vendor: string, product: string, level: number): string {
  const tree = join(vendor, product, String(level))
  if (!existsSync(tree)) throw new Error(`The vendor folder has no tree ${tree}.`)
  return tree
}
