import type { LockedCandidate } from '../config/lock.ts'
import type { Published } from '../host/host.ts'
import type { BaseBranch, Branch, Proposal } from '../host/proposals.ts'
import { TrainError } from '../kernel/errors.ts'
import { type Candidate, countsOf } from '../report/candidate.ts'
import { pullRequestTitle } from '../report/pull-request.ts'
import type { Applied } from './apply.ts'
import type { KeptAnswers } from './branch-answers.ts'
import { changedMeanwhile } from './changed-meanwhile.ts'
import { conflictFiles, type LaidConflicts } from './conflict-files.ts'
import { isTheirDraft } from './drafts.ts'
import { label, mergeItself, ownLabel } from './finish-proposal.ts'
import { latestProposal } from './latest-proposal.ts'
import { bodyOf } from './proposal-body.ts'
import type { Desk } from './proposal-desk.ts'
import { answerFiles, assertBaseAsChecked, proposedLock } from './proposal-files.ts'
import {
  bounded,
  commitMarks,
  type ProposalState,
  type ProposalStep,
  parseProposalState,
} from './proposal-state.ts'
import type { Going } from './standing.ts'

/** What a run made, to be proposed. */
export interface Making {
  candidate: Candidate
  published: Published
  /** People's answers that stay on the branch. */
  kept: KeptAnswers
  /** Null after a conflict. */
  passed: { locked: LockedCandidate; applied: Pick<Applied, 'used' | 'made'> } | null
}

export type Proposed =
  | { kind: 'proposed'; proposal: Proposal }
  /** Another run, or a person, was first; their pull request. */
  | { kind: 'lost'; proposal: Proposal | null }

/** Before the long work: what GitHub would not do afterwards. Throws `config` with the way out. */
export async function assertProposable({ settings, proposals }: Desk): Promise<void> {
  if (settings.proposal.autoMerge === null) return
  const account = await proposals.account()
  if (account === 'other') return
  const why =
    account === 'default'
      ? '`auto-merge` needs another token than the job’s own: what GitHub merges in its name starts no workflow, so nothing would be published after the merge.'
      : '`auto-merge` needs a token of which GitHub says whose it is: what the job’s own merges starts no workflow, so nothing would be published after the merge.'
  throw new TrainError('config', why, {
    hint: 'Give the token of a GitHub App as `token` (docs/reference.md, “The token of an App”), or leave `auto-merge` out.',
  })
}

/**
 * Station 5: the candidate on the track's branch and in its pull request, for people to decide. Commits are appended, never
 * replaced: the branch moves only where it is still where the run found it.
 */
export async function propose(making: Making, standing: Going, desk: Desk): Promise<Proposed> {
  const { proposals, branch, settings, world } = desk
  const gone = await changedMeanwhile(standing, desk)
  if (gone !== null) return lost(gone.now, desk)
  const base = await proposals.base()
  const { files, laid } = await filesOf(making, base, standing, desk)
  const { candidate } = making
  const title = world.secrets.redact(pullRequestTitle(candidate))
  const marks = { level: candidate.to.level, inputs: desk.inputs }
  const former = standing.branch
  const made = await proposals.commit({
    tree: base.tree,
    parents: parentsOf(former, base),
    files,
    message: tree => `${title}\n\n${commitMarks(marks, tree)}`,
    same: former?.holds === base.commit ? headOf(former) : null,
  })
  tellSignature(made.signature, desk)
  const closed = await changedMeanwhile(standing, desk)
  if (closed !== null) return lost(closed.now, desk)
  const state = nextState(making, standing, made.sha, desk)
  const draft = state.draft !== null || state.theirDraft
  const open = standing.proposal === null ? null : await heldBack(standing.proposal, state, candidate, desk)
  if (made.sha !== former?.head && !(await proposals.moveBranch(branch, former?.head ?? null, made.sha))) {
    if (open !== null && open.draft !== standing.proposal?.draft)
      world.log.warning(`${open.url} is a draft for conflicts that did not come to it: mark it as ready.`)
    return lost(await latestProposal(desk), desk)
  }

  const body = world.secrets.redact(await bodyOf(making, standing, state, laid, desk))
  const text = { title, body, draft }
  const proposal = open ?? (await proposals.open(branch, text)) ?? (await openedAlready(state, desk))
  if (proposal === null) return lost(await latestProposal(desk), desk)
  if (open !== null) await proposals.refresh(open, text)
  if (!proposal.labels.includes(ownLabel)) await proposals.assign(proposal, settings.proposal)
  const now = { ...proposal, ...text, head: made.sha }
  await mergeItself(now, { passed: candidate.outcome === 'updated' }, desk)
  const security = (countsOf(candidate).security ?? 0) > 0
  await label(proposal, { security, conflict: candidate.outcome === 'conflict' }, desk)
  world.log.info(`${open === null ? 'Opened' : 'Refreshed'}: ${proposal.url}`)
  await tellDefaultAccount(desk)
  return { kind: 'proposed', proposal: now }
}

