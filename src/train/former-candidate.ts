import type { LockedCandidate, LockedTrack } from '../config/lock.ts'
import { parseWanted } from '../config/wanted.ts'
import { TrainError } from '../kernel/errors.ts'

/** An earlier candidate of a track. */
export interface FormerCandidate {
  entry: LockedCandidate
  /** What ran before it, newest first. */
  older: readonly LockedCandidate[]
  /** How many more of the track's earlier candidates are of this level. */
  others: number
}

/**
 * Finds the candidate to go back to: the one that ran before the current one came, or the newest of the level that `to`
 * names. Null for the level that runs now. Throws `config` for a level that the history does not hold, `usage` for what names no level.
 */
export function chooseFormer(
  locked: LockedTrack,
  to: string | null,
  version: string,
): FormerCandidate | null {
  const { history } = locked
  const wanted = to === null ? null : parseWanted(to, version)
  if (wanted === undefined || wanted?.at === 'latest')
    throw new TrainError('usage', `\`--to ${to}\` names no level.`, {
      hint: `Its history holds: ${levelsOf(history)}.`,
    })
  const isWanted = ({ level, timestamp }: LockedCandidate): boolean =>
    wanted?.at === 'timestamp' ? wanted.timestamp === timestamp : wanted?.level === level
  if (wanted !== null && isWanted(locked)) return null
  const index = wanted === null ? firstTimeOf(locked) + 1 : history.findIndex(isWanted)
  const entry = history[index]
  if (entry === undefined)
    throw new TrainError(
      'config',
      to === null
        ? `The lock holds no candidate that ran before level ${locked.level} came.`
        : `No earlier candidate in the lock is at level ${to}.`,
      { hint: `Its history holds: ${levelsOf(history)}. Name one of them with --to.` },
    )
  const others = history.filter(({ level }) => level === entry.level).length - 1
  return { entry, older: history.slice(index + 1), others }
}

/**
 * Where in its history the current candidate ran first, when it was gone back to; else -1. What is newer was left by going
 * back: another revert must not lead forward to it.
 */
function firstTimeOf({ history, channel, level, contentDigest }: LockedTrack): number {
  return history.findLastIndex(
    one => one.channel === channel && one.level === level && one.contentDigest === contentDigest,
  )
}

function levelsOf(history: readonly LockedCandidate[]): string {
  return [...new Set(history.map(({ level }) => level))].join(', ') || 'none yet'
}

/** A candidate without what ran before it. */
export function identityOf({ history, ...identity }: LockedTrack): LockedCandidate {
  return identity
}

/**
 * The candidates whose vendor packs were made one from the other up to `entry`, oldest first. A candidate that was gone
 * back to was not made anew: what ran before its first time counts.
 */
export function routeTo(entry: LockedCandidate, older: readonly LockedCandidate[]): LockedCandidate[] {
  const first = older.findLastIndex(({ vendorSha256 }) => vendorSha256 === entry.vendorSha256)
  const [before, ...rest] = older.slice(first + 1)
  if (before === undefined || before.baseSha256 !== entry.baseSha256) return [entry]
  return [...routeTo(before, rest), entry]
}
