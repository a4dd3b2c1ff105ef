import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { equal, type File, readOne, writeOne } from '../files.ts'
import { mergeLines } from '../line-merge.ts'
import type { Run } from '../summary.ts'
import { leaveConflict } from './conflicts.ts'
import type { Session } from './session.ts'

/** Paths below the home. */
export interface Outcome {
  merged: string[]
  conflicts: string[]
}

/**
 * Brings the vendor's changes into a home. A file that only the vendor changed is replaced; a text that both
 * changed is merged or left with a conflict; anything else that both changed is replaced ("apply the customizations
 * on top of the updated .war and .car files"). Files that the user removed come back when the vendor changed them
 * and files that the vendor removed go, whatever the user did to them: both are guesses.
 */
export async function mergeFiles(session: Session, { from, to }: Run): Promise<Outcome> {
  const outcome: Outcome = { merged: [], conflicts: [] }
  for (const [path, theirs] of to) {
    const old = from.get(path)
    if (!equal(old, theirs)) await bring(session, path, old, theirs, outcome)
  }
  for (const path of from.keys()) if (!to.has(path)) await rm(join(session.home, path), { force: true })
  return outcome
}

async function bring(
  { home, settings, console }: Session,
  path: string,
  old: File | undefined,
  theirs: File,
  outcome: Outcome,
): Promise<void> {
  const at = join(home, path)
  const mine = existsSync(at) ? await readOne(at) : undefined
  if (old === undefined && mine !== undefined)
    console.say(`Added file ${at} already exists, replacing with the latest update`)
  const both = old !== undefined && mine !== undefined && !equal(old, mine) && !equal(mine, theirs)
  if (!both || [old, mine, theirs].some(isBinary)) {
    await writeOne(at, theirs)
    return
  }
  const [before, ours, news] = [old, mine, theirs].map(({ content }) => content.toString())
  const text = mergeLines(before ?? '', ours ?? '', news ?? '')
  if (text === null || settings.value.conflictIn.includes(path)) {
    await leaveConflict(at, old, theirs)
    outcome.conflicts.push(path)
  } else {
    await writeOne(at, { content: Buffer.from(text), mode: mine.mode })
    outcome.merged.push(path)
  }
}

function isBinary({ content }: File): boolean {
  return content.includes(0)
}
