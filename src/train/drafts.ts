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

/** We made it a draft as something newer failed, and a person marked it as ready all the same. */
export function isTakenAllTheSame({ draft }: Proposal, state: ProposalState | null): boolean {
  return state?.draft === 'tests' && !draft && !holdsConflicts(state)
}

/** The branch holds conflicts that wait for an answer: whatever else is said, it is a draft. */
export function holdsConflicts({ steps }: ProposalState): boolean {
  return steps.at(-1)?.content === null
}
