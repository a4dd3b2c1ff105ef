import { appendFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import * as z from 'zod/mini'
import { withoutPassword } from './flags.ts'

/** What a stand-in writes of each of its runs before it does anything. */
export const runRecordSchema = z.strictObject({
  tool: z.enum(['update_linux', 'wum']),
  /** The password is replaced by `<expected>` or `<other>`. */
  argv: z.array(z.string()),
  /** The user's folder, from `HOME`. */
  home: z.string(),
  cwd: z.string(),
})
export type RunRecord = z.infer<typeof runRecordSchema>

interface Recorded {
  record: string | null
  account: { password: string }
}

export async function recordRun(
  tool: RunRecord['tool'],
  argv: readonly string[],
  { record, account }: Recorded,
): Promise<void> {
  if (record === null) return
  const run: RunRecord = {
    tool,
    argv: withoutPassword(argv, account.password),
    home: homedir(),
    cwd: process.cwd(),
  }
  await appendFile(record, `${JSON.stringify(run)}\n`)
}
