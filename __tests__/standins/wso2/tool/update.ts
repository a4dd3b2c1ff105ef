import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { VendorLevel } from '../vendor-levels.ts'
import { applyDelta } from './apply.ts'
import { backUp, refuseBackupInside } from './backup.ts'
import { consists, latestLevel, warnOfSecurity } from './check.ts'
import { type Delta, deltaName, writeDelta } from './delta.ts'
import { finish } from './finish.ts'
import { forgetPending, readPending } from './pending.ts'
import { flagOf, installedLevel, levelsOf, type Session, workFolder } from './session.ts'
import { ToolError } from './tool-error.ts'

/** The tool without a command. Gives the exit code. */
export async function update(session: Session): Promise<number> {
  if (flagOf(session, 'continue') !== null) return continueUpdate(session)
  refuseUpdate(session)
  const { say, product } = session
  const target = targetLevel(session)
  const installed = installedLevel(session)
  if (target.level === installed) {
    say.info(`${product}.${target.level} is the latest update level available for the product ${product}`)
    return session.settings.switches.latestExit
  }
  if (target.level < installed) throw new ToolError('Invalid requested update level')

  const what = consists(target, installed, session)
  if (wantsLatest(session)) say.info(`The latest update level is '${product}.${target.level}'. \n${what}`)
  else say.info(`The update level '${product}.${target.level}' ${what.replace('This consists', 'consists')}`)
  warnOfSecurity(session, target)
  prepare(session)
  const folder = join(workFolder(), 'updates', deltaName(product, installed, target.level))
  const code = await applyDelta(session, folder, download(session, folder, installed, target))
  if (code === 0) moveDownloads(folder, session)
  return code
}

/** `--continue`: takes the `.final` files in. Gives the exit code. */
export function continueUpdate(session: Session): number {
  const { home } = session
  const pending = readPending(home)
  if (pending === null) throw new ToolError('There is no update to continue')
  const open = pending.conflicts.filter(path => !existsSync(join(home, `${path}.final`)))
  if (open.length > 0) throw new ToolError(`Conflicts are not resolved: ${open.join(', ')}`)
  for (const path of pending.conflicts) {
    const file = join(home, path)
    writeFileSync(file, readFileSync(`${file}.final`))
    for (const ending of ['original', 'new', 'final']) rmSync(`${file}.${ending}`, { force: true })
  }
  forgetPending(home)
  return finish(session, {
    ...pending,
    modified: [...pending.modified, ...pending.conflicts].sort(),
    conflicts: [],
  })
}

/** Throws where a hotfix or an open conflict is in the way, or the backup folder is in the home. */
export function refuseUpdate(session: Session): void {
  const { config, settings } = session
  const { hotfix } = settings.switches
  const hotfixes = [...(config.hotfixes ?? []), ...(hotfix === null ? [] : [hotfix])]
  if (hotfixes.length > 0)
    throw new ToolError(`Hotfixes have to be reverted before the product is updated: ${hotfixes.join(', ')}`)
  if (readPending(session.home) !== null)
    throw new ToolError('Resolve the conflicts and run the tool with --continue, or revert with --revert')
  refuseBackupInside(session)
}

/** Room and backup, before anything is downloaded or changed. */
export function prepare(session: Session): void {
  if (process.env['WSO2_UPDATES_SKIP_MIGRATIONS'] === 'true') session.say.debug('Skipping migration check')
  if (session.fault === 'disk-space') throw new ToolError('Insufficient disk space')
  if (flagOf(session, 'dry-run') === null) backUp(session)
}

function download(session: Session, folder: string, from: number, { level, updates }: VendorLevel): Delta {
  const { say, settings, product, fault } = session
  say.debug(`Applied updates: ${updates.toReversed().join(', ')}`)
  say.info('Downloading updates')
  if (fault === 'download') throw new ToolError('Error while downloading update file from UpdateFileURL')
  const delta = writeDelta(folder, settings.vendor, { product, from, to: level, updates })
  if (fault === 'file-validation') throw new ToolError('File validation failed')
  say.debug('Verification for downloaded files passed.')
  return delta
}

/** Where the switch has them, once they are no longer needed. */
function moveDownloads(folder: string, { settings, product }: Session): void {
  const { downloads } = settings.switches
  if (downloads === 'elsewhere') renameSync(folder, `${folder}.done`)
  if (downloads !== 'below the product') return
  for (const name of ['add', 'modify/original', 'modify/new'].filter(one => existsSync(join(folder, one)))) {
    renameSync(join(folder, name), join(folder, 'moved'))
    mkdirSync(join(folder, name))
    renameSync(join(folder, 'moved'), join(folder, name, product))
  }
}

function wantsLatest(session: Session): boolean {
  return ['0', null].includes(flagOf(session, 'level'))
}

/** `--level 4`, `--level 1.0.0.4` with the product's own version; `0` and none are the latest. */
function targetLevel(session: Session): VendorLevel {
  const { say, config } = session
  const text = flagOf(session, 'level')
  say.debug('Validating update levels')
  if (text === null)
    say.debug('Update level not defined. Requested update level set to 0. Attempting to fetch latest update.')
  const latest = latestLevel(session)
  if (text === null || text === '0') return latest
  const [, version, number] = /^(?:(\d+\.\d+\.\d+)\.)?(\d+)$/.exec(text) ?? []
  const level = levelsOf(session).find(found => found.level === Number(number))
  if (level === undefined || (version !== undefined && version !== config.product.version))
    throw new ToolError(`Invalid update level ${text}`)
  return level
}
