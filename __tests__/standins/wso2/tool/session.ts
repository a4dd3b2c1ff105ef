import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readSettings, type Settings } from '../settings.ts'
import type { Fault } from '../switches.ts'
import { type VendorLevel, vendorLevels } from '../vendor-levels.ts'
import type { CommandLine } from './command-line.ts'
import type { Config } from './config.ts'
import type { Messages } from './messages.ts'
import { settingsPath } from './stamp.ts'
import { ToolError } from './tool-error.ts'

/** One run of the tool in one pack. */
export interface Session {
  /** The tool's own file; the home is the parent of its folder. */
  tool: string
  home: string
  /** `wso2acme-1.0.0`. */
  product: string
  settings: Settings
  /** The fault of this run. */
  fault: Fault | null
  line: CommandLine
  say: Messages
  /** Saved by whoever changes it. */
  config: Config
}

/**
 * `.wso2-updates` in the user's folder: backups, downloads, the tool's own new versions. Without HOME a program in Go
 * finds no such folder; nor is the one of whoever runs the tests to be written to.
 */
export function workFolder(): string {
  const user = process.env['HOME'] ?? ''
  if (user === '') throw new ToolError('$HOME is not defined')
  return join(user, '.wso2-updates')
}

export function flagOf(session: Session, name: string): string | null {
  return session.line.flags.get(name) ?? null
}

/** The installed level; a pack that was never updated by this tool is at 0. */
export function installedLevel({ config }: Session): number {
  return Math.max(0, Number(config['update-level']))
}

/** The vendor's levels on the wanted channel. Throws a `ToolError` where there is no such channel. */
export function levelsOf(session: Session): VendorLevel[] {
  const channel = flagOf(session, 'channel') ?? session.config.channel
  const levels = vendorLevels(session.settings.vendor, session.product, channel)
  if (levels === null || session.fault === 'no-subscription')
    throw new ToolError('You do not have an active subscription or the channel does not exist')
  return levels
}

/** Name and version from `updates/product.txt`. */
export function productOf(home: string): { name: string; version: string } {
  const file = join(home, 'updates', 'product.txt')
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  const [, name, version] = /^([0-9a-zA-Z-]+)-([0-9]+\.[0-9]+\.[0-9]+)$/.exec(text) ?? []
  if (name === undefined || version === undefined) throw new ToolError('Unable to identify the product')
  return { name, version }
}

export function homeOf(tool: string): string {
  return dirname(dirname(tool))
}

export function settingsOf(tool: string): Settings {
  return readSettings(tool, settingsPath)
}
