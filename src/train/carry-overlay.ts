import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BaseBranch } from '../host/proposals.ts'
import { sha256 } from '../kernel/sha256.ts'
import { answeredOverlay, type FormerAnswers } from '../merge/answered-overlay.ts'
import type { Overlay } from '../merge/overlay.ts'
import { answersDigest, blobName } from '../merge/resolutions.ts'
import { contentDigest } from '../pack/content-digest.ts'
import type { Tree, TreeEntry } from '../pack/tree.ts'
import type { Candidate, OverlayEvidence } from '../report/candidate.ts'
import type { Applied } from './apply.ts'
import { takeOver } from './new-answer.ts'
import type { Desk } from './proposal-desk.ts'

/** Files of the team's overlay that a pull request brings up to date, by their paths in the repository. */
export interface CarriedOverlay {
  files: ReadonlyMap<string, Buffer>
  executable: ReadonlySet<string>
  /** Git's names of what the base branch holds there. */
  former: ReadonlyMap<string, string>
  /** Of the answers that stood for them, and need not any more. */
  keys: ReadonlySet<string>
}

export const nothingCarried: CarriedOverlay = {
  files: new Map(),
  executable: new Set(),
  former: new Map(),
  keys: new Set(),
}

/**
 * Takes what was merged of the overlay into the pull request, at the overlay's own paths: once that is merged, the overlay is
 * up to date. Only where the base branch holds a file exactly as the run read it: nobody's work is overwritten.
 * The candidate is then known by the overlay as it will be, and says which files come along and why others do not.
 */
export async function carryOverlay(
  candidate: Candidate,
  { vendor, used, made }: Pick<Applied, 'vendor' | 'used' | 'made'>,
  desk: Desk,
): Promise<CarriedOverlay> {
  const { overlay: team, proposals, settings, places } = desk
  const { overlay, digests } = candidate
  if (overlay === null || digests === null || team === null || overlay.merged.length === 0)
    return nothingCarried
  const leave = (left: OverlayEvidence['left']): CarriedOverlay => {
    candidate.overlay = { ...overlay, left }
    return nothingCarried
  }
  const leaveAll = (reason: string) => leave(overlay.merged.map(({ path }) => ({ path, reason })))
  if (settings.base !== null) return leaveAll('the pack itself is customised')
  if (places.overlay === null) return leaveAll('the overlay is outside of the repository')
  if (overlay.sharer !== null) return leaveAll(`${overlay.sharer} lays the same overlay, or may do so`)

  const base = await proposals.base()
  const there = await proposals.list(base.commit, places.overlay)
  const files = new Map<string, Buffer>()
  const former = new Map<string, string>()
  const tree = new Map<string, TreeEntry>(team.tree)
  const carried: { path: string; key: string }[] = []
  const left: OverlayEvidence['left'] = []
  for (const one of overlay.merged) {
    const { path, key } = one
    const [entry, blob] = [team.tree.get(path), there.get(path)]
    if (entry?.kind !== 'file' || blob === undefined)
      left.push({ path, reason: `${base.name} does not hold it` })
    else if (sha256(await proposals.read(blob)) !== entry.sha256)
      left.push({ path, reason: `${base.name} holds it otherwise` })
    else {
      const file = made.find(answer => answer.key === key)?.file ?? join(settings.resolutions, blobName(key))
      const content = await readFile(file)
      files.set(`${places.overlay}/${path}`, content)
      former.set(`${places.overlay}/${path}`, blob)
      tree.set(path, { ...entry, sha256: sha256(content), size: content.length })
      carried.push(one)
    }
  }
  const paths = carried.map(({ path }) => path)
  const answered = without(digests.answered, paths)
  const carrying = { ...team, tree, digest: contentDigest(tree) }
  if (await isAnsweredAgain(paths, carrying, vendor.tree, settings.resolutions, answered))
    return leaveAll('a recorded answer changes it again')
  const keys = new Set(carried.map(({ key }) => key))
  const all = [...used, ...made.map(({ key, resolution: { result } }) => ({ key, result }))]
  candidate.overlay = {
    ...overlay,
    merged: overlay.merged.filter(({ key }) => !keys.has(key)),
    carried: paths,
    left,
  }
  candidate.digests = {
    ...digests,
    answered,
    overlay: carrying.digest,
    resolutions: answersDigest(all.filter(({ key }) => !keys.has(key))),
  }
  candidate.notices = candidate.notices.map(notice =>
    paths.includes(notice.path) && notice.message.endsWith(takeOver)
      ? { ...notice, drift: false, message: notice.message.replace(takeOver, comesAlong) }
      : notice,
  )
  return { files, former, keys, executable: executableOf(files.keys(), desk) }
}

const comesAlong = 'the pull request has it for your overlay'

function without(answered: FormerAnswers, paths: readonly string[]): FormerAnswers {
  return Object.fromEntries(Object.entries(answered).filter(([path]) => !paths.includes(path)))
}

/** The overlay as it will be must be laid as it is: an older answer may begin with what was merged now. */
async function isAnsweredAgain(
  paths: readonly string[],
  overlay: Overlay,
  vendor: Tree,
  resolutions: string,
  answered: FormerAnswers,
): Promise<boolean> {
  const { standing, edited } = await answeredOverlay(overlay, vendor, resolutions, answered)
  return paths.some(path => standing.has(path) || edited.some(one => one.path === path))
}

/** Which of these paths in the repository the team has as programs. */
export function executableOf(paths: Iterable<string>, { overlay, places }: Desk): Set<string> {
  const modeOf = (path: string): number | null => {
    const entry = overlay?.tree.get(path.slice((places.overlay ?? '').length + 1))
    return entry?.kind === 'file' ? entry.mode : null
  }
  return new Set([...paths].filter(path => modeOf(path) === 0o755))
}

/** Whether the base branch still holds what the carried files are made from. */
export async function isOverlayAsCarried(
  { former }: Pick<CarriedOverlay, 'former'>,
  base: BaseBranch,
  { proposals, places: { overlay } }: Desk,
): Promise<boolean> {
  if (former.size === 0 || overlay === null) return true
  const there = await proposals.list(base.commit, overlay)
  return [...former].every(([path, blob]) => there.get(path.slice(overlay.length + 1)) === blob)
}
