import type { Proposal } from '../host/proposals.ts'
import type { Desk } from './proposal-desk.ts'
import { type ProposalState, withProposalState } from './proposal-state.ts'

/** On every pull request of ours, and set last of all: one without it was not finished. */
export const ownLabel = 'update-train'

/** Labels that we set and take away as it is. */
const changing = ['security', 'conflict'] as const

/** What labels say of a candidate. */
export type Signs = Readonly<Record<(typeof changing)[number], boolean>>

export async function label(
  proposal: Proposal,
  signs: Signs,
  { proposals, settings }: Pick<Desk, 'proposals' | 'settings'>,
): Promise<void> {
  const wanted = [ownLabel, ...changing.filter(one => signs[one]), ...settings.proposal.labels]
  const unwanted = changing.filter(one => !wanted.includes(one))
  await proposals.label(proposal, [...new Set(wanted)], unwanted)
}

/** Lets GitHub merge what passed its tests, where the team wants that. A draft waits for people. */
export async function mergeItself(
  proposal: Proposal,
  state: ProposalState,
  { passed }: { passed: boolean },
  { proposals, settings, world }: Desk,
): Promise<void> {
  const { autoMerge } = settings.proposal
  if (autoMerge === null || !passed || proposal.draft || proposal.autoMerge) return
  if (state.autoMerge === 'declined') {
    world.log.info(`Somebody switched auto-merge of ${proposal.url} off, and it stays so.`)
    return
  }
  if (settings.test === null)
    world.log.warning('`auto-merge` is left out: no tests are configured, so nothing was tested.')
  else if ((await proposals.account()) === 'other' && (await proposals.mergeWhenReady(proposal, autoMerge))) {
    // Written afterwards: what GitHub refused must not look like what a person switched off.
    const body = withProposalState(proposal.body, { ...state, autoMerge: 'on' })
    await proposals.refresh(proposal, { title: proposal.title, body, draft: proposal.draft })
  }
}

/** What a run did not come to that was stopped when it had just opened the pull request. */
export async function finishOpening(proposal: Proposal, state: ProposalState, desk: Desk): Promise<void> {
  const { proposals, settings, world } = desk
  const passed = state.steps.at(-1)?.content !== null
  await proposals.assign(proposal, settings.proposal)
  await mergeItself(proposal, state, { passed }, desk)
  const security = /, \d+ security fix(?:es)?$/.test(proposal.title)
  await label(proposal, { security, conflict: !passed }, desk)
  world.log.info(`Finished: ${proposal.url}, which a run had only opened.`)
}
