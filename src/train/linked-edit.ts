import type { Sha256 } from '../kernel/sha256.ts'
import { ledTo, sourceOf } from '../merge/answered-overlay.ts'
import { same } from '../merge/decide.ts'
import type { Merging } from '../merge/merging.ts'
import type { Overlay } from '../merge/overlay.ts'
import { holds, settlePath } from '../merge/settle-path.ts'
import type { Side, ThreeSides } from '../merge/show-conflict.ts'

/** A link that the team has put in the place of a file that was merged or answered. */
interface LinkedEdit {
  path: string
  /** SHA-256 of the team's file as it was then. */
  held: Sha256 | null
  /** What it was, the link, and the answer. */
  sides: ThreeSides
}

/**
 * What is to be said of such a link. It is laid, as nothing can be merged into it; but where it leads to something that lacks
 * what the update brought, that is undone. Null where the overlay's file that it leads to holds all of it.
 */
export async function saidOfLink(
  { path, held, sides }: LinkedEdit,
  overlay: Overlay,
  merging: Merging,
): Promise<string | null> {
  const led = ledTo(overlay, path)
  if (led === null || led.entry.kind !== 'file') return `is a link now; ${lookThere}`
  if (led.entry.sha256 === held)
    return `is a link now, and leads to the file as it was before the update (${led.path}): what that brought is undone. Take it over into ${led.path}`
  if (same(led.entry, sides.theirs.entry)) return null
  const there: Side = { entry: led.entry, file: sourceOf(overlay, led.path) }
  const settlement = await settlePath(path, { ...sides, ours: there }, merging)
  const isAllThere =
    settlement.kind === 'merged' && sides.base.entry !== null && (await holds(there.file, settlement.content))
  return isAllThere ? null : `is a link now, to ${led.path}; ${lookThere}`
}

const lookThere =
  'what was merged or answered for it does not count any more: see that what it leads to holds the update’s changes'
