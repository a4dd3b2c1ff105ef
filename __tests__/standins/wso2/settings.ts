import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as z from 'zod/mini'
import { switchesSchema } from './switches.ts'

/** A settings file that lies beside the tool; it goes before the one whose path is written into the tool. */
export const settingsBeside = '.wso2update-standin.json'

/** Replaced by a path when the tool is put into a pack. */
export const settingsMark = 'standin-settings:none'

/** What a stand-in reads at each start. Username and password are there as SHA-256 only: a pack must not hold them. */
export const settingsSchema = z.object({
  /** The vendor's folder, absolute. */
  vendor: z.string(),
  /** The file that gets a line for each run, absolute. */
  record: z.string(),
  usernameSha256: z.string(),
  passwordSha256: z.string(),
  switches: switchesSchema,
})

export type Settings = z.infer<typeof settingsSchema>

/** The settings of the tool in this file; throws where there are none. */
export function readSettings(tool: string, mark: string): Settings {
  const beside = join(dirname(tool), settingsBeside)
  const file = existsSync(beside) ? beside : mark.slice('standin-settings:'.length)
  return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}
