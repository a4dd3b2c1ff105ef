import type { Availability, Counts, LevelState } from '../update-tool.ts'

/** What a tool offers that lists no updates and withdraws no level; its terms keep the product from the public. */
export function available(
  installed: LevelState,
  target: LevelState,
  latest: LevelState,
  counts: Counts | null,
): Availability {
  return {
    installed,
    latest,
    target,
    updates: [],
    counts,
    takenAway: [],
    warnings: [],
    restricted: true,
    base: null,
  }
}
