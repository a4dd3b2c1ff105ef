import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import * as z from 'zod/mini'

/** One run of a stand-in. */
const recordedRunSchema = z.object({
  program: z.enum(['wso2update_linux', 'update_tool_setup.sh']),
  pid: z.number(),
  cwd: z.string(),
  /** Absolute path of the program. */
  file: z.string(),
  /** The arguments; a password is `<expected>` or `<other>`. */
  argv: z.array(z.string()),
  /** Names of all environment variables. */
  envNames: z.array(z.string()),
  /** Values of HOME, UPDATE_TOOL_USERNAME and WSO2_UPDATES_…; null where a variable is not set. */
  env: z.record(z.string(), z.nullable(z.string())),
  /** The password of the flag, or else of the environment, compared with the expected one. */
  password: z.enum(['expected', 'other', 'none']),
  passwordFrom: z.nullable(z.enum(['flag', 'environment'])),
  /** How often this file had replaced itself before the run. */
  revision: z.number(),
  /** The fault that was switched on for this run. */
  fault: z.nullable(z.string()),
})

export type RecordedRun = z.infer<typeof recordedRunSchema>

/** All runs so far, oldest first. */
export function readRecord(file: string): RecordedRun[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter(line => line !== '').map(line => recordedRunSchema.parse(JSON.parse(line)))
}

export function appendRun(file: string, run: RecordedRun): void {
  appendFileSync(file, `${JSON.stringify(run)}\n`)
}
