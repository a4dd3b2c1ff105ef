import { z } from 'zod'
import { isChannelName } from '../../kernel/product.ts'

/** The channel that a state file names; the tools' default where it names none. It becomes part of file names and addresses. */
export const channelInPack = z
  .string()
  .nullish()
  .transform(channel => (channel === '' ? null : channel) ?? 'full')
  .refine(isChannelName, 'must be the name of a channel')
