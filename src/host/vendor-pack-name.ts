import type { VendorPackKey } from './host.ts'

/** All vendor packs of a product start like this. */
export function vendorPackPrefix(product: string): string {
  return `update-train-pack-v1-${product}-`
}

/** The key of `docs/reference.md`, *Where state lives*. */
export function vendorPackName({ product, base, tool, channel, level }: VendorPackKey): string {
  return `${vendorPackPrefix(product)}${base.slice(0, 12)}-${tool}-${channel}-${level}`
}
