import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { writeConfig } from './config.ts'
import { sizeBelow } from './files.ts'
import { forgetPending } from './pending.ts'
import { flagOf, type Session, workFolder } from './session.ts'
import { ToolError } from './tool-error.ts'

/** Copies the home unless `--no-backup` is given, and writes into `config.json` where to. */
export function backUp(session: Session): void {
  const { home, product, config, say } = session
  if (flagOf(session, 'no-backup') !== null) return
  say.info(`Creating a backup of '${home}'`)
  const wanted = flagOf(session, 'backup') ?? config['backup-dir']
  const folder = wanted === '' ? workFolder() : resolve(wanted)
  const backup = join(folder, 'backup', `${product}-${randomUUID()}`)
  mkdirSync(join(folder, 'backup'), { recursive: true })
  cpSync(home, backup, { recursive: true, verbatimSymlinks: true })
  config['backup-dir'] = folder
  config.product.backup = backup
  config.product['backup-size'] = sizeBelow(backup)
  writeConfig(home, config)
  say.info(`Successfully created the backup at : ${backup}`)
}

/** Throws for a backup folder in the home. */
export function refuseBackupInside(session: Session): void {
  const backup = flagOf(session, 'backup')
  if (backup === null) return
  const { home } = session
  if (resolve(backup) === home || resolve(backup).startsWith(home + sep))
    throw new ToolError(`Backup directory ${backup} cannot be inside the product directory ${home}.`)
}

/** `--revert`: the home becomes what the last backup holds. Gives the exit code. */
export function revert(session: Session): number {
  const { home, config, say } = session
  const how = session.settings.switches.revert
  if (how === 'nothing') return 4
  const { backup, 'backup-size': size } = config.product
  if (backup === '' || !existsSync(backup))
    throw new ToolError('Unable to revert as backups could not be found')
  if (sizeBelow(backup) !== size)
    throw new ToolError('Cannot revert because the backup directory has been modified.')
  for (const name of readdirSync(home)) rmSync(join(home, name), { recursive: true })
  cpSync(backup, home, { recursive: true, verbatimSymlinks: true })
  forgetPending(home)
  say.info(`${session.product} reverted successfully`)
  return how === 'with 0' ? 0 : 4
}
