import type { Proposal } from '../host/proposals.ts'
import { latestProposal } from './latest-proposal.ts'
import type { Desk } from './proposal-desk.ts'
import { parseProposalState } from './proposal-state.ts'
import type { Going } from './standing.ts'

export type Meanwhile =
  /** A person closed or merged it, or another run opened one: the branch's newest pull request now. */
  | { kind: 'gone'; now: Proposal | null }
  /** As the run began, with the pull request as it is now: people draft, tick and edit while a run works. */
  | { kind: 'same'; standing: Going }

/** Looks once more at the branch's newest pull request. */
export async function changedMeanwhile(standing: Going, desk: Desk): Promise<Meanwhile> {
  const { latest } = standing
  const now = await latestProposal(desk)
  if (now?.number !== latest?.number || now?.open !== latest?.open) return { kind: 'gone', now }
  if (now === null || standing.proposal === null) return { kind: 'same', standing }
  const state = parseProposalState(now.body)
  return { kind: 'same', standing: { ...standing, proposal: now, latest: now, state } }
}
