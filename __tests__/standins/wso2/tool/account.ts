import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { sha256 } from '../settings.ts'
import { writeConfig } from './config.ts'
import { flagOf, type Session } from './session.ts'
import { ToolError } from './tool-error.ts'

const inputError = 'Error while authenticating user: Error while authenticating user credentials'

/** A prompt on a terminal waits for ever; nothing of a broken test should. Milliseconds. */
const longestHang = 600_000

/**
 * Logs in and writes username and tokens into `config.json`. Credentials: flags, then the environment, then a prompt
 * (WSO2 docs-updates, "authentication"). Throws a `ToolError`.
 */
export async function logIn(session: Session): Promise<void> {
  const { say, settings, config } = session
  say.info('Initializing updates with credentials')
  const { username, password } = await credentials(session)
  if (username === '' || password === '') throw new ToolError('Username or password cannot be empty')
  if (!username.includes('@')) throw new ToolError(`${inputError}: Invalid email address '${username}'`)

  say.info('Authenticating')
  askForToken(session)
  const isRight = sha256(username) === settings.usernameSha256 && sha256(password) === settings.passwordSha256
  if (!isRight || session.fault === 'wrong-credentials') throw new ToolError('Invalid credentials')
  say.info(`Authenticated user ${username}`)

  config.username = username
  const { tokensOnDisk } = settings.switches
  config.service['access-token'] = tokensOnDisk ? `access-${sha256(username).slice(0, 32)}` : ''
  config.service['refresh-token'] = tokensOnDisk ? `refresh-${sha256(username).slice(0, 32)}` : ''
  const { 'access-token': access, 'refresh-token': refresh } = config.service
  const { saysTokens } = settings.switches
  if (saysTokens === 'before')
    say.print(`Response: {"access_token": "${access}", "refresh_token":"${refresh}"}`)
  writeConfig(session.home, config)
  if (saysTokens === 'after') say.print(`Signed in with ${access}, then ${refresh}`)
  if (saysTokens === 'in an error') throw new ToolError(`Access was denied for ${access}`)
  if (saysTokens === 'as web tokens') say.print(`GET /updates with ${webToken(username)}`)
}

/** In the form of RFC 7519; nobody has signed it. */
export function webToken(username: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none', typ: 'JWT' })}.${part({ sub: sha256(username) })}.${sha256(username).slice(0, 20)}`
}

/** The network faults of `POST https://api.updates.wso2.com/token`. */
function askForToken({ fault, say }: Session): void {
  const url = 'https://api.updates.wso2.com/token'
  if (fault === 'dns')
    throw new ToolError(`Post "${url}": dial tcp: lookup api.updates.wso2.com: no such host`)
  if (fault === 'server-error') throw new ToolError('Unable to connect to WSO2 Update')
  if (fault === 'token-400') {
    say.debug('Token invoked with status code 400.')
    say.debug(
      "Error while getting access token. Attempt 1: Unable to parse JSON response: '': unexpected end of JSON input",
    )
  }
}

async function credentials(session: Session): Promise<{ username: string; password: string }> {
  const { environmentCredentials } = session.settings.switches
  const variable = (name: string) => (environmentCredentials ? (process.env[name] ?? null) : null)
  const username = flagOf(session, 'username') ?? variable('UPDATE_TOOL_USERNAME')
  const password = flagOf(session, 'password') ?? variable('UPDATE_TOOL_PASSWORD')
  if (username !== null && password !== null) return { username, password }
  return prompt(session, username)
}

async function prompt(
  { say, settings }: Session,
  given: string | null,
): Promise<{ username: string; password: string }> {
  say.print('Please enter your credentials to continue.')
  if (given === null) say.print('Email:')
  if (settings.switches.prompt === 'hang') {
    await sleep(longestHang)
    throw new ToolError(`${inputError}: Unable to read input: EOF`)
  }
  if (settings.switches.prompt === 'terminal') throw new ToolError(`${inputError}: Unable to read input: EOF`)
  const input = createInterface({ input: process.stdin })
  const lines = input[Symbol.asyncIterator]()
  const answer = async () => {
    const { done, value } = await lines.next()
    if (done === true) throw new ToolError(`${inputError}: Unable to read input: EOF`)
    return value
  }
  try {
    const username = given ?? (await answer())
    say.print(`Password for ${username}:`)
    if (settings.switches.prompt === 'ioctl')
      throw new ToolError(`${inputError}: inappropriate ioctl for device`)
    return { username, password: await answer() }
  } finally {
    input.close()
  }
}
