import type { Branch, Proposal } from '../host/proposals.ts'
import { TrainError } from '../kernel/errors.ts'
import { code } from '../report/markdown-text.ts'
import { finishOpening, isUnfinished, ownLabel, rememberRefused } from './finish-proposal.ts'
import { foreignOf, type OtherWork, ownCommit } from './foreign-commits.ts'
import { stopUntested } from './hold-back.ts'
import { keepMergeable } from './keep-mergeable.ts'
import { latestProposal } from './latest-proposal.ts'
import type { Desk } from './proposal-desk.ts'
import { isTicked, marksOf, type ProposalState, parseProposalState } from './proposal-state.ts'
import { removeOurBranch } from './remove-branch.ts'
import { clearFailure, reopened } from './standing-proposal.ts'

/** How a track's proposal stands before a candidate is made. */
export type Standing = { kind: 'held'; reason: 'awaiting-review' | 'ignored'; proposal: Proposal } | Going

/** A candidate is to be made and proposed. */
export interface Going {
  kind: 'go'
  /** The open pull request that it goes into; null: a new one. */
  proposal: Proposal | null
  /** The newest pull request when the run began, open or not. */
  latest: Proposal | null
  state: ProposalState | null
  branch: Branch | null
  /** Paths by which people answered conflicts on the branch. */
  answers: readonly string[]
  /** What is on the branch does not count: somebody ticked that. */
  rebuild: boolean
}

/** Looks at the track's pull request and branch. With nothing new it asks GitHub once, and writes nothing. */
export async function standingOf(desk: Desk): Promise<Standing> {
  const { branch: name } = desk
  const latest = await latestProposal(desk)
  if (latest?.open === true) return standingOfOpen(await reopened(latest, desk), desk)
  if (latest !== null && !latest.merged && (await isIgnored(latest, desk)))
    return { kind: 'held', reason: 'ignored', proposal: latest }
  if (latest?.merged === true && (await removeOurBranch(latest.head, latest.number, desk)))
    desk.world.log.info(`The branch ${name} is merged and was deleted.`)
  return standingOfBranch(latest, desk)
}

function going(branch: Branch | null, latest: Proposal | null, more: Partial<Going> = {}): Going {
  return { kind: 'go', proposal: null, latest, state: null, branch, answers: [], rebuild: false, ...more }
}

/** A new pull request is wanted: what lies on the branch may be people's all the same. */
async function standingOfBranch(latest: Proposal | null, desk: Desk): Promise<Standing> {
  const { proposals, branch: name } = desk
  const branch = await proposals.branch(name, await proposals.base())
  if (branch === null || (latest !== null && isTicked(latest.body, 'rebuild')))
    return going(branch, latest, { rebuild: branch !== null })
  const foreign = await foreignOf(branch, desk)
  if (foreign.kind !== 'other')
    return going(branch, latest, { answers: foreign.kind === 'answers' ? foreign.paths : [] })
  if (latest === null)
    throw new TrainError('config', `The branch ${name} holds commits that are not update-train’s.`, {
      hint: `Move them to a branch of another name, and delete ${name}: update-train proposes with it.`,
    })
  await sayForeign(latest, branch, foreign, desk)
  return { kind: 'held', reason: 'awaiting-review', proposal: latest }
}

async function standingOfOpen(proposal: Proposal, desk: Desk): Promise<Standing> {
  const { proposals, branch: name, inputs } = desk
  const held = { kind: 'held', reason: 'awaiting-review', proposal } as const
  const rebuild = isTicked(proposal.body, 'rebuild')
  const state = parseProposalState(proposal.body)
  const head = state?.steps.at(-1)?.head ?? null
  if (!rebuild && state?.inputs === inputs && head === proposal.head) {
    await keepUp(proposal, state, desk)
    return held
  }
  const branch = await proposals.branch(name, await proposals.base())
  if (branch === null || rebuild) return going(branch, proposal, { proposal, state, rebuild })
  const own = ownCommit(branch)
  const foreign = await foreignOf(branch, desk)
  // Nobody tested what people brought: GitHub does not merge that by itself.
  if (foreign.kind !== 'none') await stopUntested(proposal, state, foreign.kind, desk)
  // A body that nobody damaged and that names another commit was written before the branch moved: the run was stopped.
  const isWritten = own !== null && own.inputs === inputs && (head === null || head === own.sha)
  // What was put in the wrong place was meant as an answer, or for the pack: that is said even where nothing is new.
  const isMeant =
    foreign.kind === 'answers' ||
    (foreign.kind === 'other' && foreign.strays.length + foreign.overlay.length > 0)
  // A person may have opened it, where GitHub did not let us: then it says nothing yet.
  const isOurs = state !== null || proposal.labels.includes(ownLabel)
  if (isWritten && isOurs && !isMeant) return held
  if (foreign.kind !== 'other') {
    const answers = foreign.kind === 'answers' ? foreign.paths : []
    return going(branch, proposal, { proposal, state, answers })
  }
  await sayForeign(proposal, branch, foreign, desk)
  return held
}

