import type { Proposal } from '../host/proposals.ts'
import { TrainError } from '../kernel/errors.ts'
import { ownLabel } from './finish-proposal.ts'
import type { Desk } from './proposal-desk.ts'

/** Whether a pull request was made by a run, whoever's token that had. `name` is the track's, as titles have it. */
export function bearsOurSign({ labels, body, title }: Proposal, name: string): boolean {
  return (
    labels.includes(ownLabel) ||
    body.includes('<!-- update-train:state ') ||
    title.startsWith(`Update ${name}: level `)
  )
}

/**
 * The track's pull request into the base: the open one, else the newest of ours; null where there is none. What people
 * opened from the branch into another one, and closed ones that bear no sign of ours, do not count; who opened it says
 * nothing, as tokens change. Throws `config` where ours is open into another branch.
 */
export async function latestProposal({ proposals, branch, name }: Desk): Promise<Proposal | null> {
  const all = await proposals.ofBranch(branch)
  const isOurs = (proposal: Proposal): boolean => bearsOurSign(proposal, name)
  const here = all.filter(({ base }) => base === proposals.baseName)
  // GitHub takes no second one beside it, whoever opened it.
  const open = here.find(one => one.open)
  if (open !== undefined) return open
  const elsewhere = all.find(one => one.open && isOurs(one))
  if (elsewhere === undefined) return here.find(isOurs) ?? null
  throw new TrainError(
    'config',
    `${elsewhere.url} goes into ${elsewhere.base}, and this run stands on ${proposals.baseName}.`,
    { hint: 'Run on that branch, give each branch a track of its own, or change the pull request’s base.' },
  )
}
