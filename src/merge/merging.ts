import { constants, copyFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { systemCode } from '../kernel/errors.ts'
import type { TreeEntry } from '../pack/tree.ts'
import type { PathClass } from './decision.ts'
import type { Resolutions } from './resolutions.ts'

/** Who has the word where both sides changed a path and nobody has answered. */
export const conflictPolicies = ['fail', 'ours', 'theirs'] as const
export type ConflictPolicy = (typeof conflictPolicies)[number]

/** What a run settles conflicts with. */
export interface Merging {
  /** What the team says of a path's class, before anybody else; null where it says nothing. */
  classOf: (path: string) => PathClass | null
  /** Answers that were recorded before. */
  resolutions: Resolutions
  onConflict: ConflictPolicy
  /** There is no vanilla pack, so that a tool which is not ours may meet files of the team's. */
  withoutBase?: boolean
  /** What the team says is the vanilla pack, absolute; null where it says nothing. */
  base?: string | null
  /** Temporary, absolute, need not exist: what a person has to answer is laid out here. */
  conflicts: string
  /** As `conflicts`: every file of the team's that a decision replaced is kept here. */
  replaced: string
}

/** Keeps what of the team's is about to be replaced: a file as it is, of a link where it led to. */
export async function keepReplaced(folder: string, path: string, ours: TreeEntry, at: string): Promise<void> {
  if (ours.kind !== 'file' && ours.kind !== 'link') return
  await mkdir(join(folder, dirname(path)), { recursive: true })
  // What was replaced first is the team's own; what replaced it may be replaced again.
  const isKept = (error: unknown): void => {
    if (systemCode(error) !== 'EEXIST') throw error
  }
  if (ours.kind === 'file') await copyFile(at, join(folder, path), constants.COPYFILE_EXCL).catch(isKept)
  else await writeFile(join(folder, path), ours.target, { flag: 'wx' }).catch(isKept)
}
