import { isAnsweredAnew } from '../merge/answered-overlay.ts'
import type { ApplyWork } from './apply.ts'
import { areHotfixesNew } from './hotfixes.ts'

type Known = Pick<ApplyWork, 'settings' | 'origin' | 'availability' | 'overlay' | 'hotfixes' | 'host'>

/**
 * Nothing new from the vendor, and the team's overlay, hotfixes and answers are those that the lock's candidate was made
 * with. Says why a level is built again.
 */
export async function isUpToDate(known: Known): Promise<boolean> {
  const { settings, origin, availability, overlay, hotfixes, host } = known
  const { installed, target } = availability
  if (installed.level !== target.level) return false
  if ((origin.locked?.overlayDigest ?? null) !== (overlay?.digest ?? null)) return false
  if (areHotfixesNew(hotfixes, settings, origin)) return false
  if (!(await isAnsweredAnew(origin.locked?.answered ?? {}, settings.resolutions))) return true
  host.log.info(
    `Level ${target.level} is built again: a recorded answer that it was built with was replaced by another one.`,
  )
  return false
}
