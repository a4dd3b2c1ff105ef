import { join } from 'node:path'
import type { ChannelDocument, FileList } from '../../feed/format.ts'
import type { Feed } from '../../feed/open-feed.ts'
import { assertSpace } from '../../kernel/disk-space.ts'
import { TrainError } from '../../kernel/errors.ts'
import { exists } from '../../kernel/files.ts'
import { temporaryFolder } from '../../kernel/temporary.ts'
import type { World } from '../../kernel/world.ts'
import { parentsOf } from '../../kernel/writable-folders.ts'
import { takeKinds } from '../../merge/decide-kinds.ts'
import { decideTree, keepDirectory, type TreeDecisions } from '../../merge/decide-tree.ts'
import type { PathClass } from '../../merge/decision.ts'
import type { Merging } from '../../merge/merging.ts'
import { keepAllReplaced, planHome } from '../../merge/plan-home.ts'
import { homeTree } from '../../pack/inventory.ts'
import type { Tree } from '../../pack/tree.ts'
import { writeHome } from '../../pack/write-home.ts'
import type { Application, ApplyRequest, LevelState } from '../update-tool.ts'
import { treeOf } from './list-tree.ts'
import { stateFile } from './recognise.ts'
import { formatFeedState } from './state.ts'

/**
 * Brings a home from one level to another by the two levels' file lists: base and target of the decision table.
 * Every decision is taken and every blob is there and verified before the first write; a conflict writes nothing.
 */
export async function applyLists(feed: Feed, request: ApplyRequest, world: World): Promise<Application> {
  const channel = await feed.channel(request.product, request.channel)
  assertAsChecked(channel, request.from)
  assertAsChecked(channel, request.to)
  const { home, merging } = request
  const base = classed(await feed.fileList(channel, request.from.level), merging)
  const target = classed(await feed.fileList(channel, request.to.level), merging)
  const classOf = classes(base, target)
  const ours = await homeTree(home, {
    signal: world.signal,
    skip: isLeftOut(base, target),
    progress: (done, total, files) => world.log.progress('reading the home', done, total, files),
  })
  const trees = { base: treeOf(base), ours, theirs: treeOf(target) }
  const decided = decideTree(trees, classOf, target.renames)
  const classOfAny = (path: string): PathClass => merging.classOf(path) ?? classOf(path)
  const settled = merging.onConflict === 'theirs' ? takeKinds(decided, trees, classOfAny) : decided
  const decisions = await keepState(base, ours, settled, home)
  await using blobs = await temporaryFolder(world.temporary)
  const planned = await planHome(decisions, trees, feed, merging, { home, blobs: blobs.path })
  if (planned.kind === 'conflict') return planned

  const { wanted, notices, used, ...steps } = planned
  const bytes = wanted.reduce((sum, { size }) => sum + size, 0)
  await assertSpace('Fetching and writing what the update changes', [
    { folder: blobs.path, bytes },
    { folder: home, bytes },
  ])
  const fetchedBytes = await feed.fetchBlobs(wanted, blobs.path)
  await keepAllReplaced(decisions, ours, home, merging.replaced)
  await writeHome({
    ...steps,
    home,
    blobs: blobs.path,
    timestamp: request.to.timestamp,
    last: { path: stateFile, content: stateOf(request, target) },
    signal: world.signal,
  })
  return { kind: 'applied', notices, used, fetchedBytes, summary: null }
}

/** A list with the classes that the team gives its paths. */
function classed(list: FileList, { classOf }: Merging): FileList {
  const files: FileList['files'] = {}
  for (const [path, entry] of Object.entries(list.files))
    files[path] = { ...entry, class: classOf(path) ?? entry.class }
  return { ...list, files }
}

/**
 * What of a home is never read: `updates/`, files of class `state`, and what lies unlisted below a directory of that class.
 * A directory is looked into where a listed path of another class lies below it.
 */
function isLeftOut(base: FileList, target: FileList): (path: string) => boolean {
  const known = new Map([...Object.entries(base.files), ...Object.entries(target.files)])
  const wanted = new Set<string>()
  for (const [path, entry] of known)
    if (entry.class !== 'state') for (const parent of [path, ...parentsOf(path)]) wanted.add(parent)
  const isState = (path: string): boolean => known.get(path)?.class === 'state'
  return path =>
    path === 'updates' ||
    (!wanted.has(path) && (isState(path) || (!known.has(path) && parentsOf(path).some(isState))))
}

/** The target's word counts; a path that it no longer has keeps the base's class. */
function classes(base: FileList, target: FileList): (path: string) => PathClass {
  const known = new Map([...Object.entries(base.files), ...Object.entries(target.files)])
  return path => known.get(path)?.class ?? 'config'
}

/** Between check and apply a level may be rewritten as well. */
function assertAsChecked(channel: ChannelDocument, state: LevelState): void {
  const found = state.level === 0 ? channel.base : channel.levels.find(one => one.level === state.level)
  if (state.fileList === null || found?.files.sha256 === state.fileList) return
  throw new TrainError(
    'verification',
    `Level ${state.level} of channel ${channel.channel} was rewritten since it was checked.`,
    { hint: 'A published level must never change: ask the publisher what happened before you go on.' },
  )
}

/** Row 20 for what no tree shows: a directory that is to become something else while state is inside. */
async function keepState(
  base: FileList,
  ours: Tree,
  decisions: TreeDecisions,
  home: string,
): Promise<TreeDecisions> {
  const state = Object.entries(base.files).filter(([, entry]) => entry.class === 'state')
  const kept = new Map(decisions)
  for (const [path, { action }] of decisions) {
    if (action !== 'write' || ours.get(path)?.kind !== 'directory') continue
    for (const [inside] of state) {
      if (!inside.startsWith(`${path}/`) || !(await exists(join(home, inside)))) continue
      keepDirectory(path, kept)
      break
    }
  }
  return kept
}

function stateOf({ product, channel, to }: ApplyRequest, target: FileList): string {
  const state = Object.entries(target.files).filter(
    ([, entry]) => entry.class === 'state' && entry.kind !== 'directory',
  )
  return formatFeedState({
    product: `${product.name}-${product.version}`,
    channel,
    level: to.level,
    timestamp: to.timestamp,
    files: to.fileList ?? '',
    state: state.map(([path]) => path).sort(),
  })
}
