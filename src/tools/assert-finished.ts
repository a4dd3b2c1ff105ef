import type { ToolName } from '../kernel/product.ts'
import type { Pack } from '../pack/open-pack.ts'
import { sidesIn, unfinished } from './external/unfinished.ts'
import { sides as inPlace } from './in-place/side-names.ts'
import { sides as u2 } from './u2/side-names.ts'

const sidesOf = { u2, 'in-place': inPlace, wum: null, feed: null } satisfies Record<ToolName, unknown>

/**
 * That a customised pack was not zipped in the middle of an update, in which its files are of neither level: what such a pack
 * has other than its base is no change of the team's. Gives what is named as a single side of a conflict, which may be the
 * team's. Throws `pack-damaged`.
 */
export function assertFinished(
  tool: ToolName | null,
  pack: Pick<Pack, 'path' | 'entries'>,
  base: Pick<Pack, 'entries'>,
): string[] {
  const sides = tool === null ? null : sidesOf[tool]
  if (sides === null) return []
  const { open, single } = sidesIn(pack.entries, sides, path => base.entries.has(path))
  if (open.length === 0) return single
  const why = `${open.join(', ')} ${open.length === 1 ? 'has' : 'have'} ${sides.base} and ${sides.theirs} beside.`
  throw unfinished(`${pack.path} cannot be compared with its base`, why, open, sides)
}
