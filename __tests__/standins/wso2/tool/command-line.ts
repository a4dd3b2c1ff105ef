import { ToolError } from './tool-error.ts'

/** A command with its operands and flags, as cobra (the library that the real tool's error texts come from) reads them. */
export interface CommandLine {
  /** `''` is the tool itself: update. */
  command: string
  operands: string[]
  /** By long name; a switch has the value `true`. */
  flags: Map<string, string>
}

const valueFlags = ['level', 'backup', 'channel', 'username', 'password', 'template', 'start', 'end']
const shortNames = new Map([
  ['l', 'level'],
  ['b', 'backup'],
  ['c', 'channel'],
  ['u', 'username'],
  ['p', 'password'],
  ['v', 'verbose'],
  ['h', 'help'],
  ['s', 'start'],
  ['e', 'end'],
])

const login = ['username', 'password']
const everywhere = ['verbose', 'help']
const takingBack = ['backup', 'no-backup', 'continue', 'dry-run', 'revert']

/** Flags by command (WSO2 docs-updates, "update-commands"; `-u` and `-p` of check and current-state from WSO2's scripts). */
const commands = new Map([
  ['', [...takingBack, ...login, 'level', 'channel', 'template', 'no-changelog', 'get-summary']],
  ['check', [...login, 'channel']],
  ['current-state', login],
  ['version', []],
  ['help', []],
  ['create-update', [...login, 'start', 'end']],
  ['apply-update', [...takingBack, ...login]],
  ['apply-hotfix', ['offline', ...login]],
  ['revert-hotfix', login],
  ['get-summary', login],
])

/** Throws a `ToolError` for a command or flag that there is not. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const flags = new Map<string, string>()
  const words: string[] = []
  const queue = [...args]
  for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
    const flag = flagOf(arg)
    if (flag === null) words.push(arg)
    else flags.set(flag.name, flag.value ?? valueOf(flag.name, arg, queue))
  }
  const [command = '', ...operands] = words
  const known = commands.get(command)
  if (known === undefined) throw new ToolError(`unknown command "${command}" for "wso2update"`)
  for (const name of flags.keys())
    if (![...known, ...everywhere].includes(name)) throw new ToolError(`unknown flag: --${name}`)
  return { command, operands, flags }
}

/** `--level 4`, `--level=4`, `-l 4`, `-l4`, `-l=4`. */
function flagOf(arg: string): { name: string; value: string | null } | null {
  const long = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg)
  if (long !== null) return { name: long[1] ?? '', value: long[2] ?? null }
  const short = /^-([a-z])=?(.*)$/s.exec(arg)
  if (short === null) return null
  const [, letter = '', rest = ''] = short
  const name = shortNames.get(letter)
  if (name === undefined) throw new ToolError(`unknown shorthand flag: '${letter}' in ${arg}`)
  return { name, value: rest === '' ? null : rest }
}

function valueOf(name: string, arg: string, queue: string[]): string {
  if (!valueFlags.includes(name)) return 'true'
  const value = queue.shift()
  if (value === undefined) throw new ToolError(`flag needs an argument: ${arg}`)
  return value
}

export const usage = `Usage:
  wso2update [flags]
  wso2update [command]

Available Commands:
  ${[...commands.keys()].filter(name => name !== '').join('\n  ')}
`
