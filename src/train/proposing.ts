import type { LockedCandidate } from '../config/lock.ts'
import type { Host, Published } from '../host/host.ts'
import type { Proposal } from '../host/proposals.ts'
import type { World } from '../kernel/world.ts'
import { type Candidate, countsOf } from '../report/candidate.ts'
import type { Applied } from './apply.ts'
import { takeAnswers } from './branch-answers.ts'
import type { Held, HeldReason } from './outcome.ts'
import { type Desk, openDesk, type ProposedWork } from './proposal-desk.ts'
import { assertProposable, type Making, propose } from './propose.ts'
import { standingOf } from './standing.ts'
import { markFailed, tidyProposal } from './standing-proposal.ts'

/** A pull request as results name it. */
export type ProposalLink = Pick<Proposal, 'number' | 'url'>

/** What is passed on of a candidate that passed. */
export interface PassedProposal {
  proposal: ProposalLink
  /** As the pull request has it. */
  locked: LockedCandidate
}

/** The part of proposals in a run that makes a candidate; `Held` where another one was first. */
export interface Proposing {
  passed(
    candidate: Candidate,
    published: Published,
    locked: LockedCandidate,
    applied: Pick<Applied, 'used' | 'made'>,
  ): Promise<PassedProposal | Held>
  /** Null where conflicts are not laid into pull requests. */
  conflicted(candidate: Candidate, published: Published): Promise<ProposalLink | Held | null>
  failed(candidate: Candidate): Promise<ProposalLink | null>
}

/** Where nothing is new: a branch that was merged goes, a pull request that became pointless is closed. */
export async function tidyProposals(work: ProposedWork, host: Host, world: World): Promise<void> {
  const desk = await openDesk(work, host, world)
  if (desk !== null) await tidyProposal(desk)
}

/**
 * Looks at what was proposed before, and at what people did with it, before any pack is read. Gives `Held` where people have
 * to go on; null where nothing is to be proposed. Their answers lie with the others afterwards.
 */
export async function startProposing(
  work: ProposedWork,
  host: Host,
  world: World,
): Promise<Proposing | Held | null> {
  const desk = await openDesk(work, host, world)
  if (desk === null) return null
  const standing = await standingOf(desk)
  if (standing.kind === 'held') return heldBy(standing.reason, standing.proposal, desk)
  await assertProposable(desk)
  const kept = await takeAnswers(standing, desk)
  const put = async (making: Omit<Making, 'kept'>): Promise<PassedProposal | ProposalLink | Held> => {
    const result = await propose({ ...making, kept }, standing, desk)
    if (result.kind === 'lost') return outcomeOfHeld('awaiting-review', result.proposal, desk)
    const { number, url } = result.proposal
    return result.locked === null ? { number, url } : { proposal: { number, url }, locked: result.locked }
  }
  return {
    passed: async (candidate, published, locked, applied) => {
      const result = await put({ candidate, published, passed: { locked, applied } })
      if ('number' in result) throw new Error('A candidate that passed was proposed without its lock.')
      return result
    },
    conflicted: async (candidate, published) => {
      if (!desk.settings.proposal.conflicts) return null
      const result = await put({ candidate, published, passed: null })
      return 'locked' in result ? result.proposal : result
    },
    failed: async candidate => {
      await markFailed(candidate, standing, desk)
      return standing.proposal
    },
  }
}

function heldBy(reason: HeldReason, proposal: Proposal | null, desk: Desk): Held {
  const { target } = desk.availability
  const where = proposal === null ? desk.branch : proposal.url
  desk.world.log.info(
    reason === 'ignored'
      ? `${where} was closed without merging: level ${target.level} is skipped until there is a newer one, or its box “propose again” is ticked.`
      : `${where} waits for people; nothing was fetched or tested.`,
  )
  return outcomeOfHeld(reason, proposal, desk)
}

function outcomeOfHeld(reason: HeldReason, proposal: Proposal | null, { origin, availability }: Desk): Held {
  const { updates, counts, installed, target } = availability
  return {
    outcome: 'held',
    reason,
    product: origin.productName,
    channel: origin.channel,
    installed,
    target,
    counts: countsOf({ updates, counts, summary: null }),
    proposal: proposal === null ? null : { number: proposal.number, url: proposal.url },
  }
}
