import { TrainError } from '../../kernel/errors.ts'
import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import { available } from '../external/availability.ts'
import { assertAbove, stateAt, wantedTimestamp } from '../external/timestamps.ts'
import type { ToolHome } from '../external/tool-home.ts'
import type { Availability, CheckRequest } from '../update-tool.ts'
import { bringNewest } from './bring-newest.ts'

/**
 * What the vendor offers. WUM says whether there is anything, and which level it is only by the name of the pack that it
 * makes: so it makes it, and the update takes it from the store.
 */
export async function checkWum(
  request: CheckRequest,
  toolPath: string | null,
  tool: ToolHome,
  world: World,
): Promise<Availability> {
  const { product, channel } = request
  const from = stateAt(request.installed.level)
  const wanted = wantedTimestamp(request.wanted)
  if (wanted === from.level) return available(from, from, from, null)
  // An earlier candidate is built again from the base; only the levels' numbers matter.
  if (wanted !== null && request.wanted.at === 'former') return available(from, stateAt(wanted), from, null)
  if (wanted !== null) assertAbove(wanted, from.level)
  const pack = (await request.pack?.()) ?? null
  const newest = await bringNewest({ product, channel, pack, toolPath }, tool, world)
  const latest = stateAt(Math.max(newest?.timestamp ?? 0, from.level))
  if (wanted === null || wanted === latest.level) return available(from, latest, latest, null)
  throw onlyNewest(`${nameOfProduct(product)} to level ${wanted}`, latest.level)
}

/** WUM has no way to name a level (WSO2 Update Manager, *WUM Commands Guide*). */
export function onlyNewest(what: string, latest: number): TrainError {
  return new TrainError(
    'config',
    `wum cannot bring ${what}: it goes to the newest level only, which is ${latest}.`,
    {
      hint: 'Set `level` (--level) to `latest`, or give the pack that an earlier run published as `pack` (--pack).',
    },
  )
}
