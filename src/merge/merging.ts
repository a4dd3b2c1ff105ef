import { copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Resolutions } from './resolutions.ts'

/** Who has the word where both sides changed a path and nobody has answered. */
export const conflictPolicies = ['fail', 'ours', 'theirs'] as const
export type ConflictPolicy = (typeof conflictPolicies)[number]

/** What a run settles conflicts with. */
export interface Merging {
  /** Answers that were recorded before. */
  resolutions: Resolutions
  onConflict: ConflictPolicy
  /** Temporary, absolute, need not exist: what a person has to answer is laid out here. */
  conflicts: string
  /** As `conflicts`: every file of the team's that a decision replaced is kept here. */
  replaced: string
}

/** Keeps a file of the team's that is about to be replaced. */
export async function keepReplaced(folder: string, path: string, file: string): Promise<void> {
  await mkdir(join(folder, dirname(path)), { recursive: true })
  await copyFile(file, join(folder, path))
}
