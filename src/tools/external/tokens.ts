import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { redacted, type Secrets } from '../../kernel/secrets.ts'
import { configFile as yamlFile } from '../in-place/config-file.ts'
import { configFile as jsonFile } from '../u2/config-file.ts'
import { secretsIn } from './private-keys.ts'
import { parsedSettings } from './settings-text.ts'

/** A JSON Web Token (RFC 7519, 3.1): three parts in base64url, of which the first two are JSON. */
const webToken = /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?/g

/** What stands behind such a word, and can be no word itself, nor a path: 16 characters and more, with a digit. */
const named =
  /((?:(?:access|refresh|id|api)[-_ ]?token(?:\\?["'])?\s*[:=]\s*(?:\\?["'])?)|bearer\s+)((?=[\w.~+/-]*\d)[\w~+-][\w.~+/-]{15,}=*)/gi
/** The key of the application is the same in every pack. */
const basic = /(\bbasic\s+)([\w+/-]{12,}={0,2})/gi

/**
 * Takes tokens out of what a tool says, a line at a time: those that look like one, and those that its settings hold by then,
 * which it writes while it runs. What is found is a secret of the run from then on.
 */
export function tokensOut(
  { cwd, home }: { cwd: string; home: string },
  secrets: Secrets,
): (line: string) => string {
  const files = [
    ...[jsonFile, yamlFile].map(name => ({ name, file: join(cwd, name) })),
    ...['.wum3/config.yaml', '.wum-wso2/config.yaml'].map(name => ({ name, file: join(home, name) })),
  ]
  const stamps = new Map<string, string>()
  return line => {
    for (const file of files) learnFrom(file, stamps, secrets)
    const found: string[] = []
    const keep = (token: string): string => {
      found.push(token)
      return redacted
    }
    const shown = line
      .replace(webToken, keep)
      .replace(named, (_all, word: string, token: string) => `${word}${keep(token)}`)
      .replace(basic, `$1${redacted}`)
    secrets.learn(found.map(value => ({ name: 'a token that the update tool printed', value })))
    return shown
  }
}

/** Reads settings where they have changed since. */
function learnFrom(
  { name, file }: { name: string; file: string },
  stamps: Map<string, string>,
  secrets: Secrets,
): void {
  const stat = statSync(file, { throwIfNoEntry: false })
  const stamp = stat === undefined ? '' : `${stat.size} ${stat.mtimeMs} ${stat.ino}`
  if (stamp === (stamps.get(file) ?? '')) return
  stamps.set(file, stamp)
  const found = secretsIn(parsedSettings(textOf(file)))
  secrets.learn(found.map(value => ({ name: `a secret of ${name}`, value })))
}

/** Empty for one that is gone, or cannot be read: what that means is said where it matters. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
