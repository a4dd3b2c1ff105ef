import type { Published } from '../host/host.ts'
import { type Candidate, countsOf, type OutcomeName } from '../report/candidate.ts'
import type { Position } from '../tools/update-tool.ts'

/** How a run ended, with what it made. Errors are thrown; these are not errors. */
export type TrainOutcome =
  | { outcome: 'up-to-date'; product: string; channel: string; installed: Position }
  | Finished

/** A run that made something. */
export interface Finished {
  outcome: Exclude<OutcomeName, 'up-to-date'>
  candidate: Candidate
  published: Published
  /** Files and folders of the team's repository that the run wrote; absolute. */
  toCommit: readonly string[]
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
  updates: number
  securityUpdates: number
  conflicts: number
}

export function outputsOf(result: TrainOutcome): Outputs {
  if (result.outcome === 'up-to-date') return upToDateOutputs(result.installed)
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
    updates: countsOf(candidate).updates,
    securityUpdates: countsOf(candidate).security,
    conflicts: candidate.conflicts.length,
  }
}

function upToDateOutputs(installed: Position): Outputs {
  return {
    outcome: 'up-to-date',
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
    updates: 0,
    securityUpdates: 0,
    conflicts: 0,
  }
}
