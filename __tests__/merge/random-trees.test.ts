import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { same } from '../../src/merge/decide.ts'
import { conflictsOf, decideTree } from '../../src/merge/decide-tree.ts'
import type { Tree, TreeEntry } from '../../src/pack/tree.ts'
import { meet } from '../helpers/meeting.ts'
import {
  carriedOut,
  classOf,
  contentsOf,
  type History,
  history,
  type Leaves,
  treeOf,
} from '../helpers/random-trees.ts'

const inMemory = { numRuns: 1500 }
const onDisk = { numRuns: 25 }
const twoLevels = history({ min: 2, max: 2 })

/** What an update makes of a home; null for a conflict. */
function updated(base: Tree, ours: Tree, theirs: Tree): Tree | null {
  const trees = { base, ours, theirs }
  const decisions = decideTree(trees, classOf)
  return conflictsOf(decisions).length > 0 ? null : carriedOut(decisions, trees)
}

function levelsOf({ levels }: History): [Tree, ...Tree[]] {
  const [first = {}, ...others] = levels
  return [treeOf(first), ...others.map(treeOf)]
}

/** One level after the other; null as soon as one is a conflict. */
function stepwise([first, ...others]: [Tree, ...Tree[]], ours: Tree): Tree | null {
  let [at, home]: [Tree, Tree | null] = [first, ours]
  for (const next of others) {
    if (home !== null) home = updated(at, home, next)
    at = next
  }
  return home
}

function isFile(entry: TreeEntry | undefined): boolean {
  return entry !== undefined && entry.kind !== 'directory'
}

function leavesOf(tree: Tree): Tree {
  return new Map([...tree].filter(([, entry]) => isFile(entry)))
}

describe('a home that nobody changed', () => {
  test('comes to the same tree by any path of levels', () => {
    fc.assert(
      fc.property(history({ min: 2, max: 5 }), fc.infiniteStream(fc.boolean()), (story, stops) => {
        const [first, ...others] = levelsOf(story)
        const last = others.at(-1) ?? first
        const chosen = others.filter(level => level === last || stops.next().value)

        expect(stepwise([first, ...chosen], first)).toEqual(last)
      }),
      inMemory,
    )
  })

  test('comes to the update’s tree on disk, directly and level by level', async () => {
    await fc.assert(
      fc.asyncProperty(history({ min: 3, max: 3 }), async ({ levels }) => {
        const [base, ...others] = levels.map(contentsOf)
        const [next = {}, last = {}] = others

        const direct = await meet({ base: base ?? {}, ours: base ?? {}, theirs: last })
        const byLevels = await meet({ base: base ?? {}, ours: base ?? {}, theirs: next, later: [last] })

        const fresh = written(levels.at(-1) ?? {})
        expect([direct.home, byLevels.home]).toEqual([fresh, fresh])
      }),
      { numRuns: 10 },
    )
  })
})

