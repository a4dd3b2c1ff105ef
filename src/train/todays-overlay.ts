import type { LockedCandidate } from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import { TrainError } from '../kernel/errors.ts'
import { exists } from '../kernel/files.ts'
import type { World } from '../kernel/world.ts'
import { readOverlay } from '../merge/overlay.ts'

/**
 * Whether the overlay that lies there is another one than a candidate was made with. A customised pack has a part in the
 * digest, and may not be there: then nobody can say, and this is false.
 */
export async function isOtherOverlay(
  { overlay, base }: Pick<Settings, 'overlay' | 'base'>,
  { overlayDigest }: Pick<LockedCandidate, 'overlayDigest'>,
  { signal }: Pick<World, 'signal'>,
): Promise<boolean> {
  if (base !== null) return false
  if (overlay === null || !(await exists(overlay))) return overlayDigest !== null
  const today = await readOverlay(overlay, signal).catch((error: unknown) => {
    // What cannot be laid is another one as well, and no reason to stop.
    if (error instanceof TrainError) return null
    throw error
  })
  return today?.digest !== overlayDigest
}

/** The overlay that lies there, where it is another one than a candidate was made with, else null. */
export async function changedOverlay(
  settings: Pick<Settings, 'overlay' | 'base'>,
  candidate: Pick<LockedCandidate, 'overlayDigest'>,
  world: Pick<World, 'signal'>,
): Promise<string | null> {
  const { overlay } = settings
  if (overlay === null || !(await exists(overlay))) return null
  return (await isOtherOverlay(settings, candidate, world)) ? overlay : null
}
