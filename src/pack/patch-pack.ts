import { join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import { readChange } from './change-content.ts'
import { contentFile } from './content-file.ts'
import { type DiffManifest, diffManifestName, type Held } from './diff-manifest.ts'
import { readTarget } from './entry-content.ts'
import { findClash } from './name-clashes.ts'
import type { Brought, DiffZip } from './open-diff.ts'
import type { Pack, PackEntry } from './open-pack.ts'
import { type Pace, startPace, type Work } from './pace.ts'
import { damaged, unsafe } from './pack-error.ts'
import type { WrittenPack } from './write-pack.ts'
import { contentOf, writeZip, type ZipOutput } from './zip-output.ts'

export interface PatchWork extends Work {
  diff: DiffZip
  /** Known to be what the diff zip was made from. */
  pack: Pack
  /** Must not exist. */
  out: string
  /** Temporary, the patch's own: archives are laid there to be read anywhere. */
  folder: string
}

/**
 * Writes the pack that a diff zip leads to: what did not change is copied as it lies, every file that it brings ends with
 * a check of its SHA-256. Throws `verification` where the pack has other files than the diff zip starts from,
 * `pack-unsafe` for names that cannot stand beside each other, `disk-full` or `not-writable`; then nothing is at `out`.
 */
export async function patchPack(work: PatchWork): Promise<WrittenPack> {
  const { diff, pack, out } = work
  assertStart(diff, pack)
  const plan = planEntries(diff, pack)
  assertNames(diff, plan)
  const pace = startPace(work, pack.size, plan.size)
  return writeZip(out, pack.archive.comment, pace, async output => {
    if (pack.rootEntry !== undefined) await output.copy(pack.archive, pack.rootEntry)
    for (const [path, step] of plan) {
      await write({ ...work, output, pace }, path, step)
      pace.next()
    }
  })
}

/** How an entry of the new pack comes to be. */
type Step =
  | { how: 'copied'; kind: PackEntry['kind']; old: PackEntry; mode: number | undefined }
  | { how: 'renamed'; kind: 'file'; old: PackEntry; mode: number }
  | { how: 'brought'; kind: 'file' | 'link'; brought: Brought; old: PackEntry | undefined }
  | { how: 'made'; kind: 'directory'; mode: number }

/** The entries of the new pack: those of the old one in their order, new ones sorted behind. */
function planEntries({ path: zip, manifest, changes }: DiffZip, { entries }: Pack): Map<string, Step> {
  const { modes } = manifest
  const gone = new Set([
    ...[...manifest.removed, ...manifest.renamed.map(({ from }) => from)],
    ...[...manifest.removedDirectories, ...manifest.unlistedDirectories],
  ])
  const stepOf = (brought: Brought): Step => ({
    how: 'brought',
    kind: 'link' in brought.change.after ? 'link' : 'file',
    brought,
    old: entries.get(brought.change.from ?? brought.change.path),
  })
  const plan = new Map<string, Step>()
  for (const [path, old] of entries) {
    const change = changes.get(path)
    if (change !== undefined && change.change.before !== null) plan.set(path, stepOf(change))
    else if (gone.has(path)) continue
    else if (change !== undefined) throw unsafe(zip, path, 'is to be added, and is there already')
    else plan.set(path, { how: 'copied', kind: old.kind, old, mode: modes.get(path) })
  }
  const added = new Map<string, Step>()
  for (const path of manifest.addedDirectories)
    added.set(path, { how: 'made', kind: 'directory', mode: modes.get(path) ?? 0o755 })
  for (const { from, to } of manifest.renamed) {
    const old = entries.get(from)
    if (old !== undefined)
      added.set(to, { how: 'renamed', kind: 'file', old, mode: modes.get(to) ?? old.mode })
  }
  for (const [path, change] of changes) if (!plan.has(path)) added.set(path, stepOf(change))
  for (const path of [...added.keys()].sort()) {
    const step = added.get(path)
    if (plan.has(path)) throw unsafe(zip, path, 'is to be added, and is there already')
    if (step !== undefined) plan.set(path, step)
  }
  return plan
}

async function write(
  { diff, pack, folder, output, pace }: PatchWork & { output: ZipOutput; pace: Pace },
  path: string,
  step: Step,
): Promise<void> {
  const info = { name: `${pack.root}/${path}`, kind: step.kind }
  switch (step.how) {
    case 'copied':
      return output.copy(pack.archive, step.old, step.mode)
    case 'renamed':
      return output.rename(pack.archive, step.old, { ...info, mode: step.mode, timestamp: step.old.modified })
    case 'made':
      return output.add({ ...info, mode: step.mode, timestamp: dateOf(diff) }, contentOf(new Uint8Array()))
    case 'brought':
      return bring({ diff, pack, folder, output, pace }, path, step)
  }
}

/** What travelled whole is copied as it lies, once it was read and found to be right. */
async function bring(
  {
    diff,
    pack,
    folder,
    output,
    pace,
  }: Pick<PatchWork, 'diff' | 'pack' | 'folder'> & { output: ZipOutput; pace: Pace },
  path: string,
  { brought: { change, source, entry }, old }: Step & { how: 'brought' },
): Promise<void> {
  const { after } = change
  if ('link' in after) return output.copy(diff.archive, entry)
  const name = `${pack.root}/${path}`
  const info = { name, kind: 'file', mode: after.mode, timestamp: entry.modified } as const
  if (source.kind === 'ranges' && old !== undefined) {
    using content = await contentFile(pack.archive, old, join(folder, 'old'), pace)
    const read = (take: (piece: Buffer) => void) => readChange(diff, path, content.file, pace, take)
    await output.add(info, { size: after.size, read })
    return
  }
  await readChange(diff, path, null, pace, () => undefined)
  if (source === change) await output.copy(diff.archive, entry)
  else await output.rename(diff.archive, entry, info)
}

/** Of the level, as the manifest's own entry has it. */
function dateOf({ archive }: DiffZip): number {
  return archive.entries.find(({ name }) => name === diffManifestName)?.modified ?? 0
}

/** The pack has what the manifest says of every path that goes, moves or changes. */
function assertStart({ path: zip, manifest }: DiffZip, pack: Pack): void {
  if (pack.root !== manifest.root)
    throw otherPack(zip, pack.path, `its root folder is ${pack.root} and not ${manifest.root}`)
  for (const [path, held] of heldBefore(manifest))
    if (!holds(pack, path, held))
      throw otherPack(zip, pack.path, `${JSON.stringify(path)} in it is another one`)
}

/** What the old pack holds, by its paths, as far as a manifest says it. */
export function heldBefore({ before, changes }: DiffManifest): [string, Held][] {
  const replaced = changes.flatMap(({ path, from = path, before: held }): [string, Held][] =>
    held === null ? [] : [[from, held]],
  )
  return [...before, ...replaced]
}

function holds({ entries, archive }: Pack, path: string, held: Held): boolean {
  const entry = entries.get(path)
  if ('link' in held) return entry?.kind === 'link' && readTarget(archive, entry, path) === held.link
  return entry?.kind === 'file' && entry.size === held.size && entry.mode === held.mode
}

export function otherPack(zip: string, path: string, why: string): TrainError {
  return new TrainError('verification', `${path} is not the pack that ${zip} was made from: ${why}.`, {
    hint: 'Give the pack that the diff zip leads from; its manifest update-train-diff.json names it by its SHA-256.',
  })
}

/** All that the new pack will hold can stand beside each other; links were looked at where they were read. */
function assertNames({ path: zip, manifest }: DiffZip, plan: ReadonlyMap<string, Step>): void {
  const clash = findClash([...plan].map(([name, { kind }]) => ({ name, kind })))
  if (clash !== undefined) throw unsafe(zip, clash.name, clash.fault)
  for (const path of manifest.modes.keys())
    if (!plan.has(path))
      throw damaged(zip, `its manifest sets permission bits of ${JSON.stringify(path)}, which is not there`)
}
