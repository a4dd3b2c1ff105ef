import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from '../../kernel/files.ts'
import { mergeFiles } from '../../merge/text/merge-files.ts'
import { comparePacks } from '../../pack/difference.ts'
import { openPack, type Pack } from '../../pack/open-pack.ts'
import type { Tree, TreeEntry } from '../../pack/tree.ts'
import type { Vendors } from './audited.ts'

/** Where the vendor's side of a home can be had. */
export interface VanillaSource {
  /** The vendor's vanilla pack, as the tool keeps it. */
  vanilla: string
  /** The pack that the home was unpacked from. */
  pack: string | null
  home: string
  /** The installed level is the base: whatever differs from the vanilla pack is the team's. */
  atBase: boolean
  isOwn: (path: string) => boolean
  /** Temporary, for two sides of a merge. */
  folder: () => Promise<string>
}

/**
 * The vendor's tree of the installed level, by its vanilla pack. Above the base that says less: what the home had and
 * neither the vanilla pack nor the new level has is the team's, and the rest is taken for the vendor's.
 */
export async function vendorsByVanilla(source: VanillaSource, before: Tree, after: Tree): Promise<Vendors> {
  const { vanilla, pack, atBase, isOwn } = source
  if (pack === null || !(await exists(vanilla))) return { base: before, isMerged: () => false, isBlind: true }
  await using theirs = await openPack(vanilla)
  await using ours = await openPack(pack)
  const { added, removed, changed, renamed, modeChanged } = comparePacks(theirs, ours)
  const base = new Map(before)
  for (const path of [...added, ...renamed.map(({ to }) => to)])
    if (!isOwn(path) && (atBase || !after.has(path))) base.delete(path)
  for (const path of [...removed, ...changed, ...modeChanged, ...renamed.map(({ from }) => from)]) {
    if (isOwn(path)) continue
    const entry = await entryOf(theirs, path)
    if (atBase || isSameFile(entry, after.get(path))) base.set(path, entry)
  }
  const altered = atBase ? [...removed, ...changed].filter(path => !isOwn(path)) : []
  const others = new Set([...altered, ...added, ...renamed.map(({ to }) => to)])
  const isUntouched = (path: string): boolean => atBase && before.has(path) && !others.has(path)
  return { base, altered, isUntouched, isMerged: path => isMerged(source, path) }
}

/** What a pack has at a path. */
export async function entryOf(pack: Pack, path: string): Promise<TreeEntry> {
  const { kind = 'directory', mode = 0o755, size = 0 } = pack.entries.get(path) ?? {}
  if (kind === 'directory') return { kind, mode }
  if (kind === 'link') return { kind, target: (await pack.read(path, size)).toString('utf8') }
  const hasher = createHash('sha256')
  for await (const piece of pack.stream(path)) hasher.update(piece)
  return { kind, mode, size, sha256: hasher.digest('hex') }
}

/** Whether both are files of the same content. */
export function isSameFile(one: TreeEntry | undefined, other: TreeEntry | undefined): boolean {
  return one?.kind === 'file' && other?.kind === 'file' && one.sha256 === other.sha256
}

async function isMerged({ vanilla, pack, home, folder }: VanillaSource, path: string): Promise<boolean> {
  if (pack === null) return false
  const at = await folder()
  const base = await fileOf(vanilla, path, join(at, 'base'))
  return holdsOurs({ path, base, pack, home, folder: at })
}

async function fileOf(pack: string, path: string, out: string): Promise<string> {
  await using opened = await openPack(pack)
  await writeFile(out, opened.stream(path))
  return out
}

/** Whether all that a team had changed is in a file that a tool made: merging it with what the team had changes nothing. */
export async function holdsOurs({
  path,
  base,
  pack,
  home,
  folder,
}: {
  path: string
  /** The vendor's file before. */
  base: string
  /** What the home was unpacked from. */
  pack: string
  home: string
  /** Temporary. */
  folder: string
}): Promise<boolean> {
  const theirs = join(home, path)
  const files = { base, ours: await fileOf(pack, path, join(folder, 'ours')), theirs }
  const merge = await mergeFiles(path, files)
  return merge.kind === 'merged' && merge.content.equals(await readFile(theirs))
}
