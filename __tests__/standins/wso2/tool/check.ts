import type { VendorLevel } from '../vendor-levels.ts'
import { installedLevel, levelsOf, type Session } from './session.ts'
import { ToolError } from './tool-error.ts'

/** `check`: says what there is; no file of the product is touched. Gives the exit code. */
export function check(session: Session): number {
  const { say, product, config, settings } = session
  say.info(`Checking updates for product ${product} from update level ${config['update-level']}`)
  const latest = latestLevel(session)
  if (latest.level <= installedLevel(session)) {
    say.info(`${product}.${latest.level} is the latest update level available for the product ${product}`)
    return settings.switches.latestExit
  }
  say.info(
    `The latest update level is '${product}.${latest.level}'. \n${consists(latest, installedLevel(session), session)}`,
  )
  warnOfSecurity(session, latest)
  return settings.switches.checkExit
}

/** The newest level on the channel; says that it is looked for. */
export function latestLevel(session: Session): VendorLevel {
  const { say, product, config } = session
  const channel = session.line.flags.get('channel') ?? config.channel
  say.info(`Checking updates for '${product}' via '${channel}' channel`)
  say.info('Checking for updates')
  if (session.fault === 'busy') throw new ToolError('servers are busy at the moment. Please try again later.')
  const latest = levelsOf(session).at(-1)
  if (latest === undefined) throw new ToolError('Unable to connect to WSO2 Update')
  return latest
}

/** How many updates lie between the installed level and `to`. */
export function consists(to: VendorLevel, from: number, session: Session): string {
  const count =
    to.updates.length - (levelsOf(session).find(({ level }) => level === from)?.updates.length ?? 0)
  return `This consists of ${count} updates applied on top of '${session.product}.${from}'`
}

export function warnOfSecurity(session: Session, to: VendorLevel): void {
  const { say, product } = session
  const from = installedLevel(session)
  const before = levelsOf(session).find(({ level }) => level === from)?.security ?? 0
  const count = to.security - before
  if (count <= 0) return
  say.info(
    `[WARNING] \n The update level '${product}.${to.level}' consists of ${count} critical security updates applied on top of '${product}.${from}'. \nWSO2 strongly recommends to use '${product}.${to.level}' distribution in production as soon as possible.`,
  )
}
