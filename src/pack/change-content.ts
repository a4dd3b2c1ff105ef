import { createHash } from 'node:crypto'
import { TrainError } from '../kernel/errors.ts'
import type { Sha256 } from '../kernel/sha256.ts'
import { applyDelta } from './delta.ts'
import { readPieces } from './entry-content.ts'
import type { Brought, DiffZip } from './open-diff.ts'
import type { Pace } from './pace.ts'
import type { PackFile } from './pack-file.ts'
import { decodeRanges } from './ranges.ts'

/**
 * The content of a file that a diff zip brings, piece by piece to `take`: as it travels, or put together from `old`, the
 * file that the old pack has where the source has it. Throws `verification` at the end where its SHA-256 is not the one of the manifest.
 */
export async function readChange(
  diff: DiffZip,
  path: string,
  old: PackFile | null,
  pace: Pace,
  take: (piece: Buffer) => void,
): Promise<void> {
  const found = diff.changes.get(path)
  if (found === undefined) throw new Error(`${path} is not in ${diff.path}.`)
  const { change, source, entry } = found
  if (!('sha256' in change.after)) throw new Error(`${path} is no file of ${diff.path}.`)
  const pieces = readPieces(diff.archive, entry)
  const isRanges = source.kind === 'ranges'
  if (isRanges && old === null) throw new Error(`${path} needs its old file.`)
  const sha256 =
    isRanges && old !== null
      ? await applyDelta(decodeRanges(source.ranges ?? []), old, pieces, pace, take)
      : await hashed(pieces, pace, take)
  if (sha256 !== change.after.sha256) throw wrongContent(diff, found)
}

async function hashed(
  pieces: AsyncIterable<Buffer>,
  pace: Pace,
  take: (piece: Buffer) => void,
): Promise<Sha256> {
  const hasher = createHash('sha256')
  for await (const piece of pieces) {
    hasher.update(piece)
    take(piece)
    await pace.advance(piece.length)
  }
  return hasher.digest('hex')
}

function wrongContent({ path: zip }: DiffZip, { change, source }: Brought): TrainError {
  const how =
    source.kind === 'ranges' ? `what ${zip} makes of the old ${change.path}` : `${source.path} in ${zip}`
  return new TrainError('verification', `The SHA-256 of ${how} is not the one of its manifest.`, {
    hint: 'Get the diff zip again, and the pack that it was made from; nothing was changed.',
  })
}
