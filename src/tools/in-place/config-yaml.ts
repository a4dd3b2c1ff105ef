import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isNode, isScalar, parseDocument, Scalar, visit } from 'yaml'
import { z } from 'zod'
import { TrainError } from '../../kernel/errors.ts'
import { exists } from '../../kernel/files.ts'
import { channelInPack } from '../external/channel.ts'
import { configFile } from './config-file.ts'

const schema = z.looseObject({ channel: channelInPack })

/** The channel of a pack. Throws `pack-damaged`; `where` names the file. */
export function channelOf(text: string, where: string): string {
  try {
    return schema.parse(documentOf(text, where).toJS() ?? {}).channel
  } catch (error) {
    throw nonsense(where, error)
  }
}

/** What nobody but the account's owner may see, and what says where a machine keeps its backups. */
const secretKey = /^(?:username|email|password|(?:access|refresh)[-_]?token|backup.*)$/i

/** Blanks credentials and backup paths in an unpacked home. */
export async function scrubConfig(home: string): Promise<void> {
  const file = join(home, configFile)
  if (!(await exists(file))) return
  const document = documentOf(await readFile(file, 'utf8'), file)
  let blanked = 0
  visit(document, {
    Pair: (_index, pair) => {
      const { key, value } = pair
      if (!isScalar(key) || !secretKey.test(String(key.value)) || value === null) return
      if (isScalar(value) && value.value === '') return
      blanked += 1
      // What an alias elsewhere names must stay there to be named, and holds nothing then.
      const anchor = isNode(value) && 'anchor' in value ? value.anchor : undefined
      pair.value = blank(anchor)
    },
  })
  if (blanked > 0) await writeFile(file, document.toString())
}

function blank(anchor: string | undefined): Scalar {
  const scalar = new Scalar('')
  if (anchor !== undefined) scalar.anchor = anchor
  return scalar
}

function documentOf(text: string, where: string): ReturnType<typeof parseDocument> {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error !== undefined) throw nonsense(where, error)
  return document
}

function nonsense(where: string, cause: unknown): TrainError {
  return new TrainError('pack-damaged', `${where} does not say the channel of the pack.`, {
    hint: 'Take the pack as the update tool left it, or start again from the base pack.',
    cause,
  })
}
