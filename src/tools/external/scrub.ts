import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isNode, isScalar, parseDocument, Scalar, visit } from 'yaml'
import { TrainError } from '../../kernel/errors.ts'
import { exists } from '../../kernel/files.ts'
import type { World } from '../../kernel/world.ts'
import { configFile as yamlFile } from '../in-place/config-file.ts'
import { configFile as jsonFile } from '../u2/config-file.ts'
import { isPrivate, secretsIn } from './private-keys.ts'
import { parsedSettings } from './settings-text.ts'

/** Copies of settings that a tool or an editor leaves: `config.json.bak`, `config.bak`, `config.yaml~`. */
const copyOfSettings = /^\.?config\.(?:(?:json|ya?ml).+|.*(?:bak|backup|old|orig|save|tmp|swp)\d*|.*~)$/i

/**
 * Blanks accounts, tokens and backup paths in the settings of an unpacked home, whichever tool they are of, as the packs are
 * that the vendor itself publishes; copies of settings go. What was there is known as a secret from then on. Throws
 * `pack-damaged` for settings that cannot be read.
 */
export async function scrubConfig(home: string, world: Pick<World, 'secrets'>): Promise<void> {
  await learnSecrets(home, world)
  await scrubText(join(home, jsonFile), scrubJson)
  await scrubText(join(home, yamlFile), scrubYaml)
  const names = await readdir(join(home, 'updates')).catch(() => [])
  for (const name of names.filter(one => copyOfSettings.test(one)))
    await rm(join(home, 'updates', name), { recursive: true })
}

/** Tokens and passwords in a home's settings are masked, and looked for in what is published, from now on. */
export async function learnSecrets(home: string, { secrets }: Pick<World, 'secrets'>): Promise<void> {
  for (const file of [jsonFile, yamlFile]) {
    const text = await readFile(join(home, file), 'utf8').catch(() => '')
    secrets.learn(secretsIn(parsedSettings(text)).map(value => ({ name: `a secret of ${file}`, value })))
  }
}

async function scrubText(file: string, scrub: (text: string) => string): Promise<void> {
  if (!(await exists(file))) return
  const before = await readFile(file, 'utf8')
  let after: string
  try {
    after = scrub(before)
  } catch (error) {
    throw new TrainError('pack-damaged', `${file} cannot be read, and may hold credentials.`, {
      hint: 'Take the pack as the update tool left it, or start again from the base pack.',
      cause: error,
    })
  }
  if (after !== before) await writeFile(file, after)
}

function scrubJson(text: string): string {
  const config: unknown = JSON.parse(text)
  const [before, after] = [config, blanked(config, false)].map(value => JSON.stringify(value, null, '\t'))
  // As the tool writes it: tabs, and no final line end.
  return before === after ? text : (after ?? text)
}

function blanked(value: unknown, isBelow: boolean): unknown {
  if (typeof value === 'string') return isBelow ? '' : value
  if (typeof value === 'number') return isBelow ? 0 : value
  if (Array.isArray(value)) return value.map(member => blanked(member, isBelow))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    // Keys there may be names of hotfixes, such as `user-store-hf1`.
    Object.entries(value).map(([key, member]: [string, unknown]) => [
      key,
      key === 'hotfixes' ? member : blanked(member, isBelow || isPrivate(key)),
    ]),
  )
}

function scrubYaml(text: string): string {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error !== undefined) throw error
  let count = 0
  visit(document, {
    Pair: (_index, pair) => {
      const { key, value } = pair
      if (!isScalar(key) || !isPrivate(String(key.value)) || value === null) return
      if (isScalar(value) && (value.value === '' || value.value === null)) return
      count += 1
      // What an alias elsewhere names must stay there to be named, and holds nothing then.
      const anchor = isNode(value) && 'anchor' in value ? value.anchor : undefined
      pair.value = blank(anchor)
    },
  })
  return count > 0 ? document.toString() : text
}

function blank(anchor: string | undefined): Scalar {
  const scalar = new Scalar('')
  if (anchor !== undefined) scalar.anchor = anchor
  return scalar
}
