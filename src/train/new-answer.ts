import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256OfFile } from '../kernel/sha256.ts'
import type { StandIn } from '../merge/overlay.ts'
import type { Resolution } from '../merge/resolutions.ts'
import { holdingOf, keyOf, keyOfDecision, type Side, type ThreeSides } from '../merge/show-conflict.ts'

/** What a run decided itself, to be kept beside people's answers: the overlay does not hold it yet. */
export interface NewAnswer {
  key: string
  resolution: Resolution
  /** What the path becomes; null where it goes. */
  file: string | null
}

export async function newAnswer(
  path: string,
  sides: ThreeSides,
  answer: Resolution['answer'],
  file: string | null,
  by?: Resolution['by'],
): Promise<NewAnswer> {
  const result = file === null ? null : (await sha256OfFile(file)).sha256
  return {
    key: by === undefined ? keyOf(path, sides) : keyOfDecision(path, sides, by, answer),
    resolution: {
      version: 1,
      path,
      sides: holdingOf(sides),
      answer,
      places: [],
      result,
      ...(by === undefined ? {} : { by }),
    },
    file,
  }
}

/** A new answer as what stands for its path from now on. */
export function standInOf({ key, resolution: { result, answer } }: NewAnswer): StandIn {
  return { key, result, answer }
}

/** A copy of a file that the team's tests could change; null where a side holds no file. */
export async function aside({ entry, file }: Side, folder: string): Promise<string | null> {
  if (entry?.kind !== 'file' || file === null) return null
  const copy = join(folder, entry.sha256)
  await copyFile(file, copy)
  return copy
}

/** What to do with an answer that the overlay does not hold yet; the report of a run has the commands. */
export const takeOver = 'your overlay can take it from the new pack'
