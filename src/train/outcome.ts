import type { Published } from '../host/host.ts'
import { type Candidate, countsOf, type OutcomeName } from '../report/candidate.ts'
import type { Counts, Position } from '../tools/update-tool.ts'

/** Nothing is new. */
export interface UpToDate {
  outcome: 'up-to-date'
  product: string
  channel: string
  installed: Position
}

/** Why something new is held back: `docs/reference.md` says what each means. */
export type HeldReason = 'awaiting-review' | 'ignored'

/** Something new is there, and people are to go on. */
export interface Held {
  outcome: 'held'
  reason: HeldReason
  product: string
  channel: string
  installed: Position
  target: Position
  counts: Counts
  proposal: { number: number; url: string } | null
}

/** How a run ended, with what it made. Errors are thrown; these are not errors. */
export type TrainOutcome = UpToDate | Held | Finished

/** A candidate was made, whatever became of it. */
export interface Finished {
  outcome: Candidate['outcome']
  candidate: Candidate
  published: Published
  /** The pull request that it is in; null where there is none. */
  proposal: { number: number; url: string } | null
  /** Files and folders of the team's repository that the run wrote; absolute. */
  toCommit: readonly string[]
  /** The address of its release. */
  release?: string
}

/** The outputs of `docs/reference.md` in camelCase: counts as numbers, null where there is nothing. */
export interface Outputs {
  outcome: OutcomeName
  reason: string | null
  fromLevel: number
  toLevel: number
  pack: string | null
  packSha256: string | null
  contentDigest: string | null
  diff: string | null
  report: string | null
  candidate: string | null
  artifactId: number | null
  artifactUrl: string | null
  reportArtifactId: number | null
  reportArtifactUrl: string | null
  pullRequestNumber: number | null
  pullRequestUrl: string | null
  updates: number
  securityUpdates: number | null
  conflicts: number
}

export function outputsOf(result: TrainOutcome): Outputs {
  if (result.outcome === 'up-to-date') return { ...noOutputs(result.installed), outcome: result.outcome }
  if (result.outcome === 'held') return heldOutputs(result)
  const { candidate, published } = result
  const { paths } = published
  return {
    outcome: result.outcome,
    reason: candidate.tests?.reason || null,
    fromLevel: candidate.from.level,
    toLevel: candidate.to.level,
    pack: paths.pack ?? null,
    packSha256: paths.pack === undefined ? null : (candidate.digests?.packSha256 ?? null),
    contentDigest: candidate.digests?.content ?? null,
    diff: paths.diff ?? null,
    report: paths.report ?? null,
    candidate: paths.candidate ?? null,
    artifactId: published.pack?.id ?? null,
    artifactUrl: published.pack?.url ?? null,
    reportArtifactId: published.report?.id ?? null,
    reportArtifactUrl: published.report?.url ?? null,
    pullRequestNumber: result.proposal?.number ?? null,
    pullRequestUrl: result.proposal?.url ?? null,
    updates: countsOf(candidate).updates,
    securityUpdates: countsOf(candidate).security,
    conflicts: candidate.conflicts.length,
  }
}

function heldOutputs({ outcome, reason, installed, target, counts, proposal }: Held): Outputs {
  return {
    ...noOutputs(installed),
    outcome,
    reason,
    toLevel: target.level,
    pullRequestNumber: proposal?.number ?? null,
    pullRequestUrl: proposal?.url ?? null,
    updates: counts.updates,
    securityUpdates: counts.security,
  }
}

/** Of a run that made nothing. */
function noOutputs(installed: Position): Omit<Outputs, 'outcome'> {
  return {
    reason: null,
    fromLevel: installed.level,
    toLevel: installed.level,
    pack: null,
    packSha256: null,
    contentDigest: null,
    diff: null,
    report: null,
    candidate: null,
    artifactId: null,
    artifactUrl: null,
    reportArtifactId: null,
    reportArtifactUrl: null,
    pullRequestNumber: null,
    pullRequestUrl: null,
    updates: 0,
    securityUpdates: 0,
    conflicts: 0,
  }
}
