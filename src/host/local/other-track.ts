import { lstat, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { systemCode, writeError } from '../../kernel/errors.ts'
import { copyFileAtomically } from '../../kernel/files.ts'
import { saveHandwritten, tellHandwritten } from '../handwritten.ts'
import { namesOfSomeRuns, type Publication } from '../host.ts'
import { assertPlace, type FilesPlace, isOurs } from '../place-files.ts'
import { recoverFolder } from '../swap-folder.ts'

/** A name that is a folder's in every place; a candidate that says another one is none of ours. */
const word = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
const candidateSchema = z.looseObject({ product: word, track: word })
type Track = z.infer<typeof candidateSchema>

/**
 * Makes room in a folder of results that are about to be of another track: report, evidence and conflicts of the one that
 * they are of now are moved into a folder of its own there, as no later run would replace them with newer ones. Packs stay:
 * their names are of their track. Gives the folder; null where there is nothing to move.
 */
export async function keepOtherTrack(
  { product, track, files, resolutions }: Publication,
  { folder, nameOf, log }: Pick<FilesPlace, 'folder' | 'nameOf' | 'log'>,
): Promise<string | null> {
  const candidate = files.find(({ kind }) => kind === 'candidate')
  if (candidate === undefined) return null
  const found = await trackOf(join(folder, nameOf(candidate)))
  if (found === null || (found.product === product && found.track === track)) return null
  const own = await ownFolder(folder, found, nameOf(candidate))
  const laid = (['conflicts', 'replaced'] as const).map(kind => ({ kind, name: kind, path: '' }))
  const single = [
    ...(['sbom', 'log'] as const).map(kind => ({ kind, name: namesOfSomeRuns[kind], path: '' })),
    ...files.filter(({ kind }) => kind === 'report'),
    // The candidate says whose all this is: it goes last, so that a run that is killed here leaves it to the next one.
    candidate,
  ]
  for (const file of [...laid, ...single]) await assertPlace(join(own, nameOf(file)), file.kind)
  try {
    await mkdir(own, { recursive: true })
    // And it lies there from the first, so that the next one knows the folder.
    await copyFileAtomically(join(folder, nameOf(candidate)), join(own, nameOf(candidate)))
    for (const file of laid) {
      const [from, to] = [join(folder, nameOf(file)), join(own, nameOf(file))]
      await recoverFolder(from, file.kind, { resolutions, log })
      // A folder of the user's own stays where it is; what is to be laid out there is refused then.
      const isLaid = await isOurs(from, file.kind)
      if (await isOurs(to, file.kind)) {
        const written =
          file.kind === 'conflicts' ? await saveHandwritten(to, isLaid ? from : null, resolutions) : null
        if (written === null) await rm(to, { recursive: true })
        else log.warning(tellHandwritten(written))
      }
      if (isLaid) await rename(from, to)
    }
    for (const file of single) {
      const to = join(own, nameOf(file))
      if (file !== candidate) await rm(to, { force: true })
      await rename(join(folder, nameOf(file)), to).catch((error: unknown) => {
        if (systemCode(error) !== 'ENOENT') throw error
      })
    }
  } catch (error) {
    throw writeError(error, own)
  }
  return own
}

/** The track's own folder: its name may be that of a folder of the user's, who keeps it. */
async function ownFolder(folder: string, { product, track }: Track, candidate: string): Promise<string> {
  for (let count = 1; ; count++) {
    const own = join(folder, count === 1 ? `${product}-${track}` : `${product}-${track}-${count}`)
    if ((await lstat(own).catch(() => null)) === null) return own
    const found = await trackOf(join(own, candidate))
    if (found?.product === product && found.track === track) return own
  }
}

/** Whose candidate lies there; null for none, and for what is none of ours. */
async function trackOf(file: string): Promise<Track | null> {
  try {
    return candidateSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null
  } catch {
    return null
  }
}
