import { TrainError } from '../kernel/errors.ts'
import { type ToolName, toolNames } from '../kernel/product.ts'
import type { World } from '../kernel/world.ts'
import { feedTool } from './feed/feed-tool.ts'
import { inPlaceTool } from './in-place/in-place-tool.ts'
import { u2Tool } from './u2/u2-tool.ts'
import type { UpdateTool } from './update-tool.ts'
import { wumTool } from './wum/wum-tool.ts'

/** What was asked of the tool. */
export interface AskedTool {
  tool: 'auto' | ToolName
  feed: string | null
  toolPath: string | null
  stripTool: boolean
  hotfixes: readonly string[] | null
  updateZip: string | null
  createUpdate: boolean
}

/** What is known of it: by the lock, or by the pack. */
export interface KnownTool {
  tool: string | null
  /** What says so, in words. */
  saidBy: string
}

/** The update tool for a product; `auto` goes by a feed that is named, else by the lock, else by the pack, and says so. */
export function chooseTool(asked: AskedTool, known: KnownTool, world: World): UpdateTool {
  const name = asked.tool === 'auto' ? recognised(asked, known, world) : asked.tool
  const { toolPath, stripTool: strip, hotfixes, updateZip } = asked
  const createUpdate = asked.createUpdate || null
  if (name !== 'u2')
    assertNotGiven({ hotfixes, 'update-zip': updateZip, 'create-update': createUpdate }, name)
  else if (updateZip !== null && createUpdate !== null) throw bothWays()
  switch (name) {
    case 'feed':
      if (asked.feed !== null) return feedTool(asked.feed, world)
      throw new TrainError('config', 'It is not said where the updates come from.', {
        hint: 'Set `feed` (--feed) to the address or folder of an update feed; `update-train demo` shows one.',
      })
    case 'u2':
      return u2Tool({ toolPath, strip, hotfixes, updateZip }, world)
    case 'in-place':
      return inPlaceTool({ toolPath, strip }, world)
    case 'wum':
      return wumTool({ toolPath }, world)
  }
}

/** Keys that only one tool has a use for. */
function assertNotGiven(keys: Readonly<Record<string, unknown>>, name: ToolName): void {
  for (const [key, value] of Object.entries(keys))
    if (value !== null)
      throw new TrainError('config', `\`${key}\` is for the update tool u2; this is ${name}.`, {
        hint: `Leave \`${key}\` out, or set \`tool\` (--tool) to u2.`,
      })
}

function bothWays(): TrainError {
  return new TrainError('config', '`create-update` and `update-zip` exclude each other.', {
    hint: 'Set `create-update` where there is internet, and `update-zip` where there is none.',
  })
}

function recognised({ feed }: AskedTool, { tool, saidBy }: KnownTool, { log }: World): ToolName {
  if (feed !== null) return 'feed'
  const found = toolNames.find(name => name === tool)
  if (found === undefined || found === 'feed') return 'feed'
  log.info(`The update tool is ${found}: ${saidBy} says so.`)
  return found
}
