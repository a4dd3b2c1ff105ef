import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { z } from 'zod'
import { TrainError } from '../kernel/errors.ts'
import { exists, makeFolder, writeFileAtomically } from '../kernel/files.ts'
import { sha256 } from '../kernel/sha256.ts'
import { formatDocument, newerThanKnown, type Pinned } from './format.ts'

/** Reads a document of a feed that we keep; null where it is not there. Throws `config` for nonsense. */
export async function readDocument<T>(folder: string, path: string, schema: z.ZodType<T>): Promise<T | null> {
  const file = join(folder, path)
  if (!(await exists(file))) return null
  let value: unknown
  try {
    value = JSON.parse(await readFile(file, 'utf8'))
  } catch {
    value = undefined
  }
  const newer = newerThanKnown(value)
  if (newer !== undefined)
    throw new TrainError('config', `${file} was written by a newer update-train: ${newer}.`, {
      hint: 'Upgrade update-train.',
    })
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new TrainError('config', `${file} is not as the feed's format says.`, {
    hint: 'Name the folder of a feed, or one that is not there yet.',
    problems: parsed.error.issues.map(issue => ({
      message: `${issue.path.join('.')}: ${issue.message}`,
      file,
    })),
  })
}

/** Writes one document of a feed; gives its hash and length. */
export async function writeDocument(folder: string, path: string, document: unknown): Promise<Pinned> {
  const file = join(folder, path)
  const bytes = Buffer.from(formatDocument(document))
  await makeFolder(dirname(file))
  await writeFileAtomically(file, bytes)
  return { sha256: sha256(bytes), size: bytes.length }
}
