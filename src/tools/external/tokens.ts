import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { type GivenSecret, redacted, secretsOf } from '../../kernel/secrets.ts'
import type { World } from '../../kernel/world.ts'
import { configFile as yamlFile } from '../in-place/config-file.ts'
import { configFile as jsonFile } from '../u2/config-file.ts'
import { secretsIn } from './private-keys.ts'
import { parsedSettings } from './settings-text.ts'

/**
 * A JSON Web Token (RFC 7519, 3.1): three parts in base64url, of which the first two are JSON. Looked for at the beginning of a
 * word that a second part follows only: else a long word full of beginnings would take the square of its length.
 */
const webToken = /(?<![\w-])(?=[\w-]+\.eyJ[\w-]{8})([\w-]*?)\b(eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?)/g

/** What stands behind such a word, and can be no word itself, nor the name of a file: 16 characters and more, with a digit. */
const named =
  /((?:(?:access|refresh|id|api)[-_ ]?token(?:\\*["']|%22)?\s*(?:[:=]|%3[ad])\s*(?:\\*["']|%22)?)|bearer(?:\s|%20)+)((?=[\w~+/-]*\d)[\w~+-][\w~+/-]{15,}=*)(?![\w~+/-]|\.[\w~+/-])/gi
/** The name alone, and what stands alone on the line below it. */
const nameAlone = /(?:access|refresh|id|api)[-_ ]?token(?:\\?["'])?\s*[:=]\s*$/i
const valueAlone = /^(\s*(?:\\?["'])?)((?=[\w~+/-]*\d)[\w~+-][\w~+/-]{15,}=*)(?=(?:\\?["'])?[,;}\]\s]*$)/
/** The key of the application is the same in every pack. In base64 more than the first letter is a capital or a digit. */
const basic = /(\b[Bb](?:asic|ASIC)\s+)((?=[\w+/-]+[A-Z\d])[\w+/-]{12,}={0,2})/g

/** The tokens of one run of a tool. */
export interface Tokens {
  /** A line without those that look like one, and without those that the tool's settings hold by then. */
  without: (line: string) => string
  /** What was found so far, to be a secret of the whole run. */
  found: () => readonly GivenSecret[]
}

/**
 * Looks for tokens in what a tool says and writes while it runs. They are kept apart until it has ended: a runner is told of a
 * secret by a line in the log, which it would show where it obeys none, as it does while the tool speaks.
 */
export function watchTokens({ cwd, home }: { cwd: string; home: string }): Tokens {
  const files = [
    ...[jsonFile, yamlFile].map(name => ({ name, file: join(cwd, name) })),
    ...['.wum3/config.yaml', '.wum-wso2/config.yaml'].map(name => ({ name, file: join(home, name) })),
  ]
  const stamps = new Map<string, string>()
  const all: GivenSecret[] = []
  const known = secretsOf([])
  const learn = (found: readonly GivenSecret[]): void => {
    all.push(...found)
    known.learn(found)
  }
  const withoutLikely = tokenFilter(learn)
  return {
    without: line => {
      for (const one of files) learn(freshIn(one, stamps))
      return known.redact(withoutLikely(line))
    },
    found: () => all,
  }
}

/** Lines of a text of a tool's own, its log or a report of its, without tokens: what is found is a secret of the run from now on. */
export function withoutTokens(lines: readonly string[], { secrets }: Pick<World, 'secrets'>): string[] {
  const found: GivenSecret[] = []
  const shown = lines.map(tokenFilter(tokens => found.push(...tokens)))
  secrets.learn(found)
  return shown.map(line => secrets.redact(line))
}

/**
 * Takes what looks like a token out of lines, in their order. Colours go as well: their codes may stand within a token, or
 * between its name and it.
 */
function tokenFilter(learn: (found: readonly GivenSecret[]) => void): (line: string) => string {
  const keep = (value: string): string => {
    // What may be a name, too, would be found where it is one.
    if (isRandom(value)) learn([{ name: 'a token that the update tool printed', value }])
    return redacted
  }
  const keepNamed = (_all: string, word: string, token: string): string => `${word}${keep(token)}`
  let isNamed = false
  return line => {
    const plain = stripVTControlCharacters(line)
    const first = isNamed ? plain.replace(valueAlone, keepNamed) : plain
    isNamed = nameAlone.test(plain) || (isNamed && plain.trim() === '')
    return first.replace(webToken, keepNamed).replace(named, keepNamed).replace(basic, `$1${redacted}`)
  }
}

/** Whether a value is what machines make, and no word of people's: a web token, hexadecimal (with hyphens, too), or base64. */
function isRandom(value: string): boolean {
  if (value.startsWith('eyJ') || /^[\da-f]{8}[\da-f-]{8,}$/i.test(value)) return true
  return (
    value.length >= 16 &&
    [/[a-z]/, /[A-Z]/, /\d/].every(kind => kind.test(value)) &&
    !/[./]\w+[./]/.test(value)
  )
}

/** The secrets in settings that have changed since. */
function freshIn({ name, file }: { name: string; file: string }, stamps: Map<string, string>): GivenSecret[] {
  const stat = statSync(file, { throwIfNoEntry: false })
  const stamp = stat === undefined ? '' : `${stat.size} ${stat.mtimeMs} ${stat.ino}`
  if (stamp === (stamps.get(file) ?? '')) return []
  stamps.set(file, stamp)
  return secretsIn(parsedSettings(textOf(file))).map(value => ({ name: `a secret of ${name}`, value }))
}

/** Empty for one that is gone, or cannot be read: what that means is said where it matters. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
