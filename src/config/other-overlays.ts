import { resolve } from 'node:path'
import type { Config } from './entry.ts'

/** Overlay folders of a configuration's tracks, absolute, by `overlayUser`; null for a track without one. */
export type OverlayUsers = ReadonlyMap<string, string | null>

/** A track as `OverlayUsers` knows it, and as messages name it: `widget-1.0.0 (dev)`. */
export function overlayUser(product: string, track: string): string {
  return `${product} (${track})`
}

/** @param alone how the track of a product without tracks is called */
export function overlayUsers(config: Config | null, cwd: string, alone: string): OverlayUsers {
  const users = new Map<string, string | null>()
  for (const [product, { tracks = {}, ...shared }] of Object.entries(config?.products ?? {}))
    for (const [track, entry] of Object.entries(
      Object.keys(tracks).length === 0 ? { [alone]: {} } : tracks,
    )) {
      const { overlay } = { ...shared, ...entry }
      users.set(overlayUser(product, track), overlay === undefined ? null : resolve(cwd, overlay))
    }
  return users
}
