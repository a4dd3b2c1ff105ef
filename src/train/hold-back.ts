import type { Proposal } from '../host/proposals.ts'
import { TrainError } from '../kernel/errors.ts'
import { autoMergeAfter, isTheirDraft } from './drafts.ts'
import type { Desk } from './proposal-desk.ts'
import { type ProposalState, withProposalState } from './proposal-state.ts'

/**
 * Keeps an open pull request from being merged: by anybody (`draft`), or by GitHub itself (`by-hand`). Its hidden state says
 * so first, as what a run that is stopped in between leaves must not look like a person's doing. Gives it as it is then.
 */
export async function holdBack(
  open: Proposal,
  state: ProposalState | null,
  how: 'draft' | 'by-hand',
  { proposals }: Pick<Desk, 'proposals'>,
): Promise<Proposal> {
  if (!open.autoMerge && (how === 'by-hand' || open.draft)) return open
  const body = state === null ? open.body : withProposalState(open.body, intended(open, state, how))
  await proposals.refresh(open, { title: open.title, body, draft: open.draft })
  return how === 'draft' ? proposals.hold({ ...open, body }) : proposals.stopMerging({ ...open, body })
}

function intended(open: Proposal, state: ProposalState, how: 'draft' | 'by-hand'): ProposalState {
  const autoMerge = autoMergeAfter(open, { autoMerge: false }, state)
  if (how === 'by-hand') return { ...state, autoMerge }
  return { ...state, autoMerge, draft: 'coming', theirDraft: isTheirDraft(open, state) }
}

/** Throws `refused` where GitHub would merge by itself what is to come to the branch. */
export function assertHeldBack({ url, autoMerge, draft }: Proposal): void {
  if (!autoMerge || draft) return
  throw new TrainError(
    'refused',
    `${url} is merged by GitHub itself, and that could not be switched off: its branch stays as it was.`,
    { hint: 'Switch auto-merge off by hand, or give the token of an App as `token`, and run the job again.' },
  )
}

/** What was to come did not: it is as it was before, unless somebody wrote it meanwhile. */
export async function letGo(
  held: Proposal,
  before: Proposal,
  now: Proposal | null,
  { proposals }: Pick<Desk, 'proposals'>,
): Promise<void> {
  if (held === before || now?.number !== held.number || !now.open || now.body !== held.body) return
  // Merged by itself it is not again: somebody moved the branch.
  await proposals.refresh(held, { title: before.title, body: before.body, draft: before.draft })
}

/**
 * GitHub was to merge it by itself, and people committed to it since: it waits for them, or for the tests of their answers.
 * Once they switched it on again, that is their word.
 */
export async function stopUntested(
  open: Proposal,
  state: ProposalState | null,
  foreign: 'answers' | 'other',
  { proposals, branch }: Pick<Desk, 'proposals' | 'branch'>,
): Promise<void> {
  if (!open.autoMerge || (state !== null && state.autoMerge !== 'on')) return
  const { autoMerge } = await proposals.stopMerging(open)
  if (autoMerge) return
  if (foreign === 'other')
    await proposals.commentOnce(
      open,
      `<!-- update-train:untested ${open.head} -->`,
      `Auto-merge was switched off: \`${branch}\` has commits that are not update-train’s, and no run of it tested them. To have them merged all the same, merge it by hand or switch auto-merge on again.`,
    )
  if (state === null) return
  const body = withProposalState(open.body, { ...state, autoMerge: null })
  await proposals.refresh(open, { title: open.title, body, draft: open.draft })
}
