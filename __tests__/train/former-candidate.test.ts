import { describe, expect, test } from '@jest/globals'
import { historyLimit, type LockedCandidate, type LockedTrack } from '../../src/config/lock.ts'
import { TrainError } from '../../src/kernel/errors.ts'
import { chooseFormer, routeTo } from '../../src/train/former-candidate.ts'

function candidate(level: number, changes: Partial<LockedCandidate> = {}): LockedCandidate {
  const digest = 'a'.repeat(64)
  return {
    tool: 'feed',
    channel: 'full',
    level,
    timestamp: 1_700_000_000_000 + level,
    vendorDigest: digest,
    vendorSha256: String(level).padStart(64, '0'),
    contentDigest: digest,
    packSha256: digest,
    packSize: 10,
    baseSha256: digest,
    fileList: digest,
    updates: [],
    hotfixes: [],
    overlayDigest: null,
    resolutionsDigest: null,
    answered: {},
    tests: null,
    tested: true,
    firstPassed: '2026-03-01T09:30:00.000Z',
    ...changes,
  }
}

function track(level: number, ...history: LockedCandidate[]): LockedTrack {
  return { ...candidate(level), history }
}

/** What a choice is refused with. */
function refusal(locked: LockedTrack, to: string | null): TrainError {
  try {
    chooseFormer(locked, to, '1.0.0')
  } catch (error) {
    if (error instanceof TrainError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('the candidate to go back to', () => {
  const locked = track(4, candidate(3), candidate(2), candidate(1))

  test('is the previous one where no level is named', () => {
    const former = chooseFormer(locked, null, '1.0.0')

    expect(former).toEqual({ entry: candidate(3), older: [candidate(2), candidate(1)], others: 0 })
  })

  test('is one further back for a candidate that was gone back to, not the one that was left', () => {
    const back = track(3, candidate(4), candidate(3), candidate(2), candidate(1))
    const furtherBack = track(2, candidate(3), candidate(4), candidate(3), candidate(2), candidate(1))

    expect(chooseFormer(back, null, '1.0.0')?.entry.level).toBe(2)
    expect(chooseFormer(furtherBack, null, '1.0.0')?.entry.level).toBe(1)
  })

  test.each(['2', '1.0.0.2', '1700000000002'])('is the one that %s names', to => {
    const former = chooseFormer(locked, to, '1.0.0')

    expect(former).toEqual({ entry: candidate(2), older: [candidate(1)], others: 0 })
  })

  test('is the newest of a level that ran more than once', () => {
    const newer = candidate(2, { overlayDigest: 'b'.repeat(64) })

    const former = chooseFormer(track(4, candidate(3), newer, candidate(2)), '2', '1.0.0')

    expect(former).toEqual({ entry: newer, older: [candidate(2)], others: 1 })
  })

  test('is none for the level that runs now, even where it ran before', () => {
    expect(chooseFormer(track(2, candidate(3), candidate(2)), '2', '1.0.0')).toBeNull()
  })

  test('can be the last one that the lock remembers', () => {
    const levels = Array.from({ length: historyLimit }, (_, index) => candidate(historyLimit - index))

    const former = chooseFormer(track(historyLimit + 1, ...levels), '1', '1.0.0')

    expect(former).toEqual({ entry: candidate(1), older: [], others: 0 })
  })

  test.each([
    ['a level that the history does not hold', '7', 'config', '3, 2, 1'],
    ['a level of another version', '2.0.0.1', 'usage', '3, 2, 1'],
    ['no level', 'latest', 'usage', '3, 2, 1'],
  ])('is refused for %s', (_what, to, code, levels) => {
    const error = refusal(locked, to)

    expect(error.code).toBe(code)
    expect(error.hint).toContain(levels)
  })

  test('is refused where nothing ran before', () => {
    const error = refusal(track(1), null)
    const atTheEnd = refusal(track(1, candidate(2), candidate(1)), null)

    expect([error.code, atTheEnd.code]).toEqual(['config', 'config'])
    expect(atTheEnd.hint).toContain('2, 1')
    expect(error.message).toContain('no candidate that ran before level 1')
  })
})

describe('the way that a vendor pack was made', () => {
  function levelsOf(route: readonly LockedCandidate[]): number[] {
    return route.map(({ level }) => level)
  }

  test('goes by every level that ran', () => {
    expect(levelsOf(routeTo(candidate(4), [candidate(3), candidate(1)]))).toEqual([1, 3, 4])
  })

  test('is that of its first time for a candidate that was gone back to', () => {
    const route = routeTo(candidate(2), [candidate(3), candidate(2), candidate(1)])

    expect(levelsOf(route)).toEqual([1, 2])
  })

  test('goes on from a candidate that was gone back to', () => {
    const route = routeTo(candidate(4), [candidate(1), candidate(3), candidate(2), candidate(1)])

    expect(levelsOf(route)).toEqual([1, 4])
  })

  test('counts a level once where only the overlay changed', () => {
    const route = routeTo(candidate(2, { overlayDigest: 'b'.repeat(64) }), [candidate(2), candidate(1)])

    expect(levelsOf(route)).toEqual([1, 2])
  })

  test('begins anew with another base', () => {
    const route = routeTo(candidate(3), [candidate(2), candidate(1, { baseSha256: 'c'.repeat(64) })])

    expect(levelsOf(route)).toEqual([2, 3])
  })
})
