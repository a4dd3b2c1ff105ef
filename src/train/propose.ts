import type { LockedCandidate } from '../config/lock.ts'
import type { Published } from '../host/host.ts'
import type { BaseBranch, Branch, Proposal } from '../host/proposals.ts'
import { TrainError } from '../kernel/errors.ts'
import { type Candidate, countsOf } from '../report/candidate.ts'
import { pullRequestTitle } from '../report/pull-request.ts'
import type { Applied } from './apply.ts'
import type { KeptAnswers } from './branch-answers.ts'
import { type CarriedOverlay, isOverlayAsCarried, nothingCarried } from './carry-overlay.ts'
import { changedMeanwhile } from './changed-meanwhile.ts'
import { conflictFiles, type LaidConflicts } from './conflict-files.ts'
import { autoMergeAfter, isTheirDraft } from './drafts.ts'
import { label, mergeItself, ownLabel, rememberRefused } from './finish-proposal.ts'
import { assertHeldBack, holdBack, letGo } from './hold-back.ts'
import { latestProposal } from './latest-proposal.ts'
import { bodyOf } from './proposal-body.ts'
import { anotherToken, type Desk } from './proposal-desk.ts'
import { answerFiles, assertBaseAsChecked, proposedLock } from './proposal-files.ts'
import {
  bounded,
  commitMarks,
  type ProposalState,
  type ProposalStep,
  parseProposalState,
  withTicksSince,
} from './proposal-state.ts'
import type { Going } from './standing.ts'

/** What a run made, to be proposed. */
export interface Making {
  candidate: Candidate
  published: Published
  /** People's answers that stay on the branch. */
  kept: KeptAnswers
  /** Null after a conflict. */
  passed: { locked: LockedCandidate; applied: Pick<Applied, 'used' | 'made'>; carried: CarriedOverlay } | null
}

export type Proposed =
  | { kind: 'proposed'; proposal: Proposal }
  /** Another run, or a person, was first; their pull request. */
  | { kind: 'lost'; proposal: Proposal | null }

/** Before the long work: what GitHub would not do afterwards. Throws `config` with the way out. */
export async function assertProposable({ settings, proposals }: Desk): Promise<void> {
  if (settings.proposal.autoMerge === null || (await proposals.account()) === 'other') return
  throw new TrainError(
    'config',
    '`auto-merge` needs a token of which GitHub says whose it is: what the job’s own merges starts no workflow, so nothing would be published after the merge.',
    { hint: anotherToken },
  )
}

/**
 * Station 5: the candidate on the track's branch and in its pull request, for people to decide. Commits are appended, never
 * replaced: the branch moves only where it is still where the run found it.
 */
export async function propose(making: Making, standing: Going, desk: Desk): Promise<Proposed> {
  const { proposals, branch, settings, world } = desk
  const first = await changedMeanwhile(standing, desk)
  if (first.kind === 'gone') return lost(first.now, desk)
  const base = await proposals.base()
  const carried = making.passed?.carried ?? nothingCarried
  if (!(await isOverlayAsCarried(carried, base, desk))) return overtaken(first.standing.proposal, base, desk)
  const { files, laid } = await filesOf(making, base, standing, desk)
  const { candidate } = making
  const title = world.secrets.redact(pullRequestTitle(candidate))
  const marks = { level: candidate.to.level, inputs: desk.inputs }
  const former = standing.branch
  const made = await proposals.commit({
    tree: base.tree,
    parents: parentsOf(former, base),
    files,
    executable: carried.executable,
    message: tree => `${title}\n\n${commitMarks(marks, tree)}`,
    same: former?.holds === base.commit ? headOf(former) : null,
  })
  tellSignature(made.signature, desk)
  // What a person did to it while the run worked is what counts.
  const before = await changedMeanwhile(standing, desk)
  if (before.kind === 'gone') return lost(before.now, desk)
  const going = before.standing
  const held = going.proposal === null ? null : await heldBack(going.proposal, going.state, candidate, desk)
  const state = nextState(making, going, held, made.sha, desk)
  const draft = state.draft !== null || state.theirDraft
  if (made.sha !== former?.head && !(await proposals.moveBranch(branch, former?.head ?? null, made.sha))) {
    const latest = await latestProposal(desk)
    if (held !== null && going.proposal !== null) await letGo(held, going.proposal, latest, desk)
    return lost(latest, desk)
  }

  const after = held === null ? null : await changedMeanwhile(standing, desk)
  if (after?.kind === 'gone') return lost(after.now, desk)
  const seen = after?.standing.proposal ?? null
  const open =
    seen === null || held === null ? null : { ...seen, draft: held.draft, autoMerge: held.autoMerge }
  const described = world.secrets.redact(await bodyOf(making, going, state, laid, desk))
  const body = withTicksSince(described, standing.proposal?.body ?? '', open?.body ?? '')
  const text = { title, body, draft }
  const proposal = open ?? (await proposals.open(branch, text)) ?? (await openedAlready(state, desk))
  if (proposal === null) return lost(await latestProposal(desk), desk)
  if (open !== null) await proposals.refresh(open, text)
  if (!proposal.labels.includes(ownLabel)) await proposals.assign(proposal, settings.proposal)
  const now = { ...proposal, ...text, head: made.sha }
  const merging = await mergeItself(now, state, { passed: candidate.outcome === 'updated' }, desk)
  const security = (countsOf(candidate).security ?? 0) > 0
  const isReady = open === null && draft && !proposal.draft
  const said = isReady ? await rememberRefused(now, merging, 'draft', desk) : merging
  await label(now, { security, conflict: candidate.outcome === 'conflict' }, said, desk)
  world.log.info(`${open === null ? 'Opened' : 'Refreshed'}: ${proposal.url}`)
  await tellDefaultAccount(desk)
  return { kind: 'proposed', proposal: now }
}

/**
 * Before the branch moves: nobody merges conflicts, and GitHub nothing untested. Gives the pull request as it is then. Throws
 * `refused` where GitHub would merge it all the same.
 */
async function heldBack(
  open: Proposal,
  state: ProposalState | null,
  { outcome, tests }: Candidate,
  desk: Desk,
): Promise<Proposal> {
  const isConflict = outcome === 'conflict'
  if (!isConflict && (desk.settings.proposal.autoMerge === null || tests?.passed === true)) return open
  const held = await holdBack(open, state, isConflict ? 'draft' : 'by-hand', desk)
  assertHeldBack(held)
  // Where there are no drafts that was said, and is not tried again.
  return isConflict ? { ...held, draft: true } : held
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
  const { locked, applied, carried } = passed
  const lock = await proposedLock(locked, base, branch?.head ?? null, desk)
  const had = [...applied.used, ...applied.made].map(({ key }) => key)
  const files = await answerFiles([...kept, ...had.filter(key => !carried.keys.has(key))], desk)
  return { files: new Map([...files, ...carried.files, [desk.places.lock, lock]]), laid: null }
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
  held: Proposal | null,
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
    autoMerge: held === null || proposal === null ? null : autoMergeAfter(proposal, held, state),
    closed: false,
    refused: [],
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

function overtaken(proposal: Proposal | null, { name }: BaseBranch, { world }: Desk): Proposed {
  world.log.info(`The overlay was changed on ${name} meanwhile: the next run proposes with that.`)
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
