import { isUtf8 } from 'node:buffer'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { World } from '../../kernel/world.ts'
import { configFile as yamlFile } from '../in-place/config-file.ts'
import { configFile as jsonFile } from '../u2/config-file.ts'
import { secretsIn } from './private-keys.ts'
import { blankedJson, blankedYaml, parsedSettings } from './settings-text.ts'
import { withoutTokens } from './tokens.ts'

/** Where tools keep what is theirs in a home. */
const folder = 'updates'

/** Files that are only there for who is signed in: a tool signs in anew. */
const signedIn = /^\.?(?:session|tokens?|credentials?|oauth2?|cookies?)(?:\.\w+)?$/i

/** It says what product it is, and holds nothing else. */
const productFile = `${folder}/product.txt`

/** Bytes of a text that is looked into; larger ones are scanned before they are published, as all is. */
const largest = 1024 * 1024

/**
 * A text that a tool has in `updates/`, other than its settings. Folders there are left alone: files of the product may be in
 * them, of which a hotfix took the place, and those are as their vendor has them.
 */
interface KeptText {
  /** Absolute. */
  file: string
  /** Below the home. */
  path: string
  text: string
  /** One that its bytes are had again by. */
  encoding: 'utf8' | 'latin1'
}

/** What somebody could sign in with is a secret from now on, in whichever text in `updates/` a tool keeps it. */
export async function learnFromTexts(home: string, world: Pick<World, 'secrets'>): Promise<void> {
  for (const kept of await keptTexts(home)) learnFrom(kept, world)
}

/**
 * Takes what somebody could sign in with out of a tool's texts in `updates/`, and removes what is called as if it were nothing
 * else. No other file is removed: which of them a tool needs, to take a hotfix back, is not public.
 */
export async function scrubTexts(home: string, world: Pick<World, 'secrets'>): Promise<void> {
  for (const kept of await keptTexts(home)) {
    const secrets = learnFrom(kept, world)
    const blanked = secrets.length > 0 ? withoutPrivate(kept.text) : kept.text
    const lines = blanked.split('\n')
    const shown = withoutTokens(lines, world)
    // Colours go with tokens only: without one it may be no text, whatever its bytes look like.
    const isOther = (line: string, at: number): boolean => shown[at] !== stripVTControlCharacters(line)
    const scrubbed = lines.map((line, at) => (isOther(line, at) ? (shown[at] ?? '') : line)).join('\n')
    if (scrubbed !== kept.text) await writeFile(kept.file, scrubbed, kept.encoding)
  }
  const entries = await readdir(join(home, folder), { withFileTypes: true }).catch(() => [])
  for (const entry of entries)
    if (!entry.isDirectory() && signedIn.test(entry.name)) await rm(join(home, folder, entry.name))
}

function learnFrom({ path, text }: KeptText, world: Pick<World, 'secrets'>): string[] {
  const isSettings = /\.(?:json|ya?ml)$/i.test(path) || text.trimStart().startsWith('{')
  const found = isSettings ? secretsIn(parsedSettings(text)) : []
  const secret = path.startsWith(`${folder}/config.`) ? found : found.filter(value => !isWord(value))
  world.secrets.learn(secret.map(value => ({ name: `a secret of ${path}`, value })))
  withoutTokens(text.split('\n'), world)
  return secret
}

/** What may be a password of the product's own, in a vendor's instructions, and would be found all over the pack. */
function isWord(value: string): boolean {
  return /^\w{1,15}$/.test(value)
}

/** As settings are blanked; where that cannot be, what was learned is still taken out of the text. */
function withoutPrivate(text: string): string {
  for (const blanked of [blankedJson, blankedYaml])
    try {
      return blanked(text)
    } catch {
      // It is no JSON, or no YAML either.
    }
  return text
}

async function keptTexts(home: string): Promise<KeptText[]> {
  const entries = await readdir(join(home, folder), { withFileTypes: true }).catch(() => [])
  const kept: KeptText[] = []
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`
    const file = join(home, path)
    if (!entry.isFile() || [jsonFile, yamlFile, productFile].includes(path)) continue
    if ((await stat(file)).size > largest) continue
    const content = await readFile(file)
    // What is no text; any other may be in an encoding of its own.
    if (content.includes(0)) continue
    const encoding = isUtf8(content) ? 'utf8' : 'latin1'
    kept.push({ file, path, text: content.toString(encoding), encoding })
  }
  return kept
}
