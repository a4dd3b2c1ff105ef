import type { Sha256 } from '../kernel/sha256.ts'
import type { FormerAnswers } from '../merge/answered-overlay.ts'
import type { Notice, ShownConflict } from '../merge/decision.ts'
import type { Coordinates } from '../pack/java-archive.ts'
import type { Difference } from '../pack/tree.ts'
import type { Counts, LevelState, ToolSummary, Update } from '../tools/update-tool.ts'

/** How a run ended; `docs/reference.md` says what each means for the job. */
export type OutcomeName = 'up-to-date' | 'held' | 'updated' | 'reverted' | 'conflict' | 'tests-failed'

/** How many updates a candidate brings, and how many of them are for security. */
export function countsOf({
  updates,
  counts,
  summary,
}: Pick<Candidate, 'updates' | 'counts' | 'summary'>): Counts {
  const listed = { updates: updates.length, security: securityUpdatesOf(updates).length }
  return summary?.counts ?? counts ?? listed
}

/** The updates of a list that are for security. */
export function securityUpdatesOf(updates: readonly Update[]): Update[] {
  return updates.filter(update => update.kind === 'security')
}

/** A station of the train and how long it took. */
export interface StationTime {
  name: string
  milliseconds: number
}

export interface TestEvidence {
  command: string
  passed: boolean
  /** Why it did not pass, in a few words; empty where it did. */
  reason: string
  milliseconds: number
  /** The last lines it printed. */
  tail: string[]
}

export interface Digests {
  /** Content digest of the vendor's pack at the target level. */
  vendor: Sha256
  /** Content digest of the candidate. */
  content: Sha256
  packSha256: Sha256
  /** Bytes. */
  packSize: number
  /** SHA-256 of the pack that all was built from. */
  base: Sha256
  overlay: Sha256 | null
  /** Of the recorded answers that had a part in it. */
  resolutions: Sha256 | null
  /** As in the lock. */
  answered: FormerAnswers
}

/** What laying the team's overlay over the update came to; paths below the product's root. */
export interface OverlayEvidence {
  laid: string[]
  converged: string[]
  /** Laid where the product has no such file. */
  added: string[]
  /** Laid as the team's and the product's were merged; the record of that stands for the team's file until it is taken over. */
  merged: { path: string; key: string }[]
  /** Laid as the team's and the product's were merged, and so in the pull request, for the overlay. */
  carried: string[]
  /** Of those merged in a run that proposes: what the pull request leaves to people, and why. */
  left: { path: string; reason: string }[]
  /** Laid as answered; the answer stands for the team's file until it is taken over. */
  answered: { path: string; key: string }[]
  /** As the vendor has it, as was answered: the team's file is laid no more. */
  given: string[]
  /** Files of the overlay that are laid no more, as was answered, and that nothing takes the place of: the answer stands for the file. */
  gone: string[]
  /** Of all these, what the team's folder has not got: a customised pack brings it. */
  packed: string[]
  /** Of those merged or answered: where the team's folder has a link. */
  links: string[]
  /** Another track that lays the same folder, or may do so: `widget-1.0.0 (production)`; null where there is none. */
  sharer: string | null
  /** What the team does without. */
  removed: string[]
  /** Permission bits of the team's on files that are otherwise the product's. */
  modes: { path: string; mode: number }[]
}

/** A library of the product's, as a bill of materials lists it. */
export interface Component {
  /** Below the product's root. */
  path: string
  /** As opposed to the former pack; null where there was none to compare with. */
  change: 'added' | 'changed' | 'moved' | 'removed' | null
  /** Of the file; of the former one where it is removed. */
  sha256: Sha256
  coordinates: Coordinates
  /** What stood in its place; its version is known by the file's name alone. */
  former: { path: string; version: string | null; sha256: Sha256 } | null
}

/** Hotfixes over the vendor's pack. */
export interface HotfixEvidence {
  /** In their order. */
  laid: { name: string; sha256: Sha256 }[]
  /** Names of those that the candidate before had and this one has not. */
  gone: string[]
  /** What they changed of the vendor's files; null where that was not looked at. */
  files: { added: string[]; changed: string[]; removed: string[] } | null
}

/**
 * Everything a run knows about what it made: the one model that every report renders, saved as `candidate.json`.
 * A run that ended in a conflict has no difference, digests or tests.
 */
export interface Candidate {
  format: 'update-train-candidate'
  version: 1
  /** ISO 8601. */
  createdAt: string
  outcome: Exclude<OutcomeName, 'up-to-date' | 'held'>
  /** `acme-gateway-1.0.0`. */
  product: string
  track: string
  tool: string
  channel: string
  from: LevelState
  to: LevelState
  updates: Update[]
  /** What a tool counts where it lists nothing; null where `updates` says it. */
  counts: Counts | null
  /** What a tool that is not ours did, in its own words. */
  summary: ToolSummary | null
  /** What going back takes away. */
  takenAway: Update[]
  difference: Difference | null
  /** Libraries that changed; null where no bill of materials is wanted. */
  components: Component[] | null
  /** Null where there are none and were none. */
  hotfixes: HotfixEvidence | null
  overlay: OverlayEvidence | null
  conflicts: ShownConflict[]
  /** Where people answer conflicts, as they name it from the working directory. */
  answering: {
    /** Null where the folder comes from the service that runs us. */
    conflicts: string | null
    /** Where answers are kept; null for the default. */
    resolutions: string | null
    /** The team's folder; null where there is none. */
    overlay: string | null
  }
  notices: Notice[]
  tests: TestEvidence | null
  /** When the lock's candidate, which was had again here, passed; a new one has none. */
  firstPassed?: string
  /** Whether tests were run on it then. */
  tested?: boolean
  digests: Digests | null
  /** Name and size in bytes of the diff zip; null where there is none. */
  diff: { name: string; size: number } | null
  /** The same of the vendor's own zip of the step; only where one was made. */
  updateZip?: { name: string; size: number }
  pack: string | null
  stations: StationTime[]
  warnings: string[]
}
