import { TrainError } from '../kernel/errors.ts'

/** The zip at `pack` cannot be read as one; `reason` is a clause. */
export function damaged(pack: string, reason: string, cause?: unknown): TrainError {
  return new TrainError('pack-damaged', `${pack} is damaged: ${reason}.`, {
    hint: 'Fetch the pack again and compare its SHA-256 with the one its source names.',
    cause,
  })
}

/** One entry of the zip at `pack` is not what the zip says of it. */
export function damagedEntry(pack: string, entry: string, reason: string, cause?: unknown): TrainError {
  return damaged(pack, `in its entry ${quoted(entry)}, ${reason}`, cause)
}

/** An entry that could do harm when it is unpacked; `reason` continues "…, which". */
export function unsafe(pack: string, entry: string, reason: string): TrainError {
  return new TrainError('pack-unsafe', `${pack} holds ${quoted(entry)}, which ${reason}.`, {
    hint: 'Nothing was unpacked. Ask whoever made this pack for one without such entries.',
  })
}

/** Names come from outside: control characters are shown, not sent to the terminal. */
function quoted(entry: string): string {
  const shown = entry.length > 300 ? `${entry.slice(0, 300)}…` : entry
  return JSON.stringify(shown)
}
