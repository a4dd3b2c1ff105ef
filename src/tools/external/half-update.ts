import { join } from 'node:path'
import { reasonOf } from '../../kernel/errors.ts'
import { exists } from '../../kernel/files.ts'
import type { World } from '../../kernel/world.ts'
import type { Notice } from '../../merge/decision.ts'
import { homeTree } from '../../pack/inventory.ts'
import type { Tree } from '../../pack/tree.ts'
import { toolError } from './messages.ts'
import type { ToolRun } from './run-tool.ts'
import type { SideNames } from './side-files.ts'
import { mayBeLeft, sidesIn, unfinished } from './unfinished.ts'

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

export interface TakenBack {
  /** The home as its tool has reverted it; null where nothing was to be taken back. */
  reverted: Tree | null
  /** What a person must know of that. */
  notices: Notice[]
}

/**
 * A pack that was zipped in the middle of an update has both sides of a conflict beside a file, and is neither level. The tool
 * goes on from there as if it were whole, so it is told to revert first: where its backup can still be had, the home is as it
 * was. Throws `pack-damaged`.
 */
export async function takenBack(arrived: Arrived, { log, signal }: World): Promise<TakenBack> {
  const { home, before, around, sides } = arrived
  const { open, single } = sidesIn(before, sides)
  for (const path of single) log.warning(`${path} ${mayBeLeft}.`)
  const notices = single.map(path => warningOf(path, mayBeLeft))
  if (open.length === 0) return { reverted: null, notices }
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
  if (why !== '') throw unfinished(arrived.what, why, open, sides)
  const message = `was in the middle of an update: before this one the tool has put the whole pack back to a backup on this machine (--revert), so look through what else you have changed since that backup`
  return {
    reverted: await homeTree(home, around),
    notices: [...open.map(path => warningOf(path, message)), ...notices],
  }
}

function warningOf(path: string, message: string): Notice {
  return { path, row: 'audit', severity: 'warning', message }
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
  // A backup from before the tool's first update has no state file, as a pack at the base may have one.
  return (now ?? 0) === (before ?? 0)
    ? ''
    : `the tool has reverted it to level ${now ?? 0}, not to ${before ?? 0}.`
}
