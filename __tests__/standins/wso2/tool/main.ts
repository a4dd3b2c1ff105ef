/**
 * A stand-in for WSO2's `wso2update_linux` (Updates 2.0). It imitates what WSO2's documentation "docs-updates" (pages
 * update-commands, update-tool, authentication, resolve-conflicts, changelog, hotfixes, troubleshoot, faq) and public
 * logs of real runs say about that tool. It is not the tool, holds nothing of it and talks to no server: updates come
 * from a vendor folder (`wso2-vendor.ts`). What the public sources leave open is a switch (`switches.ts`).
 * Not imitated: `create-docker`, trial subscriptions, migrations, fuzzy patching, server-side channels.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Switches } from '../switches.ts'
import { logIn } from './account.ts'
import { revert } from './backup.ts'
import { check } from './check.ts'
import { type CommandLine, readCommandLine, usage } from './command-line.ts'
import { hasConfig, newConfig, readConfig, writeConfig } from './config.ts'
import { applyHotfix, revertHotfix } from './hotfix.ts'
import { messagesOf } from './messages.ts'
import { applyUpdate, createUpdate, getSummary } from './offline.ts'
import { recordRun } from './recorded-run.ts'
import { updateSelf } from './self-update.ts'
import { homeOf, productOf, type Session, settingsOf } from './session.ts'
import { toolVersion } from './stamp.ts'
import { ToolError } from './tool-error.ts'
import { update } from './update.ts'

const [, tool = '', ...args] = process.argv
run().then(
  code => end(code),
  (error: unknown) => {
    console.error(error)
    end(1)
  },
)

/** Unread input must not keep the tool alive. */
function end(code: number): void {
  process.exitCode = code
  process.stdin.destroy()
}

async function run(): Promise<number> {
  const settings = settingsOf(tool)
  const { switches } = settings
  // Written down before anything else: also a run that is refused was a run.
  let line: CommandLine
  try {
    line = readCommandLine(args)
    refuseNewerWords(line, switches)
  } catch (error) {
    recordRun(tool, settings, args, false)
    return fail(error, null, switches)
  }
  if (switches.ignoresSigterm) process.on('SIGTERM', () => undefined)
  const isFaulty = needsServer(line) || line.command === 'apply-update' || logsInForHotfix(line, switches)
  const fault = recordRun(tool, settings, args, isFaulty)
  if (line.command === 'help' || line.flags.has('help')) {
    process.stdout.write(usage)
    return 0
  }

  const home = homeOf(tool)
  let session: Session
  try {
    const { name, version } = productOf(home)
    const say = messagesOf(home, switches.output, line.flags.has('verbose'))
    const isNew = !hasConfig(home)
    if (isNew) writeConfig(home, newConfig(name, version))
    if (isNew) say.debug('Updates config file does not exist. Creating config.json')
    session = {
      tool,
      home,
      product: `${name}-${version}`,
      settings,
      fault,
      line,
      say,
      config: readConfig(home),
    }
  } catch (error) {
    return fail(error, null, switches)
  }
  try {
    return await perform(session)
  } catch (error) {
    return fail(error, home, switches)
  }
}

async function perform(session: Session): Promise<number> {
  const { line, say, home, settings } = session
  say.debug(`wso2update version: ${settings.switches.version ?? toolVersion}`)
  say.debug(`Executed wso2update on ${new Date().toUTCString().replace('GMT', 'UTC')}`)
  if (needsServer(line) || logsInForHotfix(line, settings.switches)) {
    if (settings.switches.needsWholeHome && !existsSync(join(home, 'lib')))
      throw new ToolError('Unable to identify the product')
    await logIn(session)
  }
  if (needsServer(line) || line.command === 'apply-update') if (await updateSelf(session)) return 2
  if (line.flags.has('revert')) return revert(session)
  switch (line.command) {
    case 'check':
      return check(session)
    case 'current-state':
      return currentState(session)
    case 'version':
      return version(session)
    case 'create-update':
      return createUpdate(session)
    case 'apply-update':
      return applyUpdate(session)
    case 'apply-hotfix':
      return applyHotfix(session)
    case 'revert-hotfix':
      return revertHotfix(session)
    case 'get-summary':
      return getSummary(session)
    default:
      return update(session)
  }
}

function needsServer({ command, flags }: CommandLine): boolean {
  return ['', 'check', 'create-update', 'get-summary'].includes(command) && !flags.has('revert')
}

function logsInForHotfix({ command, flags }: CommandLine, { hotfixLogsIn }: Switches): boolean {
  return command === 'apply-hotfix' && hotfixLogsIn && !flags.has('offline')
}

/** An older tool does not know the words of 2026. */
function refuseNewerWords({ command, flags }: CommandLine, switches: Switches): void {
  const { changelog, summary, version: said, noBackup, currentState: tells } = switches
  if (switches.revert === 'unknown' && flags.has('revert')) throw new ToolError('unknown flag: --revert')
  if (!noBackup && flags.has('no-backup')) throw new ToolError('unknown flag: --no-backup')
  if (!switches.checkTakesChannel && command === 'check' && flags.has('channel'))
    throw new ToolError('unknown flag: --channel')
  if (!switches.hotfixOffline && flags.has('offline')) throw new ToolError('unknown flag: --offline')
  if (switches.createUpdate === 'unknown' && command === 'create-update')
    throw new ToolError('unknown command "create-update" for "wso2update"')
  if (!tells && command === 'current-state')
    throw new ToolError('unknown command "current-state" for "wso2update"')
  if (said !== null && /^1\.[0-2]\./.test(said) && command === 'apply-update')
    throw new ToolError('unknown command "apply-update" for "wso2update"')
  if (!summary && command === 'get-summary')
    throw new ToolError('unknown command "get-summary" for "wso2update"')
  if (!summary && flags.has('get-summary')) throw new ToolError('unknown flag: --get-summary')
  if (!changelog && flags.has('no-changelog')) throw new ToolError('unknown flag: --no-changelog')
}

/** Says an error of the tool's; any other is a defect of the stand-in and is thrown on. */
function fail(error: unknown, home: string | null, { output }: Switches): number {
  if (!(error instanceof ToolError)) throw error
  messagesOf(home, output, false).error(error.message)
  return error.exitCode
}

/** The layout is not public. */
function currentState({ say, product, config }: Session): number {
  say.print(`Product: ${product}`)
  say.print(`Update level: ${config['update-level']}`)
  say.print(`Hotfixes: ${(config.hotfixes ?? []).join(', ') || 'none'}`)
  return 0
}

/** The fields are public, the layout is not. */
function version({ say, settings }: Session): number {
  const { version: said, versionText } = settings.switches
  if (versionText === 'nothing') return 0
  if (versionText === 'a line') {
    say.print(`wso2update version ${said ?? toolVersion} linux/amd64`)
    return 0
  }
  say.print(`Version: ${said ?? toolVersion}`)
  say.print('Release date: 2025-05-15')
  say.print('OS: linux')
  say.print('Arch: amd64')
  say.print('Go version: go1.21')
  return 0
}
