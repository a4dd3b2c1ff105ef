import { parse } from 'yaml'
import { z } from 'zod'
import { TrainError } from '../../kernel/errors.ts'
import type { PackFiles, Recognised } from '../recognised.ts'
import { timestampsIn } from '../wum/recognise.ts'

/** Where the tool keeps its settings for a pack, below the product's root (public packs; WSO2 docs-updates, *Finding the update tool*). */
export const configFile = 'updates/config.yaml'

const schema = z.looseObject({ channel: z.string().default('full') })

/** The tool's programs, which it replaces as it likes. */
export function isProgram(path: string): boolean {
  return /^bin\/update_(?:linux|darwin|windows\.exe)$/.test(path)
}

/** A pack of the in-place tool: by its `updates/config.yaml`, else by the tool in `bin/`. Its level is the newest file of `updates/wum/`. */
export async function recogniseInPlace({ paths, read, where }: PackFiles): Promise<Recognised | null> {
  const programs = paths.filter(isProgram)
  const text = await read(configFile)
  if (text === null && programs.length === 0) return null
  const newest = Math.max(0, ...timestampsIn(paths))
  return {
    tool: 'in-place',
    toolSaidBy: text === null ? (programs[0] ?? '') : configFile,
    channel: text === null ? null : channelOf(text, `${configFile} in ${where}`),
    position: newest === 0 ? null : { level: newest, timestamp: newest },
    statePaths: programs,
  }
}

export function channelOf(text: string, where: string): string {
  try {
    return schema.parse(parse(text) ?? {}).channel
  } catch (error) {
    throw new TrainError('pack-damaged', `${where} does not say the channel of the pack.`, {
      hint: 'Take the pack as the update tool left it, or start again from the base pack.',
      cause: error,
    })
  }
}
