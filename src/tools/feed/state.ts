import { z } from 'zod'
import { TrainError } from '../../kernel/errors.ts'
import { isChannelName } from '../../kernel/product.ts'
import { isSha256 } from '../../kernel/sha256.ts'

const schema = z.object({
  product: z.string(),
  channel: z.string().refine(isChannelName, 'must be the name of a channel'),
  level: z.int().min(0),
  timestamp: z.int().min(0).nullable(),
  /** SHA-256 of the level's file list. */
  files: z.string().refine(isSha256, 'must be a SHA-256'),
  /** Paths of class `state` that the level lists. */
  state: z.array(z.string()).default([]),
})

export type FeedState = z.infer<typeof schema>

/** Reads the state of a pack. Throws `pack-damaged` with what is wrong; `where` names the file. */
export function parseFeedState(text: string, where: string): FeedState {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw nonsense(where, 'it is no JSON', error)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw nonsense(
    where,
    parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  )
}

/** Sorted keys and one final newline; `state` only where there is any. */
export function formatFeedState({ product, channel, level, timestamp, files, state }: FeedState): string {
  const sorted = { channel, files, level, product, ...(state.length === 0 ? {} : { state }), timestamp }
  return `${JSON.stringify(sorted, null, 2)}\n`
}

function nonsense(where: string, why: string, cause?: unknown): TrainError {
  return new TrainError('pack-damaged', `${where} does not say the level of the pack: ${why}.`, {
    hint: 'Take the pack as update-train wrote it, or start again from the base pack.',
    cause,
  })
}
