import { TrainError } from '../../kernel/errors.ts'
import type { World } from '../../kernel/world.ts'
import { networkFailure } from './network-failure.ts'

/** An account of the vendor's. */
export interface Credentials {
  username: string
  password: string
}

/** Where users put them, as the vendor's own newer tools read them (WSO2 docs-updates, *Authentication*). */
export const usernameVariable = 'UPDATE_TOOL_USERNAME'
export const passwordVariable = 'UPDATE_TOOL_PASSWORD'

/** What to do about credentials that are missing or wrong. */
export const noCredentialsHint =
  'Give the e-mail address and password of your WSO2 account as UPDATE_TOOL_USERNAME and UPDATE_TOOL_PASSWORD (`username` and `password` of the action). A `$` needs no escape here, as no shell reads them.'

/** Null where none, or only half of them, are given. Throws `config` for a NUL, which no program can be given. */
export function credentialsOf({ env }: Pick<World, 'env'>): Credentials | null {
  const username = env[usernameVariable] ?? ''
  const password = env[passwordVariable] ?? ''
  if (username === '' || password === '') return null
  assertWithout(/\0/, 'a NUL', { username, password })
  return { username, password }
}

/** How a tool gets them: in its environment, and on stdin for one that asks. Never as arguments, which everybody can read. */
export function handedOver(credentials: Credentials | null): { env: Record<string, string>; input: string } {
  if (credentials === null) return { env: {}, input: '' }
  const { username, password } = credentials
  return {
    env: { [usernameVariable]: username, [passwordVariable]: password },
    input: linesOf(credentials),
  }
}

/**
 * What a tool reads that knows nothing but its prompts: one line each. Throws `config` where one of them holds a line end:
 * half of it would be read as another answer.
 */
export function asAnswers(credentials: Credentials | null): string {
  if (credentials === null) return ''
  assertWithout(/[\r\n]/, 'a line end', credentials)
  return linesOf(credentials)
}

function linesOf({ username, password }: Credentials): string {
  return `${username}\n${password}\n`
}

function assertWithout(what: RegExp, name: string, { username, password }: Credentials): void {
  const variable = what.test(username) ? usernameVariable : what.test(password) ? passwordVariable : null
  if (variable === null) return
  throw new TrainError('config', `${variable} holds ${name}, which the update tool cannot be given.`, {
    hint: 'Store the secret again without it: `printf %s` adds no line end, `echo` does.',
  })
}

/** For a tool that takes nothing else. */
export function asArguments({ username, password }: Credentials): string[] {
  return ['-u', username, '-p', password]
}

/** Says what arguments expose. `who` is the tool, as in `wum`; `way` says how it is avoided. */
export function warnOfArguments(who: string, way: string, { log }: Pick<World, 'log'>): void {
  log.warning(
    `${who} reads credentials from its arguments only: for as long as it runs, every process of this machine can see them. ${way}`,
  )
}

/** What a tool says that found no terminal, or nothing on stdin (Go's x/term, and the tools' own words). */
const inVain =
  /unable to read (?:your )?input|cannot be empty|invalid email address|inappropriate ioctl for device|not a terminal/i

/** It could not sign in, for a reason that it does not say. */
const notSignedIn = /error while authenticating user/i

/**
 * Reasons that arguments would not mend, and that are no cause to show the password to everybody. An end of input that is not
 * said to be stdin's is a connection's.
 */
const otherReasons = [
  /invalid credentials|invalid_grant|active subscription|servers are busy|time(?:d )?-?out|status code|: (?:unexpected )?EOF\W*$/i,
  networkFailure,
]

/** It has asked, and what it read was not what it wanted. */
export function askedInVain(lines: readonly string[]): boolean {
  if (lines.some(line => inVain.test(line)))
    return !lines.some(line => /invalid credentials|invalid_grant/i.test(line))
  const isOther = (line: string): boolean => otherReasons.some(reason => reason.test(line))
  return lines.some(line => notSignedIn.test(line)) && !lines.some(isOther)
}
