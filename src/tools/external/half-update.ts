import { join } from 'node:path'
import { reasonOf, TrainError } from '../../kernel/errors.ts'
import { exists } from '../../kernel/files.ts'
import type { World } from '../../kernel/world.ts'
import { homeTree } from '../../pack/inventory.ts'
import type { Tree } from '../../pack/tree.ts'
import { toolError } from './messages.ts'
import type { ToolRun } from './run-tool.ts'
import type { SideNames } from './side-files.ts'

/** A home before the first command, and how its tool takes a half-done update back. */
export interface Arrived {
  /** What cannot go on, for messages. */
  what: string
  home: string
  before: Tree
  around: { signal: AbortSignal; skip: (path: string) => boolean }
  sides: SideNames
  revert: () => Promise<ToolRun>
  /** Exit codes of a revert that has succeeded. */
  reverted: readonly number[]
  /** The level that the state files say. */
  level: () => Promise<number | null>
}

/**
 * A pack that was zipped in the middle of an update has both sides of a conflict beside a file, and is neither level. The tool
 * goes on from there as if it were whole, so it is told to revert first: where its backup can still be had, the home is as it
 * was. Gives its tree then, null for a home that is whole. Throws `pack-damaged`.
 */
export async function takenBack(arrived: Arrived, { log, signal }: World): Promise<Tree | null> {
  const { home, before, around, sides } = arrived
  const open = [...before.keys()].filter(path =>
    [sides.base, sides.theirs].every(ending => before.has(`${path}${ending}`)),
  )
  if (open.length === 0) return null
  log.warning(
    `The pack was zipped in the middle of an update: ${open.join(', ')} ${open.length === 1 ? 'has' : 'have'} ${sides.base} and ${sides.theirs} beside. The update tool is told to revert it.`,
  )
  const level = await arrived.level()
  let why: string
  try {
    const { exitCode, lines } = await arrived.revert()
    const isSaid = arrived.reverted.includes(exitCode)
    why = isSaid ? '' : toolError('the tool does not revert it', exitCode, lines).message
  } catch (error) {
    signal.throwIfAborted()
    why = reasonOf(error)
  }
  if (why === '') why = await leftOver(arrived, open, level)
  if (why === '') return homeTree(home, around)
  throw new TrainError(
    'pack-damaged',
    `${arrived.what}: the pack is in the middle of an update, and ${why}`,
    {
      hint: `Finish that update where it was begun, or take it back there with --revert, which needs the backup of that machine; then zip the pack again. If ${open.join(', ')} and what lies beside are files of yours, rename those that end in ${sides.base}.`,
    },
  )
}

/** What speaks against the tool's word; empty where nothing does. */
async function leftOver(
  { home, sides, level }: Arrived,
  open: readonly string[],
  before: number | null,
): Promise<string> {
  for (const path of open) {
    for (const ending of [sides.base, sides.theirs])
      if (await exists(join(home, `${path}${ending}`)))
        return `the tool says that it has reverted it, but ${path}${ending} is still there.`
    if (!(await exists(join(home, path)))) return `the tool has reverted it to a pack without ${path}.`
  }
  const now = await level()
  return now === before ? '' : `the tool has reverted it to level ${now ?? 0}, not to ${before ?? 0}.`
}