/** Before the branch moves: nobody merges conflicts, and GitHub nothing untested. Gives the pull request as it is then. */
async function heldBack(
  open: Proposal,
  { draft }: ProposalState,
  { tests }: Candidate,
  { proposals, settings }: Desk,
): Promise<Proposal> {
  if (draft !== null) {
    await proposals.hold(open)
    return { ...open, draft: true, autoMerge: false }
  }
  if (!open.autoMerge || settings.proposal.autoMerge === null || tests?.passed === true) return open
  await proposals.stopMerging(open)
  return { ...open, autoMerge: false }
}

/** GitHub had opened it, and its reply was lost; null where it is somebody else's. */
async function openedAlready({ inputs, steps }: ProposalState, desk: Desk): Promise<Proposal | null> {
  const found = await latestProposal(desk)
  const said = found === null ? null : parseProposalState(found.body)
  return found?.open === true && said?.inputs === inputs && found.head === steps.at(-1)?.head ? found : null
}

async function filesOf(
  { candidate, published, kept, passed }: Making,
  base: BaseBranch,
  { branch }: Going,
  desk: Desk,
): Promise<{ files: Map<string, Buffer>; laid: LaidConflicts | null }> {
  if (passed === null) {
    const folder = published.paths.conflicts
    if (folder === undefined) throw new Error('A conflict without a folder of conflicts cannot be proposed.')
    await assertBaseAsChecked(base, desk)
    const laid = await conflictFiles(folder, candidate.conflicts, desk)
    return { files: new Map([...(await answerFiles(kept, desk)), ...laid.files]), laid }
  }
  const { locked, applied } = passed
  const lock = await proposedLock(locked, base, branch?.head ?? null, desk)
  const keys = [...kept, ...applied.used.map(({ key }) => key), ...applied.made.map(({ key }) => key)]
  const files = await answerFiles(keys, desk)
  return { files: files.set(desk.places.lock, lock), laid: null }
}

/** The base is merged in where the branch lacks some of it, so that nothing but the candidate differs from it. */
function parentsOf(branch: Branch | null, base: BaseBranch): string[] {
  if (branch === null) return [base.commit]
  return branch.holds === base.commit ? [branch.head] : [branch.head, base.commit]
}

/** A run that was stopped may have made the very commit before. */
function headOf({ commits, head }: Branch): { sha: string; tree: string } | null {
  return commits?.find(({ sha }) => sha === head) ?? null
}

function nextState(
  { candidate }: Making,
  { proposal, state, rebuild }: Going,
  head: string,
  { inputs, others }: Desk,
): ProposalState {
  const step: ProposalStep = {
    head,
    level: candidate.to.level,
    updates: candidate.updates.map(({ id }) => id.slice(0, 100)).slice(0, 100),
    content: candidate.digests?.content ?? null,
  }
  const former = rebuild ? [] : (state?.steps ?? [])
  return bounded({
    version: 1,
    inputs,
    others,
    draft: candidate.outcome === 'conflict' ? 'conflict' : null,
    theirDraft: isTheirDraft(proposal, state),
    closed: false,
    steps: [...former, step],
  })
}

function lost(proposal: Proposal | null, { branch, world }: Desk): Proposed {
  const end = proposal?.merged === true ? 'merged' : 'closed'
  world.log.info(
    proposal === null || proposal.open
      ? `${branch} was moved by another run or a person meanwhile: this run leaves it as it is.`
      : `${proposal.url} was ${end} meanwhile: this run leaves it as it is.`,
  )
  return { kind: 'lost', proposal }
}

function tellSignature(signature: { verified: boolean; reason: string } | null, { world }: Desk): void {
  if (signature === null) return
  world.log.info(
    signature.verified
      ? 'The commit is signed by GitHub (verified).'
      : `The commit is not signed (${signature.reason}): GitHub signs what the job’s own token or an App commits.`,
  )
}

async function tellDefaultAccount({ proposals, world }: Desk): Promise<void> {
  if ((await proposals.account()) === 'default')
    world.log.info(
      'This is the job’s own token: workflows of its pull requests wait until somebody approves their run. With the token of an App they start at once (docs/reference.md, “The token of an App”).',
    )
}
