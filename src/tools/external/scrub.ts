import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import { exists } from '../../kernel/files.ts'
import type { World } from '../../kernel/world.ts'
import { configFile as yamlFile } from '../in-place/config-file.ts'
import { configFile as jsonFile } from '../u2/config-file.ts'
import { learnFromTexts, scrubTexts } from './kept-texts.ts'
import { secretsIn } from './private-keys.ts'
import { blankedJson, blankedYaml, parsedSettings } from './settings-text.ts'

/** Copies of settings that a tool or an editor leaves: `config.json.bak`, `config.bak`, `config.yaml~`. */
const copyOfSettings = /^\.?config\.(?:(?:json|ya?ml).+|.*(?:bak|backup|old|orig|save|tmp|swp)\d*|.*~)$/i

/**
 * Blanks accounts, tokens and backup paths in the settings of an unpacked home, whichever tool they are of, as the packs are
 * that the vendor itself publishes; copies of settings go, and tokens in what else a tool keeps there. What was there is known
 * as a secret from then on. Throws `pack-damaged` for settings that cannot be read.
 */
export async function scrubConfig(home: string, world: Pick<World, 'secrets'>): Promise<void> {
  await learnSecrets(home, world)
  await scrubText(join(home, jsonFile), blankedJson)
  await scrubText(join(home, yamlFile), blankedYaml)
  const names = await readdir(join(home, 'updates')).catch(() => [])
  for (const name of names.filter(one => copyOfSettings.test(one)))
    await rm(join(home, 'updates', name), { recursive: true })
  await scrubTexts(home, world)
}

/** Tokens and passwords in a home's settings are masked, and looked for in what is published, from now on. */
export async function learnSecrets(home: string, world: Pick<World, 'secrets'>): Promise<void> {
  for (const file of [jsonFile, yamlFile]) {
    const text = await readFile(join(home, file), 'utf8').catch(() => '')
    world.secrets.learn(
      secretsIn(parsedSettings(text)).map(value => ({ name: `a secret of ${file}`, value })),
    )
  }
  await learnFromTexts(home, world)
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
