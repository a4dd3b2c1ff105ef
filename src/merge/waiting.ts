import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { reasonOf, systemCode, TrainError } from '../kernel/errors.ts'
import { nameFault } from '../pack/entry-name.ts'

/** The file of a folder of conflicts that lists them. */
export const conflictsListName = 'conflicts.json'

// A list may come from a branch: no name of it leads out of its folder.
const path = z.string().refine(name => nameFault(name) === undefined, 'must be a path below the product')
const name = path.nullable()
const listSchema = z.array(
  z.looseObject({
    path,
    key: z.string().regex(/^[0-9a-f]{64}$/),
    kind: z.string(),
    row: z.string().default(''),
    base: name,
    ours: name,
    theirs: name,
    sides: z.strictObject({ base: z.string(), ours: z.string(), theirs: z.string() }),
  }),
)

/** A conflict that waits for an answer. */
export type Waiting = z.infer<typeof listSchema>[number]

/** Null for a text that is no list of conflicts. */
export function parseConflicts(text: string): Waiting[] | null {
  try {
    return listSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

const laidByRun =
  'A run that meets a conflict lays it out in the folder `conflicts` of its results (`apply --out Q.zip`: Q.conflicts); name that folder with --conflicts.'

/** The conflicts that a run laid out. Throws `config`, with a hint, where the folder holds none. */
export async function readConflicts(folder: string, hint = laidByRun): Promise<Waiting[]> {
  const file = join(folder, conflictsListName)
  try {
    return listSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    throw new TrainError(
      'config',
      `${file} holds no list of conflicts: ${systemCode(error) === '' ? 'it is not as a run wrote it' : reasonOf(error)}.`,
      {
        hint,
        cause: error,
      },
    )
  }
}
