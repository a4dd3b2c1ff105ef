import type { Proposal } from '../host/proposals.ts'
import type { Desk } from './proposal-desk.ts'
import { type ProposalState, type Refusable, withProposalState } from './proposal-state.ts'

/** On every pull request of ours, and set last of all: one without it was not finished, or GitHub refused that. */
export const ownLabel = 'update-train'

/** Labels that we set and take away as it is. */
const changing = ['security', 'conflict'] as const

/** What labels say of a candidate. */
export type Signs = Readonly<Record<(typeof changing)[number], boolean>>

/** @param state as the pull request carries it */
export async function label(
  proposal: Proposal,
  signs: Signs,
  state: ProposalState,
  { proposals, settings }: Pick<Desk, 'proposals' | 'settings'>,
): Promise<void> {
  const wanted = [ownLabel, ...changing.filter(one => signs[one]), ...settings.proposal.labels]
  const unwanted = changing.filter(one => !wanted.includes(one))
  if (!(await proposals.label(proposal, [...new Set(wanted)], unwanted)))
    await rememberRefused(proposal, state, 'label', { proposals })
}

/** Was said; the runs to come neither try nor say it again before the pull request is refreshed. Gives the state as it is then. */
export async function rememberRefused(
  proposal: Proposal,
  state: ProposalState,
  what: Refusable,
  { proposals }: Pick<Desk, 'proposals'>,
): Promise<ProposalState> {
  const next = { ...state, refused: [...state.refused, what] }
  const body = withProposalState(proposal.body, next)
  await proposals.refresh(proposal, { title: proposal.title, body, draft: proposal.draft })
  return next
}

/** A run may have been stopped when it had just opened it. */
export function isUnfinished({ labels }: Proposal, { refused }: ProposalState): boolean {
  return !labels.includes(ownLabel) && !refused.includes('label')
}

/** Lets GitHub merge what passed its tests, where the team wants that. A draft waits for people. Gives the state as it is then. */
export async function mergeItself(
  proposal: Proposal,
  state: ProposalState,
  { passed }: { passed: boolean },
  { proposals, settings, world }: Desk,
): Promise<ProposalState> {
  const { autoMerge } = settings.proposal
  if (autoMerge === null || !passed || proposal.draft || proposal.autoMerge) return state
  if (state.autoMerge === 'declined') {
    world.log.info(`Somebody switched auto-merge of ${proposal.url} off, and it stays so.`)
    return state
  }
  if (settings.test === null)
    world.log.warning('`auto-merge` is left out: no tests are configured, so nothing was tested.')
  else if ((await proposals.account()) === 'other' && (await proposals.mergeWhenReady(proposal, autoMerge))) {
    // Written afterwards: what GitHub refused must not look like what a person switched off.
    const merging: ProposalState = { ...state, autoMerge: 'on' }
    const body = withProposalState(proposal.body, merging)
    await proposals.refresh(proposal, { title: proposal.title, body, draft: proposal.draft })
    return merging
  }
  return state
}

/** What a run did not come to that was stopped when it had just opened the pull request. */
export async function finishOpening(proposal: Proposal, state: ProposalState, desk: Desk): Promise<void> {
  const { proposals, settings, world } = desk
  const passed = state.steps.at(-1)?.content !== null
  await proposals.assign(proposal, settings.proposal)
  const merging = await mergeItself(proposal, state, { passed }, desk)
  const security = /, \d+ security fix(?:es)?$/.test(proposal.title)
  await label(proposal, { security, conflict: !passed }, merging, desk)
  world.log.info(`Finished: ${proposal.url}, which a run had only opened.`)
}
