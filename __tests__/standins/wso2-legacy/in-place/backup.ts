import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../console.ts'
import type { Session } from './session.ts'

const backups = (): string => join(homedir(), '.wso2-updates', 'backup')

/** Copies the whole home to `~/.wso2-updates/backup/<product>-<version>-<epoch-ms>`. */
export async function backUp({ home, pattern, console }: Session): Promise<void> {
  console.say(`Creating a backup of '${pattern}'...`)
  await mkdir(backups(), { recursive: true })
  let time = Date.now()
  while (existsSync(join(backups(), `${pattern}-${time}`))) time++
  const backup = join(backups(), `${pattern}-${time}`)
  await cp(home, backup, { recursive: true, verbatimSymlinks: true })
  console.say(`Successfully created the backup at : ${backup}`)
  console.say('')
}

/** Puts the last backup in the place of the home. The texts are guesses, the refusal is U2's. */
export async function revert({ home, pattern, settings, console }: Session): Promise<void> {
  const names = existsSync(backups()) ? await readdir(backups()) : []
  const last = names
    .filter(name => name.startsWith(`${pattern}-`) && /^\d+$/.test(name.slice(pattern.length + 1)))
    .toSorted()
    .at(-1)
  if (last === undefined) throw new Failure('Unable to revert as backups could not be found')
  console.say(`Reverting '${pattern}'...`)
  for (const name of await readdir(home)) await rm(join(home, name), { recursive: true })
  await cp(join(backups(), last), home, { recursive: true, verbatimSymlinks: true })
  // The backup holds older settings of this stand-in; a test's present ones stay.
  await settings.change({})
  console.say(`Successfully reverted '${pattern}'.`)
}
