import type { World } from '../../kernel/world.ts'

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

/** Null where none, or only half of them, are given. */
export function credentialsOf({ env }: Pick<World, 'env'>): Credentials | null {
  const username = env[usernameVariable] ?? ''
  const password = env[passwordVariable] ?? ''
  return username === '' || password === '' ? null : { username, password }
}

/** How a tool gets them: in its environment, and on stdin for one that asks. Never as arguments, which everybody can read. */
export function handedOver(credentials: Credentials | null): { env: Record<string, string>; input: string } {
  if (credentials === null) return { env: {}, input: '' }
  const { username, password } = credentials
  return {
    env: { [usernameVariable]: username, [passwordVariable]: password },
    input: `${username}\n${password}\n`,
  }
}
