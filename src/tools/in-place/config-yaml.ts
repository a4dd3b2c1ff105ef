import { parseDocument } from 'yaml'
import { z } from 'zod'
import { TrainError } from '../../kernel/errors.ts'
import { channelInPack } from '../external/channel.ts'

const schema = z.looseObject({ channel: channelInPack })

/** The channel of a pack. Throws `pack-damaged`; `where` names the file. */
export function channelOf(text: string, where: string): string {
  try {
    return schema.parse(documentOf(text, where).toJS() ?? {}).channel
  } catch (error) {
    throw nonsense(where, error)
  }
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
