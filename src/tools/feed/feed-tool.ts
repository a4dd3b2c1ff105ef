import { openFeed } from '../../feed/open-feed.ts'
import type { World } from '../../kernel/world.ts'
import type { UpdateTool } from '../update-tool.ts'
import { applyLists } from './apply.ts'
import { checkChannel } from './check.ts'
import { compareToList } from './compare.ts'

/** The native tool: reads an open update feed, needs no binary and no subscription of its own. */
export function feedTool(location: string, world: World): UpdateTool {
  const feed = openFeed(location, world)
  return {
    name: 'feed',
    can: {
      counts: 'levels',
      checksWithoutPack: true,
      canPin: true,
      canStep: true,
      writesSummary: true,
      copies: 0,
      sameBytes: true,
    },
    hotfixes: null,
    packUpdate: null,
    unpublished: null,
    check: request => checkChannel(feed, request),
    compare: request => compareToList(feed, request),
    apply: request => applyLists(feed, request, world),
    // Nothing of ours in a home is secret.
    scrub: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
