import { expect, test } from '@jest/globals'
import type { Candidate } from '../../src/report/candidate.ts'
import { type PullRequestParts, pullRequestBody, pullRequestTitle } from '../../src/report/pull-request.ts'
import { candidateOf, level } from '../helpers/candidate.ts'

function updateOf(
  id: string,
  more: Partial<Candidate['updates'][number]> = {},
): Candidate['updates'][number] {
  return {
    id,
    level: 12,
    kind: 'security',
    severity: 'high',
    title: `Title of ${id}`,
    description: '',
    instructions: 'Run the script.',
    cves: [],
    ...more,
  }
}

const parts: PullRequestParts = {
  since: { reviewed: true, lines: ['level 11 → 12'] },
  conflicts: { folder: '.update-train/conflicts/a/dev', branch: 'update-train/a/dev', left: [] },
  artifacts: { pack: 'https://example.org/pack', report: 'https://example.org/report' },
  boxes: ['## Boxes', '', '- [ ] one'],
  hidden: '<!-- hidden -->',
}

test('the title says product, track, levels and security fixes', () => {
  const two = candidateOf({ updates: [updateOf('U-1'), updateOf('U-2'), updateOf('U-3', { kind: 'fix' })] })

  expect(pullRequestTitle(two)).toBe('Update wso2is-7.1.0 (dev): level 8 → 12, 2 security fixes')
  expect(pullRequestTitle(candidateOf({ from: level(12) }))).toBe(
    'Update wso2is-7.1.0 (dev): level 12, built again',
  )
})

test('what is cut is where it says', () => {
  const long = candidateOf({ warnings: ['w'.repeat(70_000)] })
  const without = { ...parts, artifacts: { pack: null, report: null } }

  expect(pullRequestBody(long, parts)).toContain(
    'Too long to be shown here: the artifact has the whole report.',
  )
  expect(pullRequestBody(long, without)).toContain('with `artifact` among `publish`, an artifact has')
})

test('the body is in the order of need', () => {
  const sides = { base: 'file 1', ours: 'file 2', theirs: 'file 3' }
  const files = { base: 'a.base', ours: 'a.ours', theirs: 'a.theirs', merged: null, proposal: null }
  const conflict = {
    path: 'a',
    row: '11',
    kind: 'modify/modify' as const,
    open: [],
    key: 'a'.repeat(64),
    sides,
    ...files,
  }
  const body = pullRequestBody(
    candidateOf({ updates: [updateOf('U-1')], conflicts: [conflict], warnings: ['w'] }),
    parts,
  )

  expect(body.startsWith('# wso2is-7.1.0: level 8 → 12\n')).toBe(true)
  expect(body.match(/^## .*$/gm)).toEqual([
    '## Since the last review',
    '## Security',
    '## To decide',
    '## How to answer here',
    '## To do by hand',
    '## Warnings',
    '## Tests',
    '## Updates',
    '## Files',
    '## Evidence',
    '## Boxes',
  ])
  expect(body.trimEnd().endsWith('<!-- hidden -->')).toBe(true)
  expect(body).toContain('Artifacts: [the pack](https://example.org/pack)')
})

test.each([
  ['one section', { warnings: ['w'.repeat(70_000)] }],
  ['many updates', { updates: Array.from({ length: 3000 }, (_, index) => updateOf(`U-${index}`)) }],
  ['letters of many bytes', { warnings: ['😀'.repeat(40_000)] }],
  ['a headline that is too long by itself', { channel: 'c'.repeat(80_000) }],
])('a body with %s is cut, says so, and keeps its end', (_what, changes) => {
  const body = pullRequestBody(candidateOf(changes), parts)

  expect(body.length).toBeLessThanOrEqual(60_000)
  expect(body).toMatch(/Too long to be shown here|Cut here/)
  expect(body.trimEnd().endsWith('- [ ] one\n\n<!-- hidden -->')).toBe(true)
})

test('text of a feed names nobody and opens nothing', () => {
  const body = pullRequestBody(
    candidateOf({
      updates: [updateOf('U-1', { title: '@everybody <!-- hidden --> [x](https://evil.example)' })],
    }),
    parts,
  )

  expect(body).not.toMatch(/@everybody|\[x\]\(/)
  expect(body.match(/<!-- hidden -->/g)).toHaveLength(1)
})