describe('a home with changes of a team’s', () => {
  test('keeps our bytes wherever the update changes nothing', () => {
    fc.assert(
      fc.property(twoLevels, story => {
        const [base, theirs] = levelsOf(story)
        const ours = treeOf(story.ours)
        const home = theirs === undefined ? null : updated(base, ours, theirs)
        if (home === null) return

        const lost = [...ours].filter(
          ([path, entry]) =>
            isFile(entry) &&
            same(base.get(path) ?? null, theirs?.get(path) ?? null) &&
            !same(entry, home.get(path) ?? null),
        )
        expect(lost).toEqual([])
      }),
      inMemory,
    )
  })

  test('has the update’s files wherever we changed nothing, those that went and came included', () => {
    fc.assert(
      fc.property(twoLevels, story => {
        const [base, theirs] = levelsOf(story)
        const ours = treeOf(story.ours)
        const home = theirs === undefined ? null : updated(base, ours, theirs)
        if (home === null || theirs === undefined) return

        const paths = new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])
        const wrong = [...paths].filter(path => {
          const [b, o, t, h] = [base, ours, theirs, home].map(tree => tree.get(path))
          if (!isDeepStrictEqual(b, o) || (!isFile(t) && !isFile(h))) return false
          return !isDeepStrictEqual(h, t)
        })
        expect(wrong).toEqual([])
      }),
      inMemory,
    )
  })

  test('is finished after one update: another one changes nothing', () => {
    fc.assert(
      fc.property(twoLevels, story => {
        const [base, theirs] = levelsOf(story)
        const home = theirs === undefined ? null : updated(base, treeOf(story.ours), theirs)
        if (home === null || theirs === undefined) return

        const again = decideTree({ base: theirs, ours: home, theirs }, classOf)
        const restless = [...again].filter(
          ([, { action, mode }]) => action !== 'nothing' || mode !== undefined,
        )
        expect(restless).toEqual([])
      }),
      inMemory,
    )
  })

  test('comes to the same files directly and level by level, where nothing meets and nothing goes back', () => {
    fc.assert(
      fc.property(history({ min: 3, max: 4 }), story => {
        const levels = levelsOf(story)
        const ours = treeOf(story.ours)
        const direct = updated(levels[0], ours, levels.at(-1) ?? levels[0])
        const byLevels = stepwise(levels, ours)
        if (direct === null || byLevels === null || goesBack(levels)) return

        expect(leavesOf(byLevels)).toEqual(leavesOf(direct))
      }),
      inMemory,
    )
  })

  test('is on disk what the decisions say, and untouched by a conflict', async () => {
    await fc.assert(
      fc.asyncProperty(twoLevels, async ({ levels, ours }) => {
        const [base = {}, theirs = {}] = levels
        const wanted = updated(treeOf(base), treeOf(ours), treeOf(theirs))

        const { home, applications } = await meet({
          base: contentsOf(base),
          ours: contentsOf(ours),
          theirs: contentsOf(theirs),
          classes: { 'lib/**': 'vendor' },
        })

        expect(applications.map(({ kind }) => kind)).toEqual([wanted === null ? 'conflict' : 'applied'])
        expect(withoutDirectories(home)).toEqual(wanted === null ? written(ours) : writtenTree(wanted))
      }),
      onDisk,
    )
  })
})

test.each([2, 3, 4])('of the cases with %i levels between a fifth and four fifths are conflicts', count => {
  const stories = fc.sample(history({ min: count, max: count }), inMemory.numRuns)

  const conflicts = stories.filter(story => stepwise(levelsOf(story), treeOf(story.ours)) === null)

  expect(conflicts.length / stories.length).toBeGreaterThan(0.2)
  expect(conflicts.length / stories.length).toBeLessThan(0.8)
})

/** Whether content, link or permission bits of a path come back after they were something else. */
function goesBack(levels: readonly Tree[]): boolean {
  const paths = new Set(levels.flatMap(level => [...level.keys()]))
  const faces = [
    (entry: TreeEntry | undefined): unknown => (entry?.kind === 'file' ? entry.sha256 : entry),
    (entry: TreeEntry | undefined): unknown => (entry?.kind === 'file' ? entry.mode : entry?.kind),
  ]
  return [...paths].some(path =>
    faces.some(face => {
      const seen = levels.map(level => JSON.stringify([face(level.get(path))]))
      const runs = seen.filter((one, index) => one !== seen[index - 1])
      return new Set(runs).size < runs.length
    }),
  )
}

/** A tree as `readTree` gives it. */
function written(leaves: Leaves): Record<string, string> {
  return writtenTree(treeOf(leaves))
}

function writtenTree(tree: Tree): Record<string, string> {
  return Object.fromEntries(
    [...leavesOf(tree)].map(([path, entry]) => {
      if (entry.kind === 'link') return [path, `-> ${entry.target}`]
      return [
        path,
        entry.kind === 'file' ? `${entry.mode.toString(8)} ${entry.sha256.charAt(0)}` : entry.kind,
      ]
    }),
  )
}

function withoutDirectories(tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).filter(([, what]) => !what.endsWith(' /')))
}
