import type { Proposal } from '../host/proposals.ts'
import { pullRequestBody } from '../report/pull-request.ts'
import type { LaidConflicts } from './conflict-files.ts'
import type { Desk } from './proposal-desk.ts'
import {
  boxesHeading,
  boxLine,
  formatProposalState,
  type ProposalState,
  type ProposalStep,
} from './proposal-state.ts'
import type { Making } from './propose.ts'
import type { Going } from './standing.ts'

/** The description of a track's pull request, with what the next run must know of it. */
export async function bodyOf(
  { candidate, published }: Making,
  { proposal, state: former }: Going,
  state: ProposalState,
  laid: LaidConflicts | null,
  { proposals, places, branch }: Desk,
): Promise<string> {
  const reviewed = proposal === null || former === null ? null : await proposals.lastReviewed(proposal)
  return pullRequestBody(candidate, {
    since: former === null ? null : sinceLines(former, reviewed, state.steps.at(-1)),
    conflicts: laid === null ? null : { folder: places.conflicts, branch, left: laid.left },
    artifacts: { pack: published.pack?.url ?? null, report: published.report?.url ?? null },
    boxes: [
      boxesHeading,
      '',
      boxLine(
        'rebuild',
        '**rebuild from scratch**: the next run makes the branch’s files anew from the base branch',
      ),
      boxLine(
        'unignore',
        `**propose again**: closing without merging skips level ${candidate.to.level}; ticked, the next run proposes it again`,
      ),
    ],
    hidden: formatProposalState(state),
  })
}

/** What is other than at the last review, or than before where nobody reviewed. */
function sinceLines(
  { steps }: ProposalState,
  reviewed: string | null,
  now: ProposalStep | undefined,
): { reviewed: boolean; lines: string[] } | null {
  const atReview = steps.findLast(({ head }) => head === reviewed)
  const before = atReview ?? steps.at(-1)
  if (before === undefined || now === undefined) return null
  const come = now.updates.filter(id => !before.updates.includes(id))
  const gone = before.updates.filter(id => !now.updates.includes(id))
  const lines = [
    ...(before.level === now.level ? [] : [`level ${before.level} → ${now.level}`]),
    ...(come.length === 0 ? [] : [`new updates: ${come.join(', ')}`]),
    ...(gone.length === 0 ? [] : [`updates that are not in it any more: ${gone.join(', ')}`]),
    ...(before.content === null && now.content !== null ? ['the conflicts are answered'] : []),
    ...(before.content !== null && now.content === null ? ['there are conflicts to answer'] : []),
    ...(before.content !== null && now.content !== null && before.content !== now.content
      ? ['other files in the pack']
      : []),
  ]
  return {
    reviewed: atReview !== undefined,
    lines: lines.length === 0 ? ['the same candidate, made again'] : lines,
  }
}

const notice = /^<!-- update-train:notice -->[\s\S]*?<!-- update-train:end -->\n\n/

/** The body below a few words that the next refresh takes away. */
export function withNotice(proposal: Proposal, text: string): string {
  return `<!-- update-train:notice -->\n${text}\n<!-- update-train:end -->\n\n${withoutNotice(proposal)}`
}

export function withoutNotice({ body }: Proposal): string {
  return body.replace(notice, '')
}
