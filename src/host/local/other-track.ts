import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { systemCode, writeError } from '../../kernel/errors.ts'
import type { FinishedFile, Publication } from '../host.ts'
import { namesOfSomeRuns } from '../host.ts'
import { isOurs } from '../place-files.ts'

/** A name that is a folder's in every place; a candidate that says another one is none of ours. */
const word = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
const candidateSchema = z.looseObject({ product: word, track: word })

/**
 * Makes room in a folder of results that are about to be of another track: report, evidence and conflicts of the one that
 * they are of now are moved into a folder of its own there, as no later run would replace them with newer ones. Packs stay:
 * their names are of their track. Gives the folder; null where there is nothing to move.
 */
export async function keepOtherTrack(
  { product, track, files }: Publication,
  folder: string,
  nameOf: (file: FinishedFile) => string,
): Promise<string | null> {
  const candidate = files.find(({ kind }) => kind === 'candidate')
  if (candidate === undefined) return null
  const found = await trackOf(join(folder, nameOf(candidate)))
  if (found === null || (found.product === product && found.track === track)) return null
  const own = join(folder, `${found.product}-${found.track}`)
  // The candidate says whose all this is: it goes last, so that a run that is killed here leaves it to the next one.
  const moved: Pick<FinishedFile, 'kind' | 'name'>[] = [
    ...(['sbom', 'log'] as const).map(kind => ({ kind, name: namesOfSomeRuns[kind] })),
    ...(['conflicts', 'replaced'] as const).map(kind => ({ kind, name: kind })),
    ...files.filter(({ kind }) => kind === 'report'),
    candidate,
  ]
  try {
    await mkdir(own, { recursive: true })
    for (const file of moved) {
      const name = nameOf({ ...file, path: '' })
      // A folder of the user's own stays where it is; what is to be laid out there is refused then.
      if (file.kind === 'conflicts' || file.kind === 'replaced')
        if (!(await isOurs(join(folder, name), file.kind))) continue
      await rm(join(own, name), { recursive: true, force: true })
      await rename(join(folder, name), join(own, name)).catch((error: unknown) => {
        if (systemCode(error) !== 'ENOENT') throw error
      })
    }
  } catch (error) {
    throw writeError(error, own)
  }
  return own
}

/** Whose candidate lies there; null for none, and for what is none of ours. */
async function trackOf(file: string): Promise<z.infer<typeof candidateSchema> | null> {
  try {
    return candidateSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null
  } catch {
    return null
  }
}
