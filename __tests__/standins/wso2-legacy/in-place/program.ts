import { existsSync, realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure, runTool } from '../console.ts'
import { type CommandLine, type Flag, parseCommandLine } from '../flags.ts'
import { recordRun } from '../run-record.ts'
import { inPlaceSchema, readSettings, settingsFile, settingsMark, settingsNames } from '../settings.ts'
import { logIn } from './account.ts'
import { revert } from './backup.ts'
import { finishConflicts, readPending } from './conflicts.ts'
import { replaceItself } from './self-update.ts'
import type { Session } from './session.ts'
import { update } from './update.ts'

/**
 * Imitates WSO2's in-place update tool (`bin/update_linux`, decommissioned in 2023), for tests; it is not that tool
 * and shares nothing with it. What it does and says comes from public documentation and transcripts: "WSO2 In-place
 * updates documentation" (flags, conflicts, revert), the WSO2 updates FAQ (`-t`, errors, summary), product-apim issue
 * #11109 and product-streaming-integrator-tooling issue #189 (console), and the update scripts of puppet-apim and
 * ansible-apim (exit codes, section of merged files). Where these are silent, the comments say that it is a guess.
 */
const flags: readonly Flag[] = [
  { names: ['-u', '--username'], value: true },
  { names: ['-p', '--password'], value: true },
  { names: ['-c', '--channel'], value: true },
  { names: ['-t'], value: true },
  { names: ['--verbose'], value: false },
  { names: ['--continue'], value: false },
  { names: ['--revert'], value: false },
  { names: ['-h', '--help'], value: false },
]

const usage = `Usage: update_linux [flags]

Flags:
  -u, --username string   WSO2 username
  -p, --password string   WSO2 password
  -c, --channel string    channel to get updates from
  -t timestamp            update to this timestamp, in milliseconds
      --verbose           enable verbose mode
      --continue          continue after conflicts have been resolved
      --revert            restore the state before the last update
  -h, --help              help`

const prefix = 'wso2-update: '

async function main(argv: readonly string[]): Promise<void> {
  const tool = realpathSync(process.argv[1] ?? '')
  const file = settingsFile(tool, settingsNames.update_linux, settingsMark)
  const settings = await readSettings(file, inPlaceSchema)
  await recordRun('update_linux', argv, settings.value)
  await runTool(prefix, settings.value, async console => {
    const line = parseCommandLine(argv, flags)
    if (typeof line === 'string') throw new Failure(line)
    if (line.flags.has('--help')) {
      console.say(usage)
      return 0
    }
    const home = dirname(dirname(tool))
    const session: Session = { home, pattern: await patternOf(home), settings, console }
    if (line.flags.has('--revert')) {
      await revert(session)
      return 0
    }
    return work(session, line, tool)
  })
}

async function work(session: Session, line: CommandLine, tool: string): Promise<number> {
  const { settings, console, home } = session
  const pending = await readPending(home)
  const username = await logIn(session, line)
  console.say('Checking for latest In-place version...')
  if (settings.value.selfUpdate !== 'never') return replaceItself(session, tool)
  if (settings.value.needsWholeHome && !existsSync(join(home, 'repository')))
    throw new Failure('Unable to find the product')
  if (line.flags.has('--continue')) {
    await finishConflicts(session, pending)
    return 0
  }
  // "It is mandatory to either resolve them or revert."
  if (pending !== null)
    throw new Failure('There are unresolved conflicts. Resolve them and use --continue, or use --revert')
  return update(session, line, username)
}

/** U2's text where the product cannot be told; the in-place tool's own is not public. */
async function patternOf(home: string): Promise<string> {
  const path = join(home, 'updates', 'product.txt')
  const pattern = existsSync(path) ? (await readFile(path, 'utf8')).trim() : ''
  if (!/^[0-9a-zA-Z-]+-\d+\.\d+\.\d+$/.test(pattern)) throw new Failure('Unable to identify the product')
  return pattern
}

void main(process.argv.slice(2))
