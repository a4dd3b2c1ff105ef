import { dirname, join, relative } from 'node:path'
import { readLock } from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import type { Host } from '../host/host.ts'
import type { Proposals } from '../host/proposals.ts'
import { TrainError } from '../kernel/errors.ts'
import type { Sha256 } from '../kernel/sha256.ts'
import type { World } from '../kernel/world.ts'
import type { Overlay } from '../merge/overlay.ts'
import type { Availability, Hotfix } from '../tools/update-tool.ts'
import type { Origin } from './origin.ts'
import { inputsDigest, othersDigest } from './proposal-inputs.ts'

/** Where conflicts lie on a track's branch, from the working directory. */
const conflictsFolder = '.update-train/conflicts'

/** All that the proposals of one track go by. */
export interface Desk {
  proposals: Proposals
  settings: Settings
  origin: Origin
  availability: Availability
  world: World
  /** `update-train/<product>/<track>`. */
  branch: string
  /** `widget-1.0.0 (dev)`. */
  name: string
  inputs: Sha256
  others: Sha256
  /** The team's files, as the run reads them. */
  overlay: Overlay | null
  /** Paths in the repository; `overlay` is null where its folder is not in the lock's. */
  places: { lock: string; resolutions: string; conflicts: string; overlay: string | null }
}

/** What is known of a run before any pack is read. */
export interface ProposedWork {
  settings: Settings
  origin: Origin
  availability: Availability
  overlay: Overlay | null
  hotfixes: readonly Hotfix[]
}

/**
 * Null where nothing is to be proposed. Throws `config` where the names make no branch, the lock is outside of the repository,
 * or GitHub's own account is to merge.
 */
export async function openDesk(work: ProposedWork, host: Host, world: World): Promise<Desk | null> {
  const { settings, origin, availability, overlay, hotfixes } = work
  if (!settings.publish.includes('pull-request')) return null
  const { proposals } = host
  if (proposals === null) {
    host.log.info('No pull request is opened: only the action on GitHub does that.')
    return null
  }
  await assertMayMerge(settings, proposals)
  const { productName: product } = origin
  const { track } = settings
  const conflicts = join(world.cwd, conflictsFolder, product, track, 'conflicts.json')
  return {
    proposals,
    settings,
    origin,
    availability,
    world,
    branch: branchOf(product, track),
    name: `${product} (${track})`,
    inputs: await inputsDigest(settings, origin, availability, overlay, hotfixes),
    others: othersDigest(await readLock(settings.lock), product, track),
    overlay,
    places: {
      overlay: overlayPlace(settings, proposals),
      lock: proposals.pathOf(settings.lock),
      resolutions: proposals.pathOf(settings.resolutions),
      conflicts: proposals.pathOf(conflicts).replace(/\/conflicts\.json$/, ''),
    },
  }
}

/** Said by every run: a quiet one as well tells whoever has just configured it. */
async function assertMayMerge({ proposal }: Settings, proposals: Proposals): Promise<void> {
  if (proposal.autoMerge === null || (await proposals.account()) !== 'default') return
  throw new TrainError(
    'config',
    '`auto-merge` needs another token than the job’s own: what GitHub merges in its name starts no workflow, so nothing would be published after the merge.',
    { hint: anotherToken },
  )
}

export const anotherToken =
  'Give the token of a GitHub App as `token` (docs/reference.md, “The token of an App”), or leave `auto-merge` out.'

/** In a repository of its own (a submodule), the folder has another path there than from the lock. */
function overlayPlace({ overlay, lock }: Settings, proposals: Proposals): string | null {
  if (overlay === null) return null
  const fromLock = join(dirname(proposals.pathOf(lock)), relative(dirname(lock), overlay))
  try {
    const place = dirname(proposals.pathOf(join(overlay, 'file')))
    return place === fromLock && place !== '.' ? place : null
  } catch (error) {
    if (error instanceof TrainError && error.code === 'config') return null
    throw error
  }
}

/** Names of products and tracks are branch names already, but for what git refuses (`git check-ref-format`). */
function branchOf(product: string, track: string): string {
  for (const name of [product, track])
    if (name.includes('..') || name.endsWith('.lock'))
      throw new TrainError('config', `${name} cannot be part of a branch’s name.`, {
        hint: 'Choose a product or track without `..`, and not ending with `.lock`.',
      })
  return `update-train/${product}/${track}`
}
