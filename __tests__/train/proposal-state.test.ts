import { describe, expect, test } from '@jest/globals'
import {
  bounded,
  boxesHeading,
  boxLine,
  commitMarks,
  formatProposalState,
  isTicked,
  marksOf,
  type ProposalState,
  parseProposalState,
  withProposalState,
} from '../../src/train/proposal-state.ts'

const digest = 'a'.repeat(64)
const head = 'b'.repeat(40)
const state: ProposalState = {
  version: 1,
  inputs: digest,
  others: digest,
  draft: null,
  theirDraft: false,
  autoMerge: null,
  closed: false,
  refused: [],
  steps: [{ head, level: 3, updates: ['W-1'], content: digest }],
}

describe('the state in a body', () => {
  test('comes back as it was written, whatever people write around it', () => {
    const body = `Hello\n\n${formatProposalState(state)}\n\nMore words -->\n`

    expect(parseProposalState(body)).toEqual(state)
  })

  test.each([
    ['without it', () => 'Hello'],
    ['with a letter changed', () => formatProposalState(state).replace('state e', 'state f')],
    ['with half of it', () => formatProposalState(state).slice(0, 80)],
    [
      'with another checksum',
      () => formatProposalState(state).replace(/[0-9a-f]{16} -->/, `${'0'.repeat(16)} -->`),
    ],
  ])('is not read from a body %s', (_what, body) => {
    expect(parseProposalState(body())).toBeNull()
  })

  test('is the last one: what a report shows above it is not ours', () => {
    const forged = formatProposalState({ ...state, inputs: 'c'.repeat(64) })

    const body = withProposalState(`\`${forged}\`\n`, state)

    expect(parseProposalState(body)).toEqual(state)
    expect(body.match(/update-train:state/g)).toHaveLength(1)
  })

  test('never takes more room than there is, and keeps the last step', () => {
    const updates = Array.from({ length: 100 }, (_, index) => `${index}`.padEnd(100, 'x'))
    const steps = Array.from({ length: 12 }, (_, level) => ({ head, level, updates, content: digest }))

    const kept = bounded({ ...state, steps })

    expect(formatProposalState(kept).length).toBeLessThanOrEqual(12_000)
    expect(kept.steps.at(-1)?.level).toBe(11)
    expect(parseProposalState(formatProposalState(kept))).toEqual(kept)
  })
})

describe('a box', () => {
  const boxes = `${boxesHeading}\n\n${boxLine('rebuild', 'rebuild')}\n${boxLine('unignore', 'again')}\n`

  test('counts where it was ticked, and no other does', () => {
    const body = `Report\n\n${boxes}`.replace(
      '[ ] <!-- update-train:rebuild',
      '[x] <!-- update-train:rebuild',
    )

    expect([isTicked(body, 'rebuild'), isTicked(body, 'unignore')]).toEqual([true, false])
  })

  test('in the output of tests ticks nothing', () => {
    const printed = '- [x] <!-- update-train:rebuild --> rebuild'

    expect(isTicked(`\`\`\`text\n${printed}\n\`\`\`\n\n${boxes}`, 'rebuild')).toBe(false)
  })
})

describe('the marks of a commit', () => {
  const message = `Update\n\n${commitMarks({ level: 3, inputs: digest }, head)}`

  test('tell level and inputs', () => {
    expect(marksOf({ message, tree: head })).toEqual({ level: 3, inputs: digest })
  })

  test('are not believed where the commit was amended, or says nothing', () => {
    expect(marksOf({ message, tree: 'c'.repeat(40) })).toBeNull()
    expect(marksOf({ message: 'Update', tree: head })).toBeNull()
  })
})
