import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFiles } from '../files.ts'
import type { Run } from '../summary.ts'
import { newest, stateFiles } from '../update-state.ts'

/** The level of a home: the newest name in `updates/wum`, 0 for a vanilla one. */
export async function installedTimestamp(home: string): Promise<number> {
  const folder = join(home, 'updates', 'wum')
  return existsSync(folder) ? newest(await readdir(folder)) : 0
}

/** Records a completed run in the home. */
export async function writeState(home: string, username: string, run: Run): Promise<void> {
  await writeFiles(home, stateFiles(run))
  await writeFile(configPath(home), `channel: ${run.channel}\nusername: ${username}\n`)
}

function configPath(home: string): string {
  return join(home, 'updates', 'config.yaml')
}

/** The channel of the last run; `full` for a home without one. */
export async function savedChannel(home: string): Promise<string> {
  if (!existsSync(configPath(home))) return 'full'
  return /^channel: (.*)$/m.exec(await readFile(configPath(home), 'utf8'))?.[1] ?? 'full'
}
