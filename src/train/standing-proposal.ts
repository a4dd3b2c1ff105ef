import type { Proposal } from '../host/proposals.ts'
import { type Candidate, type TestEvidence } from '../report/candidate.ts'
import { plain } from '../report/markdown-text.ts'
import { changedMeanwhile } from './changed-meanwhile.ts'
import { autoMergeAfter, autoMergeOf, holdsConflicts, isTakenAllTheSame, isTheirDraft } from './drafts.ts'
import { mergeItself } from './finish-proposal.ts'
import { holdBack } from './hold-back.ts'
import { bearsOurSign, latestProposal } from './latest-proposal.ts'
import { withNotice, withoutNotice } from './proposal-body.ts'
import type { Desk } from './proposal-desk.ts'
import { isBaseAsChecked } from './proposal-files.ts'
import { marksOf, type ProposalState, parseProposalState, withProposalState } from './proposal-state.ts'
import { removeOurBranch } from './remove-branch.ts'
import type { Going } from './standing.ts'

/** Nothing is new on the track: a merged branch goes, and an open pull request has become pointless. */
export async function tidyProposal(desk: Desk): Promise<void> {
  const { branch, world } = desk
  const latest = await latestProposal(desk)
  if (latest?.merged === true && (await removeOurBranch(latest.head, latest.number, desk)))
    world.log.info(`The branch ${branch} is merged and was deleted.`)
  // What people opened from a branch of this name is theirs to close.
  if (latest?.open === true && bearsOurSign(latest, desk.name)) await closeSuperseded(latest, desk)
}

async function closeSuperseded(proposal: Proposal, desk: Desk): Promise<void> {
  const { proposals, branch: name, availability, world } = desk
  const { level } = availability.installed
  const state = parseProposalState(proposal.body)
  // We closed it, and a person opened it again: they want it.
  if (state?.closed === true) return
  const base = await proposals.base()
  // A run of this very job may have written the lock here: what counts is what was merged.
  if (!(await isBaseAsChecked(base, desk))) return
  const branch = await proposals.branch(name, base)
  const isOurs = branch?.commits?.every(commit => marksOf(commit) !== null) === true
  const reason = `Closed: ${base.name} is at level ${level}, and there is nothing newer to take. What this pull request proposed is there already, or was withdrawn.`
  // Merged later, it would bring a level back: it is closed all the same, and work of people's stays where they find it.
  const kept =
    branch === null || isOurs
      ? ''
      : `\n\nThe branch \`${name}\` stays, as it has commits that are not update-train’s: nothing of yours is lost. Take them from there, or reopen the pull request: then it is left open.`
  const marker = `<!-- update-train:superseded ${proposal.head} -->`
  await proposals.commentOnce(proposal, marker, `${reason}${kept}`)
  const body = state === null ? proposal.body : withProposalState(proposal.body, { ...state, closed: true })
  await proposals.close(proposal, body)
  world.log.info(`${proposal.url} is superseded and was closed.`)
  if (branch !== null && isOurs) await removeOurBranch(branch.head, proposal.number, desk)
}

/** The tests of a newer candidate failed: what is open waits as a draft, and says why. Nothing new is opened. */
export async function markFailed(
  { to, tests }: Pick<Candidate, 'to'> & { tests: TestEvidence | null },
  standing: Going,
  desk: Desk,
): Promise<void> {
  const { proposals, world } = desk
  if (standing.proposal === null) return
  const now = await changedMeanwhile(standing, desk)
  if (now.kind === 'gone') {
    world.log.info(`${standing.proposal.url} was closed or merged meanwhile, and stays as it is.`)
    return
  }
  const { proposal, state } = now.standing
  if (proposal === null) return
  const level = state?.steps.at(-1)?.level
  const text = `> [!WARNING]\n> The tests of level ${to.level} failed (${plain(tests?.reason ?? '')}). The branch still holds ${level === undefined ? 'the candidate' : `level ${level}`} described below; it is a draft until a newer candidate passes. To take it all the same, mark it as ready.`
  const noticed = withNotice(proposal, text)
  const isTaken = isTakenAllTheSame(proposal, state)
  const held = isTaken ? proposal : { ...(await holdBack(proposal, state, 'draft', desk)), draft: true }
  const next = state === null ? null : failing(proposal, held, state)
  const body = next === null ? noticed : withProposalState(noticed, next)
  await proposals.refresh(held, { title: proposal.title, body, draft: held.draft })
  world.log.info(
    isTaken ? `${proposal.url} is marked as ready, and stays so.` : `${proposal.url} is a draft now.`,
  )
}

function failing(before: Proposal, held: Proposal, state: ProposalState): ProposalState {
  const theirDraft = isTheirDraft(before, state)
  return { ...state, draft: 'tests', theirDraft, autoMerge: autoMergeAfter(before, held, state) }
}

/** What an open pull request holds is wanted again: that something newer failed does not count any more. */
export async function clearFailure(proposal: Proposal, state: ProposalState, desk: Desk): Promise<void> {
  const isConflict = holdsConflicts(state)
  // A person's word is the last one, but for a conflict that nobody answered.
  const theirDraft = state.theirDraft && proposal.draft
  const draft = isConflict || theirDraft
  const next: ProposalState = {
    ...state,
    draft: isConflict ? 'conflict' : null,
    theirDraft,
    autoMerge: autoMergeOf(proposal, state),
  }
  const body = withProposalState(withoutNotice(proposal), next)
  await desk.proposals.refresh(proposal, { title: proposal.title, body, draft })
  await mergeItself({ ...proposal, body, draft }, next, { passed: !isConflict }, desk)
}

/** We closed it, and a person opened it again: when it is closed once more, that is a person's word. */
export async function reopened(open: Proposal, { proposals }: Desk): Promise<Proposal> {
  const state = parseProposalState(open.body)
  if (state?.closed !== true) return open
  const body = withProposalState(open.body, { ...state, closed: false })
  await proposals.refresh(open, { title: open.title, body, draft: open.draft })
  return { ...open, body }
}