/** What it holds is what is wanted: a run that was stopped, failing tests of something newer, or people may have left something. */
async function keepUp(proposal: Proposal, state: ProposalState, desk: Desk): Promise<void> {
  if (isUnfinished(proposal, state)) await finishOpening(proposal, state, desk)
  if (state.draft === 'tests' || state.draft === 'coming') await clearFailure(proposal, state, desk)
  else if (state.draft === 'conflict') await keepHeld(proposal, state, desk)
  else await keepMergeable(proposal, state, desk)
}

async function keepHeld(proposal: Proposal, state: ProposalState, { proposals }: Desk): Promise<void> {
  if (state.refused.includes('draft')) await proposals.stopMerging(proposal)
  else if ((await proposals.hold(proposal)).refused)
    await rememberRefused(proposal, state, 'draft', { proposals })
}

/** Paths that a comment names. */
const shown = 10

async function sayForeign(
  proposal: Proposal,
  branch: Branch,
  { strays, overlay }: OtherWork,
  desk: Desk,
): Promise<void> {
  const { proposals, branch: name, availability, world } = desk
  world.log.warning(`${name} has commits of other people’s, and stays as it is.`)
  const wayOut = proposal.open
    ? 'merge or close it'
    : 'delete the branch (take what you need elsewhere first)'
  const named = (paths: readonly string[]): string =>
    `${paths.slice(0, shown).map(code).join(', ')}${paths.length > shown ? ` and ${paths.length - shown} more` : ''}`
  const what =
    strays.length === 0
      ? 'they are more than answers to conflicts'
      : `these files among the answers answer nothing, or were taken away: ${named(strays)}`
  const mend =
    overlay.length > 0
      ? ` What they change in the overlay (${named(overlay)}) is not in the pack that was tested, and merging does not bring it there: make that change on the base branch instead, where the next run finds and tests it.`
      : strays.length === 0
        ? ''
        : ' An answer is the `.merged` of a listed path without marks, a `<path>.final` for one, or what `update-train resolve` recorded: take the others off the branch, or put them back as they were.'
  const text = [
    `Level ${availability.target.level} waits, as \`${name}\` has commits that are not update-train’s, and ${what}. So it stays as it is: nothing of yours is overwritten.${mend}`,
    `To go on, ${wayOut}, or tick **rebuild from scratch** in the description: then the files of the branch are made anew from the base branch. Your commits stay in its history, their changes do not count any more.`,
  ].join('\n\n')
  const marker = `<!-- update-train:foreign ${ownCommit(branch)?.sha ?? ''}${strays.length + overlay.length === 0 ? '' : ` ${branch.head}`} -->`
  await proposals.commentOnce(proposal, marker, text)
}

/** Somebody closed it without merging: that level is skipped until there is another one, or a tick says otherwise. */
async function isIgnored(closed: Proposal, desk: Desk): Promise<boolean> {
  const { proposals, availability, inputs } = desk
  if (isTicked(closed.body, 'unignore')) return false
  const state = parseProposalState(closed.body)
  if (state?.closed === true) return false
  const { installed, target } = availability
  const commit = state === null ? await proposals.findCommit(closed.head) : null
  const marks = commit === null ? null : marksOf(commit)
  // A run may have written more than what lay there when somebody closed it.
  const step = state?.steps.findLast(({ head }) => head === closed.head) ?? state?.steps.at(-1)
  const level = step?.level ?? marks?.level ?? levelInTitle(closed.title)
  if (level === null)
    throw new TrainError(
      'config',
      `${closed.url} was closed without merging, and which level it was about cannot be read any more.`,
      { hint: 'Tick its box “propose again”, or put the level back into its title: `level 8 → 12`.' },
    )
  // The vendor's part did not change: another overlay is another proposal.
  if (installed.level === target.level) return (state?.inputs ?? marks?.inputs) === inputs
  return level === target.level
}

function levelInTitle(title: string): number | null {
  const level = /level (?:\d+ → )?(\d+)/.exec(title)?.[1]
  return level === undefined ? null : Number(level)
}
