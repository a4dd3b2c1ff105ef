import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { getInput, setSecret } from '@actions/core'
import type { Problem } from '../../kernel/errors.ts'
import { credentialsIn, type Secrets, secretsOf } from '../../kernel/secrets.ts'

/** What the workflow said, as typed as it can be without the configuration. */
export interface Inputs {
  /** Inputs that are keys of a track's entry, under those keys. */
  entry: Record<string, string>
  config: string | undefined
  lock: string | undefined
  product: string | undefined
  track: string | undefined
  options: string | undefined
  feedToken: string | undefined
  username: string | undefined
  password: string | undefined
  token: string | undefined
  dryRun: boolean
  /** Absolute. */
  workingDirectory: string
  problems: Problem[]
}

/** Inputs that are keys of an entry under another name. */
export const inputNames = { sha256: 'pack-sha256' } as const
const entryKeys = [
  'pack',
  'sha256',
  'tool',
  'channel',
  'level',
  'feed',
  'overlay',
  'test',
  'publish',
] as const

/** Hides every secret that the workflow handed in, before anything else is done. GitHub hides their encoded forms. */
export function maskSecrets(): Secrets {
  const given = [
    { name: 'the token for GitHub’s API', value: getInput('token') },
    { name: 'the token of the feed', value: getInput('feed-token') },
    { name: 'the password of the update tool', value: getInput('password', { trimWhitespace: false }) },
    { name: 'the user name of the update tool', value: getInput('username'), isAccount: true },
    ...credentialsIn(process.env),
  ]
  return secretsOf(given, setSecret)
}

/** Reads all inputs; an empty one counts as not given. What is wrong with them comes along and is not thrown. */
export function readInputs(workspace: string): Inputs {
  const problems: Problem[] = []
  const entry: Record<string, string> = {}
  for (const key of entryKeys) {
    const value = given(key === 'sha256' ? inputNames.sha256 : key)
    if (value !== undefined) entry[key] = value
  }
  return {
    entry,
    config: given('config'),
    lock: given('lock'),
    product: given('product'),
    track: given('track'),
    options: given('options'),
    feedToken: given('feed-token'),
    username: given('username'),
    // Blanks may be part of it.
    password: getInput('password', { trimWhitespace: false }) || undefined,
    token: given('token'),
    dryRun: flag('dry-run', problems),
    workingDirectory: folder(workspace, problems),
    problems,
  }
}

function given(name: string): string | undefined {
  const value = getInput(name)
  return value === '' ? undefined : value
}

/** The words that `getBooleanInput` takes (YAML 1.2 core schema); that one would throw at the first problem. */
function flag(name: string, problems: Problem[]): boolean {
  const value = given(name)
  if (value !== undefined && !/^(true|True|TRUE|false|False|FALSE)$/.test(value))
    problems.push({ message: `\`${name}\` takes \`true\` or \`false\`, not ${value}` })
  return value?.toLowerCase() === 'true'
}

function folder(workspace: string, problems: Problem[]): string {
  const path = resolve(workspace, getInput('working-directory'))
  if (existsSync(path)) return path
  problems.push({ message: `\`working-directory\` ${path} does not exist` })
  return workspace
}
