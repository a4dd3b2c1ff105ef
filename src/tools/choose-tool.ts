import { TrainError } from '../kernel/errors.ts'
import type { World } from '../kernel/world.ts'
import { feedTool } from './feed/feed-tool.ts'
import type { UpdateTool } from './update-tool.ts'

/** The update tool for a product. `auto` is the feed, the one tool there is so far. */
export function chooseTool(asked: { tool: 'auto' | 'feed'; feed: string | null }, world: World): UpdateTool {
  if (asked.feed !== null) return feedTool(asked.feed, world)
  throw new TrainError('config', 'It is not said where the updates come from.', {
    hint: 'Set `feed` (--feed) to the address or folder of an update feed; `update-train demo` shows one.',
  })
}
