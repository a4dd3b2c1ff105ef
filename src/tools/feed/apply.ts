import { join } from 'node:path'
import type { ChannelDocument, FileList } from '../../feed/format.ts'
import type { Feed } from '../../feed/open-feed.ts'
import { assertSpace } from '../../kernel/disk-space.ts'
import { TrainError } from '../../kernel/errors.ts'
import { exists } from '../../kernel/files.ts'
import { temporaryFolder } from '../../kernel/temporary.ts'
import type { World } from '../../kernel/world.ts'
import { parentsOf } from '../../kernel/writable-folders.ts'
import {
  conflictsOf,
  decideTree,
  keepDirectory,
  noticesOf,
  type TreeDecisions,
} from '../../merge/decide-tree.ts'
import type { PathClass } from '../../merge/decision.ts'
import { keepReplaced, type Merging } from '../../merge/merging.ts'
import { homeTree } from '../../pack/inventory.ts'
import type { Tree } from '../../pack/tree.ts'
import type { Application, ApplyRequest, LevelState } from '../update-tool.ts'
import { treeOf } from './list-tree.ts'
import { settle } from './settle.ts'
import { formatFeedState } from './state.ts'
import { type HomeWrite, writeHome } from './write-home.ts'

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
    progress: (done, total) => world.log.progress('reading the home', done, total),
  })
  const theirs = treeOf(target)
  const trees = { base: treeOf(base), ours, theirs }
  const decisions = await keepState(base, ours, decideTree(trees, classOf, target.renames), home)
  const conflicts = conflictsOf(decisions)
  await using blobs = await temporaryFolder(world.temporary)
  const settled = await settle(conflicts, trees, feed, merging, { home, blobs: blobs.path })
  if (settled.open.length > 0) return { kind: 'conflict', conflicts: settled.open }

  const writes = plan(decisions, theirs)
  const { copies, wanted } = sources(writes, ours)
  const bytes = wanted.reduce((sum, { size }) => sum + size, 0)
  await assertSpace('Fetching and writing what the update changes', [
    { folder: blobs.path, bytes },
    { folder: home, bytes },
  ])
  const fetchedBytes = await feed.fetchBlobs(wanted, blobs.path)
  for (const [path, decision] of decisions) {
    const entry = ours.get(path)
    if (
      (decision.action === 'write' || decision.action === 'delete') &&
      decision.replaces &&
      entry !== undefined
    )
      await keepReplaced(merging.replaced, path, entry, join(home, path))
  }
  await writeHome({
    home,
    deletes: [
      ...[...decisions].filter(([, { action }]) => action === 'delete').map(([path]) => path),
      ...settled.deletes,
    ].sort(),
    writes: [...writes, ...settled.writes],
    modes: modesOf(decisions, ours),
    copies,
    blobs: blobs.path,
    timestamp: request.to.timestamp,
    state: stateOf(request, target),
    signal: world.signal,
  })
  const notices = [...noticesOf(decisions), ...settled.notices]
  return { kind: 'applied', notices, used: settled.used, fetchedBytes, summary: null }
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

function plan(decisions: TreeDecisions, theirs: Tree): HomeWrite[] {
  const writes: HomeWrite[] = []
  for (const [path, decision] of decisions) {
    const entry = theirs.get(path)
    if (decision.action !== 'write' || entry === undefined || entry.kind === 'special') continue
    writes.push(entry.kind === 'link' ? { path, entry } : { path, entry, mode: decision.mode ?? entry.mode })
  }
  return writes
}

/** Where each content comes from: a file that the home holds already, or a blob to fetch. */
function sources(
  writes: readonly HomeWrite[],
  ours: Tree,
): { copies: Map<string, string>; wanted: { sha256: string; size: number; path: string }[] } {
  const held = new Map<string, string>()
  for (const [path, entry] of ours) if (entry.kind === 'file') held.set(entry.sha256, path)
  const copies = new Map<string, string>()
  const wanted = []
  for (const { path, entry } of writes) {
    if (entry.kind !== 'file') continue
    const holder = held.get(entry.sha256)
    if (holder === undefined) wanted.push({ sha256: entry.sha256, size: entry.size, path })
    else copies.set(entry.sha256, holder)
  }
  return { copies, wanted }
}

/** Permission bits of paths whose content stays. A link has none, and `chmod` would set those of what it leads to. */
function modesOf(decisions: TreeDecisions, ours: Tree): Map<string, number> {
  const modes = new Map<string, number>()
  for (const [path, { action, mode }] of decisions)
    if (action === 'nothing' && mode !== undefined && ours.get(path)?.kind !== 'link') modes.set(path, mode)
  return modes
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
