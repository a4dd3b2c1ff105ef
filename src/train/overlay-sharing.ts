import { realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import { type Lock } from '../config/lock.ts'
import { overlayUser } from '../config/other-overlays.ts'
import type { Settings } from '../config/settings.ts'

/**
 * Another track that lays the same overlay folder, or a part of it, or may do so as nobody says what it lays: `widget-1.0.0
 * (production)`. Null where the folder is surely this track's alone.
 */
export async function overlaySharer(
  { overlay, overlays, track }: Pick<Settings, 'overlay' | 'overlays' | 'track'>,
  product: string,
  lock: Lock,
): Promise<string | null> {
  if (overlay === null) return null
  const own = overlayUser(product, track)
  const folder = await realFolder(overlay)
  for (const [user, other] of overlays)
    if (user !== own && other !== null && areNested(folder, await realFolder(other))) return user
  for (const [name, { tracks }] of Object.entries(lock.products))
    for (const [other, { overlayDigest }] of Object.entries(tracks)) {
      const user = overlayUser(name, other)
      // A configuration without one says nothing: the track's workflow may give the overlay as an input.
      if (user !== own && overlayDigest !== null && (overlays.get(user) ?? null) === null) return user
    }
  return null
}

async function realFolder(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder)
}

function areNested(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}${sep}`) || other.startsWith(`${one}${sep}`)
}
