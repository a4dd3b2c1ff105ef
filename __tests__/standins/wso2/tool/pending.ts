import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { workFolder } from './session.ts'

/**
 * An update that stopped at conflicts. It is kept in the user's folder, so that `--continue` needs the HOME of the run
 * before: where the real tool keeps it is not public.
 */
const pendingSchema = z.object({
  home: z.string(),
  from: z.number(),
  to: z.number(),
  conflicts: z.array(z.string()),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  modified: z.array(z.string()),
})

export type Pending = z.infer<typeof pendingSchema>

/** What waits in this home; null where nothing does. */
export function readPending(home: string): Pending | null {
  return pendingFiles().find(({ pending }) => pending.home === home)?.pending ?? null
}

export function writePending(folder: string, pending: Pending): void {
  writeFileSync(join(folder, 'conflicts.json'), JSON.stringify(pending, null, '\t'))
}

export function forgetPending(home: string): void {
  for (const { file, pending } of pendingFiles()) if (pending.home === home) rmSync(file)
}

function pendingFiles(): { file: string; pending: Pending }[] {
  const updates = join(workFolder(), 'updates')
  if (!existsSync(updates)) return []
  return readdirSync(updates)
    .map(name => join(updates, name, 'conflicts.json'))
    .filter(file => existsSync(file))
    .map(file => ({ file, pending: pendingSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) }))
}
