import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { readProducts, updatesBetween } from '../catalogue.ts'
import { Failure } from '../console.ts'
import { type File, writeOne } from '../files.ts'
import { differenceOf } from '../line-merge.ts'
import type { Session } from './session.ts'
import { installedTimestamp, writeState } from './state.ts'

/** What the tool has to remember until its user has resolved the conflicts; its real name and shape are not public. */
const pendingSchema = z.object({
  timestamp: z.number(),
  channel: z.string(),
  username: z.string(),
  /** Paths below the home. */
  files: z.array(z.string()),
})
export type Pending = z.infer<typeof pendingSchema>

const pendingPath = (home: string): string => join(home, 'updates', 'conflicts.json')

export async function readPending(home: string): Promise<Pending | null> {
  if (!existsSync(pendingPath(home))) return null
  return pendingSchema.parse(JSON.parse(await readFile(pendingPath(home), 'utf8')))
}

export async function writePending(home: string, pending: Pending): Promise<void> {
  await writeFile(pendingPath(home), JSON.stringify(pending))
}

/** Leaves `.old`, `.updated` and the difference of the two beside a file, which stays as its user has it. */
export async function leaveConflict(path: string, old: File, updated: File): Promise<void> {
  const difference = differenceOf(old.content.toString(), updated.content.toString(), {
    old: `${path}.old`,
    updated: `${path}.updated`,
  })
  await writeOne(`${path}.old`, old)
  await writeOne(`${path}.updated`, updated)
  await writeFile(`${path}.diff`, difference)
}

/** Takes every `.final`, removes the temporary files and completes the update. */
export async function finishConflicts(session: Session, pending: Pending | null): Promise<void> {
  const { home, pattern, settings, console } = session
  if (pending === null) throw new Failure('There are no conflicts to continue from')
  const paths = pending.files.map(file => join(home, file))
  const unresolved = paths.filter(path => !existsSync(`${path}.final`))
  if (unresolved.length > 0)
    throw new Failure(`The following files have conflicts that are not resolved.\n${unresolved.join('\n')}`)
  const product = (await readProducts(settings.value.vendor)).find(known => known.pattern === pattern)
  const from = await installedTimestamp(home)
  const [before, after] = [await product?.filesAt(from), await product?.filesAt(pending.timestamp)]
  if (product === undefined || !before || !after) throw new Failure('Unable to identify the product')
  console.say('Merging files...')
  for (const path of paths) {
    await rename(`${path}.final`, path)
    for (const ending of ['.old', '.updated', '.diff']) await rm(`${path}${ending}`)
  }
  console.say('Successfully completed merging files')
  const levels = product.levels(pending.channel) ?? []
  const { channel, timestamp, username } = pending
  const updates = updatesBetween(levels, from, timestamp)
  await writeState(home, username, { pattern, channel, timestamp, updates, from: before, to: after })
  await rm(pendingPath(home))
}
