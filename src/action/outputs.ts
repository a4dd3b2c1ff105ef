import type { Outputs } from '../train/outcome.ts'

/** The outputs of `action.yml` by what they are in the train. */
const names: Readonly<Record<keyof Outputs, string>> = {
  outcome: 'outcome',
  reason: 'reason',
  fromLevel: 'from-level',
  toLevel: 'to-level',
  pack: 'pack',
  packSha256: 'pack-sha256',
  contentDigest: 'content-digest',
  diff: 'diff',
  report: 'report',
  candidate: 'candidate',
  artifactId: 'artifact-id',
  artifactUrl: 'artifact-url',
  reportArtifactId: 'report-artifact-id',
  reportArtifactUrl: 'report-artifact-url',
  pullRequestNumber: 'pull-request-number',
  pullRequestUrl: 'pull-request-url',
  updates: 'updates',
  securityUpdates: 'security-updates',
  conflicts: 'conflicts',
}

export const outputNames: readonly string[] = Object.values(names)

/** Every output, as text: counts as digits, what is not there as the empty string, and all of them empty after an error. */
export function outputsAsText(outputs: Outputs | null): Map<string, string> {
  const values = new Map<string, string | number | null>(Object.entries(outputs ?? {}))
  return new Map(Object.entries(names).map(([key, name]) => [name, String(values.get(key) ?? '')]))
}
