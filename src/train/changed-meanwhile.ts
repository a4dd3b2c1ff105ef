import type { Proposal } from '../host/proposals.ts'
import { latestProposal } from './latest-proposal.ts'
import type { Desk } from './proposal-desk.ts'
import type { Going } from './standing.ts'

/**
 * The branch's newest pull request, where it is not what the run began with any more: a person closed or merged it, or
 * another run opened one. Null where nothing changed.
 */
export async function changedMeanwhile(
  { latest }: Going,
  desk: Desk,
): Promise<{ now: Proposal | null } | null> {
  const now = await latestProposal(desk)
  return now?.number === latest?.number && now?.open === latest?.open ? null : { now }
}
