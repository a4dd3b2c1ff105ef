import type { Product } from '../kernel/product.ts'
import type { Sha256 } from '../kernel/sha256.ts'

/** Where the files of a feed lie, relative to its root, `/` as separator. */
export const feedPath = 'feed.json'

export function productPath({ name, version }: Product): string {
  return `targets/${name}/${version}`
}

/** The base's tree, level 0 of every channel. */
export function basePath(product: Product): string {
  return `${productPath(product)}/base.files.json`
}

export function channelFolder(product: Product, channel: string): string {
  return `${productPath(product)}/${channel}`
}

export function channelPath(product: Product, channel: string): string {
  return `${channelFolder(product, channel)}/channel.json`
}

export function filesPath(product: Product, channel: string, level: number): string {
  return level === 0 ? basePath(product) : `${channelFolder(product, channel)}/${level}.files.json`
}

export function updatesPath(product: Product, channel: string, level: number): string {
  return `${channelFolder(product, channel)}/${level}.updates.json`
}

export function blobPath(sha256: Sha256): string {
  return `blobs/sha256/${sha256.slice(0, 2)}/${sha256}`
}
