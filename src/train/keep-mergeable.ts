import { formatLock, lockedTrack, parseLock, withoutTrack, withTrack } from '../config/lock.ts'
import type { Proposal } from '../host/proposals.ts'
import { carriedOn } from './carried-on-branch.ts'
import { executableOf } from './carry-overlay.ts'
import type { Desk } from './proposal-desk.ts'
import { isBaseAsChecked } from './proposal-files.ts'
import { commitMarks, type ProposalState, withProposalState } from './proposal-state.ts'

/**
 * Another track's pull request was merged, and ours met its lines in the lock: ours is laid over the lock as it is now.
 * The candidate is the same; nothing is built, and nothing tested.
 */
export async function keepMergeable(proposal: Proposal, state: ProposalState, desk: Desk): Promise<void> {
  const { proposals, branch, others, places, settings, origin, world } = desk
  const step = state.steps.at(-1)
  if (state.others === others || state.draft === 'conflict' || step === undefined) return
  if (!(await proposals.isStuck(proposal))) return
  const base = await proposals.base()
  if (!(await isBaseAsChecked(base, desk))) return
  const [now, ours] = [
    await proposals.readFile(base.commit, places.lock),
    await proposals.readFile(proposal.head, places.lock),
  ]
  if (ours === null) return
  const { productName: product } = origin
  const entry = lockedTrack(
    parseLock(ours.toString(), `${places.lock} of ${branch}`),
    product,
    settings.track,
  )
  if (entry === null) return
  const lock = parseLock(
    now?.toString() ?? '{"version": 1, "products": {}}',
    `${places.lock} of ${base.name}`,
  )
  const laid = withTrack(withoutTrack(lock, product, settings.track), product, settings.track, entry)
  const carried = await carriedOn(proposal.head, base, desk)
  if (carried === null) return
  const files = new Map<string, Buffer>([...carried, [places.lock, Buffer.from(formatLock(laid))]])
  for (const [path, blob] of await proposals.list(proposal.head, places.resolutions))
    files.set(`${places.resolutions}/${path}`, await proposals.read(blob))
  const { sha } = await proposals.commit({
    tree: base.tree,
    parents: [proposal.head, base.commit],
    files,
    executable: executableOf(carried.keys(), desk),
    message: tree =>
      `Lay ${desk.name} over the lock of ${base.name}\n\n${commitMarks({ level: step.level, inputs: state.inputs }, tree)}`,
    same: null,
  })
  if (!(await proposals.moveBranch(branch, proposal.head, sha))) {
    world.log.info(`${branch} was moved by somebody else meanwhile; it is left as it is.`)
    return
  }
  const steps = [...state.steps.slice(0, -1), { ...step, head: sha }]
  const body = withProposalState(proposal.body, { ...state, others, steps })
  await proposals.refresh(proposal, { title: proposal.title, body, draft: proposal.draft })
  world.log.info(`${proposal.url} met the lock of ${base.name}, and was laid over it again.`)
}
