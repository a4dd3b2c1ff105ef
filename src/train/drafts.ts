import type { Proposal } from '../host/proposals.ts'
import { ownLabel } from './finish-proposal.ts'
import type { ProposalState } from './proposal-state.ts'

/**
 * A person made it a draft: a person marks it as ready. Where nothing says any more why it is one, it is ours only with
 * the label of a conflict.
 */
export function isTheirDraft(proposal: Proposal | null, state: ProposalState | null): boolean {
  if (proposal?.draft !== true) return false
  if (state === null) return !(proposal.labels.includes(ownLabel) && proposal.labels.includes('conflict'))
  return state.draft === null || state.theirDraft
}

/**
 * What is remembered of auto-merge. Off though it was on when we last wrote: a person switched it off, and it stays so.
 * A draft says nothing, as GitHub switches it off there.
 */
export function autoMergeOf(
  { draft, autoMerge }: Proposal,
  state: ProposalState | null,
): ProposalState['autoMerge'] {
  if (autoMerge) return 'on'
  if (state?.autoMerge === 'on') return draft ? null : 'declined'
  return state?.autoMerge ?? null
}

/** The same where a run held it back: what it switched off itself nobody declined. */
export function autoMergeAfter(
  before: Proposal,
  { autoMerge }: Pick<Proposal, 'autoMerge'>,
  state: ProposalState | null,
): ProposalState['autoMerge'] {
  return before.autoMerge && !autoMerge ? null : autoMergeOf(before, state)
}

/** We made it a draft as something newer failed, and a person marked it as ready all the same. */
export function isTakenAllTheSame({ draft }: Proposal, state: ProposalState | null): boolean {
  return state?.draft === 'tests' && !draft && !holdsConflicts(state)
}

/** The branch holds conflicts that wait for an answer: whatever else is said, it is a draft. */
export function holdsConflicts({ steps }: ProposalState): boolean {
  return steps.at(-1)?.content === null
}
