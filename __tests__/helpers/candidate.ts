import type { Candidate } from '../../src/report/candidate.ts'

export const level = (number: number): Candidate['from'] => ({
  level: number,
  timestamp: null,
  fileList: null,
  yanked: false,
})

/** A candidate of `wso2is-7.1.0` that passed, from level 8 to 12. */
export function candidateOf(changes: Partial<Candidate> = {}): Candidate {
  return {
    format: 'update-train-candidate',
    version: 1,
    createdAt: '2026-03-01T09:30:00.000Z',
    outcome: 'updated',
    product: 'wso2is-7.1.0',
    track: 'dev',
    tool: 'feed',
    channel: 'full',
    from: level(8),
    to: level(12),
    updates: [],
    counts: null,
    summary: null,
    takenAway: [],
    hotfixes: null,
    components: null,
    difference: { added: [], removed: [], changed: ['lib/a.jar'], renamed: [], modeChanged: [] },
    overlay: null,
    conflicts: [],
    answering: { conflicts: null, resolutions: null, overlay: null },
    notices: [],
    tests: { command: './test', passed: true, reason: '', milliseconds: 5, tail: ['all is well'] },
    digests: {
      vendor: 'a'.repeat(64),
      content: 'b'.repeat(64),
      packSha256: 'c'.repeat(64),
      packSize: 1,
      base: 'd'.repeat(64),
      overlay: null,
      resolutions: null,
      answered: {},
    },
    diff: null,
    pack: 'wso2is-7.1.0+12.full.dev.zip',
    stations: [],
    warnings: [],
    ...changes,
  }
}
