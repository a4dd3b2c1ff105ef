import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256OfFile } from '../kernel/sha256.ts'
import { type FormerAnswers, sourceOf } from '../merge/answered-overlay.ts'
import type { Overlay } from '../merge/overlay.ts'
import { isMergeable } from '../merge/text/merge-files.ts'

/** A copy of a team's file that an answer stands for. */
export interface HeldFile {
  /** Of the answer. */
  key: string
  /** Temporary. */
  file: string
}

/** Copies the texts that answers stand for, as the tests may change the overlay, to be kept once the lock is written. */
export async function keepAside(team: Overlay, answered: FormerAnswers, folder: string): Promise<HeldFile[]> {
  const files: HeldFile[] = []
  for (const [path, { held, key }] of Object.entries(answered)) {
    if (held === null || team.tree.get(path)?.kind !== 'file') continue
    if (!(await isMergeable(sourceOf(team, path)))) continue
    const file = join(folder, `held-${held}`)
    await copyFile(sourceOf(team, path), file)
    // Somebody is at the overlay right now: the next run then asks instead of merging.
    if ((await sha256OfFile(file)).sha256 === held) files.push({ key, file })
  }
  return files
}
