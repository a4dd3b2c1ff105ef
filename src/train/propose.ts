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
import { bodyOf } from './proposal-body.ts'
import type { Desk } from './proposal-desk.ts'
import { answerFiles, assertBaseAsChecked, proposedLock } from './proposal-files.ts'
import { bounded, commitMarks, type ProposalState, type ProposalStep } from './proposal-state.ts'
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

/** Labels that we set and take away as it is. */
const ownLabels = ['security', 'conflict']

/** Before the long work: what GitHub would not do afterwards. Throws `config` with the way out. */
export async function assertProposable({ settings, proposals }: Desk): Promise<void> {
  if (settings.proposal.autoMerge === null || !(await proposals.isDefaultAccount())) return
  throw new TrainError(
    'config',
    '`auto-merge` needs another token than the job’s own: what GitHub merges in its name starts no workflow, so nothing would be published after the merge.',
    {
      hint: 'Give the token of a GitHub App as `token` (docs/reference.md, “The token of an App”), or leave `auto-merge` out.',
    },
  )
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
  if (made.sha !== former?.head && !(await proposals.moveBranch(branch, former?.head ?? null, made.sha)))
    return lost(await proposals.latest(branch), desk)

  const state = nextState(making, standing, made.sha, desk)
  const body = world.secrets.redact(await bodyOf(making, standing, state, laid, desk))
  const text = { title, body, draft: state.draft !== null || isTheirDraft(standing) }
  const proposal = standing.proposal ?? (await proposals.open(branch, text))
  if (proposal === null) return lost(await proposals.latest(branch), desk)
  if (standing.proposal === null) await proposals.assign(proposal, settings.proposal)
  else await proposals.refresh(proposal, text)
  await label(proposal, candidate, desk)
  await mergeItself(proposal, candidate, desk)
  world.log.info(`${standing.proposal === null ? 'Opened' : 'Refreshed'}: ${proposal.url}`)
  await tellDefaultAccount(desk)
  return { kind: 'proposed', proposal: { ...proposal, ...text, head: made.sha } }
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
  { state, rebuild }: Going,
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
    closed: false,
    steps: [...former, step],
  })
}

/** A person made it a draft: a person marks it as ready. */
function isTheirDraft({ proposal, state }: Going): boolean {
  return proposal?.draft === true && state !== null && state.draft === null
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

async function label(proposal: Proposal, candidate: Candidate, { proposals, settings }: Desk): Promise<void> {
  const wanted = [
    'update-train',
    ...(countsOf(candidate).security > 0 ? ['security'] : []),
    ...(candidate.outcome === 'conflict' ? ['conflict'] : []),
    ...settings.proposal.labels,
  ]
  const unwanted = ownLabels.filter(one => !wanted.includes(one))
  await proposals.label(proposal, [...new Set(wanted)], unwanted)
}

async function mergeItself(
  proposal: Proposal,
  { outcome, tests }: Candidate,
  { proposals, settings, world }: Desk,
): Promise<void> {
  const { autoMerge } = settings.proposal
  if (autoMerge === null || outcome !== 'updated') return
  if (tests?.passed === true) await proposals.mergeWhenReady(proposal, autoMerge)
  else world.log.warning('`auto-merge` is left out: no tests are configured, so nothing was tested.')
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
  if (await proposals.isDefaultAccount())
    world.log.info(
      'This is the job’s own token: workflows of its pull requests wait until somebody approves their run. With the token of an App they start at once (docs/reference.md, “The token of an App”).',
    )
}
