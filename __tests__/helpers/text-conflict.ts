import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type PersonsAnswer, recordAll } from '../../src/merge/record.ts'
import { type Resolution, resolutionsIn } from '../../src/merge/resolutions.ts'
import { type Settlement, settlePath } from '../../src/merge/settle-path.ts'
import { type Side, showConflict, type ThreeSides } from '../../src/merge/show-conflict.ts'
import { homeTree } from '../../src/pack/inventory.ts'

/** Three sides of a file; null where it is not there. */
export interface Texts {
  base: string | null
  ours: string | null
  theirs: string | null
}

/** A team's recorded answers in a folder, and conflicts that come by. */
export interface Answers {
  folder: string
  /** What is known of a conflict. */
  meets: (path: string, texts: Texts) => Promise<Settlement>
  /** Lays a conflict out as a run does and records a person's answer: the final text, or a side. */
  answer: (path: string, texts: Texts, answer: Reply, force?: boolean) => Promise<Recorded>
}

export type Reply = { final: string } | Exclude<PersonsAnswer, 'final'>

export interface Recorded {
  key: string
  resolution: Resolution
  /** The laid out text with marks; null for a binary. */
  merged: string | null
}

/** Recorded answers below `work`, which the caller removes. */
export function answersIn(work: string): Answers {
  const folder = join(work, 'resolutions')
  const resolutions = resolutionsIn(folder)
  return {
    folder,
    meets: async (path, texts) => settlePath(path, await sidesOf(work, path, texts), { resolutions }),
    answer: async (path, texts, reply, force = false) => {
      const conflicts = await mkdtemp(join(work, 'conflicts-'))
      const sides = await sidesOf(work, path, texts)
      const settlement = await settlePath(path, sides, { resolutions })
      const merge = settlement.kind === 'open' ? settlement.merge : null
      const shown = await showConflict(
        conflicts,
        { path, row: '11', kind: 'modify/modify' },
        sides,
        merge,
        null,
      )
      const final = typeof reply === 'string' ? reply : 'final'
      if (typeof reply !== 'string') await writeFile(join(conflicts, `${path}.final`), reply.final)
      const [recorded] = await recordAll(
        [{ waiting: { ...shown }, answer: final }],
        { conflicts, resolutions: folder },
        force,
      )
      if (recorded === undefined) throw new Error('Nothing was recorded.')
      const marked = merge?.kind === 'conflict' ? merge.marked.toString() : null
      return { key: shown.key, resolution: recorded.resolution, merged: marked }
    },
  }
}

async function sidesOf(work: string, path: string, { base, ours, theirs }: Texts): Promise<ThreeSides> {
  const folder = await mkdtemp(join(work, 'sides-'))
  const side = async (name: string, text: string | null): Promise<Side> => {
    if (text === null) return { entry: null, file: null }
    const file = join(folder, name, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    return { entry: (await homeTree(join(folder, name))).get(path) ?? null, file }
  }
  return {
    base: await side('base', base),
    ours: await side('ours', ours),
    theirs: await side('theirs', theirs),
  }
}
