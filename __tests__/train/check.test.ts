import { expect, test } from '@jest/globals'
import type { Availability, LevelState, Update } from '../../src/tools/update-tool.ts'
import { countsIn } from '../../src/train/check.ts'

const level: LevelState = { level: 1, timestamp: null, yanked: false, fileList: null }

const update: Update = {
  id: 'ACME-1',
  level: 2,
  kind: 'security',
  severity: null,
  title: 'Close idle connections',
  description: '',
  instructions: '',
  cves: [],
}

const nothing: Availability = {
  installed: level,
  latest: level,
  target: level,
  updates: [],
  counts: null,
  takenAway: [],
  warnings: [],
  base: null,
  restricted: false,
}

test.each<[string, Partial<Availability>, string]>([
  ['lists them', { updates: [update, { ...update, kind: 'fix' }] }, ', 2 updates, 1 of them security'],
  ['only counts them', { counts: { updates: 1, security: 0 } }, ', 1 update, 0 of them security'],
  ['does neither', {}, ''],
])('how many updates a step brings is said as the tool %s', (_how, said, expected) => {
  expect(countsIn({ ...nothing, ...said })).toBe(expected)
})
