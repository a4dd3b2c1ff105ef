import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { TrainError } from '../../kernel/errors.ts'
import { exists } from '../../kernel/files.ts'
import { channelInPack } from '../external/channel.ts'
import { configFile } from './config-file.ts'

const schema = z.looseObject({
  /** A number as text; `-1` where the tool was there and has updated nothing. */
  'update-level': z.union([z.string(), z.number()]).transform(Number).pipe(z.int().min(-1)),
  channel: channelInPack,
  hotfixes: z.unknown().optional(),
})

export interface U2State {
  level: number
  channel: string
  /** How many hotfixes it holds: with any it cannot be updated. */
  hotfixes: number
  /** What it says of them, as JSON, to be compared: its form is not public. */
  hotfixesSaid: string
}

/** Reads what the tool says of a pack. Throws `pack-damaged`; `where` names the file. */
export function parseU2State(text: string, where: string): U2State {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw nonsense(where, 'it is no JSON', error)
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw nonsense(
      where,
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    )
  const { channel, hotfixes } = parsed.data
  return {
    level: Math.max(0, parsed.data['update-level']),
    channel,
    hotfixes: countOf(hotfixes),
    hotfixesSaid: JSON.stringify(hotfixes ?? null),
  }
}

/** Packs without hotfixes have null there; the form of others is not public. */
function countOf(hotfixes: unknown): number {
  if (hotfixes === undefined || hotfixes === null || hotfixes === '') return 0
  return typeof hotfixes === 'object' ? Object.keys(hotfixes).length : 1
}

/** The state of an unpacked home; null where the tool has not written any. */
export async function readU2State(home: string): Promise<U2State | null> {
  const file = join(home, configFile)
  return (await exists(file)) ? parseU2State(await readFile(file, 'utf8'), file) : null
}

/** The tool's settings of a pack, as they are where another level is installed. */
export function atLevel(text: string, level: number, channel: string): string {
  const config = z.looseObject({}).parse(JSON.parse(text))
  return formatConfig({ ...config, 'update-level': String(level === 0 ? -1 : level), channel })
}

/** As the tool writes it: tabs, and no final line end. */
function formatConfig(config: unknown): string {
  return JSON.stringify(config, null, '\t')
}

function nonsense(where: string, why: string, cause?: unknown): TrainError {
  return new TrainError('pack-damaged', `${where} does not say the level of the pack: ${why}.`, {
    hint: 'Take the pack as the update tool left it, or start again from the base pack.',
    cause,
  })
}
