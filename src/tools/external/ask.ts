import { TrainError } from '../../kernel/errors.ts'
import { removeAll } from '../../kernel/leftovers.ts'
import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import type { CheckRequest } from '../update-tool.ts'
import { type At, laySkeleton, layWhole, type StateForm } from './skeleton.ts'
import type { ToolHome } from './tool-home.ts'

/** What came of asking a tool in one home. */
export type Answer<T> = { said: T } | { failure: TrainError }

/** A tool that can be asked in a home. */
export interface Askable<T> extends StateForm {
  /** Its program's name, for messages. */
  name: string
  toolPath: string | null
  /** `pack` is what the home was unpacked from; null for a skeleton. */
  ask: (home: string, user: string, pack: string | null) => Promise<Answer<T>>
}

/** What is about the account or the network would be no other with more files. */
const worthAnotherTry: readonly string[] = ['failure', 'config', 'verification']

/**
 * Asks a tool in a home with next to nothing in it; one that does not want that, in the whole one.
 * Throws `usage` without a pack or a tool, else what the tool failed with.
 */
export async function askTool<T>(
  request: Pick<CheckRequest, 'product' | 'installed' | 'channel' | 'pack'>,
  tool: Askable<T>,
  homes: ToolHome,
  world: World,
): Promise<T> {
  const product = nameOfProduct(request.product)
  const at: At = { product, level: request.installed.level, channel: request.channel }
  const pack = (await request.pack?.()) ?? null
  if (pack === null && tool.toolPath === null)
    throw new TrainError('usage', `There is neither a pack of ${product} nor an update tool to ask with.`, {
      hint: `Set \`pack\` (--pack) to its zip, or \`tool-path\` (--tool-path) to ${tool.name}.`,
    })
  const user = await homes.user()
  const skeleton = await homes.folder(product)
  await laySkeleton(skeleton, pack, at, tool)
  const first = await tool.ask(skeleton, user, null)
  if ('said' in first) return first.said
  if (pack === null || !worthAnotherTry.includes(first.failure.code)) throw first.failure
  world.log.info('The update tool does not answer in a home without files; it is asked in the whole one.')
  const whole = await homes.folder(product)
  await layWhole(whole, pack, at, tool)
  const second = await tool.ask(whole, user, pack)
  // As big as the product, and the update has one of its own.
  await removeAll(whole)
  if ('said' in second) return second.said
  throw second.failure
}
