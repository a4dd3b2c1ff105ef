import { cp } from 'node:fs/promises'
import type { LockedCandidate } from '../config/lock.ts'
import type { Host, Published } from '../host/host.ts'
import type { Proposal } from '../host/proposals.ts'
import { exists, makeFolder } from '../kernel/files.ts'
import type { World } from '../kernel/world.ts'
import { type Candidate, countsOf } from '../report/candidate.ts'
import type { Applied } from './apply.ts'
import { takeAnswers } from './branch-answers.ts'
import { carryOverlay, nothingCarried } from './carry-overlay.ts'
import type { Held, HeldReason } from './outcome.ts'
import { type Desk, openDesk, type ProposedWork } from './proposal-desk.ts'
import { assertProposable, type Making, propose } from './propose.ts'
import { standingOf } from './standing.ts'
import { markFailed, tidyProposal } from './standing-proposal.ts'

/** A pull request as results name it. */
export type ProposalLink = Pick<Proposal, 'number' | 'url'>

/** The part of proposals in a run that makes a candidate; `Held` where another one was first. */
export interface Proposing {
  /** Where the run reads answers and writes its own: a copy, as what it makes belongs to the branch and to nothing else. */
  readonly resolutions: string
  /** Before the reports: what was merged of the team's overlay goes along, and the candidate says so. */
  carry(candidate: Candidate, applied: Pick<Applied, 'vendor' | 'used' | 'made'>): Promise<void>
  passed(
    candidate: Candidate,
    published: Published,
    locked: LockedCandidate,
    applied: Pick<Applied, 'used' | 'made'>,
  ): Promise<ProposalLink | Held>
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
 * to go on; null where nothing is to be proposed. The working directory stays as it is: answers are copied to `scratch`, a
 * folder that is not there yet, and people's are taken to that.
 */
export async function startProposing(
  work: ProposedWork,
  scratch: string,
  host: Host,
  world: World,
): Promise<Proposing | Held | null> {
  const given = await openDesk(work, host, world)
  if (given === null) return null
  const standing = await standingOf(given)
  if (standing.kind === 'held') return heldBy(standing.reason, standing.proposal, given)
  await assertProposable(given)
  await copyAnswers(work.settings.resolutions, scratch)
  const desk = { ...given, settings: { ...given.settings, resolutions: scratch } }
  const kept = await takeAnswers(standing, desk)
  const put = async (making: Omit<Making, 'kept'>): Promise<ProposalLink | Held> => {
    const result = await propose({ ...making, kept }, standing, desk)
    if (result.kind === 'lost') return outcomeOfHeld('awaiting-review', result.proposal, desk)
    const { number, url } = result.proposal
    return { number, url }
  }
  let carried = nothingCarried
  return {
    resolutions: scratch,
    carry: async (candidate, applied) => {
      carried = await carryOverlay(candidate, applied, desk)
    },
    passed: (candidate, published, locked, applied) =>
      put({ candidate, published, passed: { locked, applied, carried } }),
    conflicted: async (candidate, published) =>
      desk.settings.proposal.conflicts ? put({ candidate, published, passed: null }) : null,
    failed: async candidate => {
      await markFailed(candidate, standing, desk)
      return standing.proposal
    },
  }
}

async function copyAnswers(from: string, to: string): Promise<void> {
  await makeFolder(to)
  if (await exists(from)) await cp(from, to, { recursive: true })
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
