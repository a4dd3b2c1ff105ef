import { TrainError } from '../kernel/errors.ts'
import { formatBytes } from '../kernel/time.ts'
import { type Archive, openArchive } from './archive.ts'
import { assertManifest } from './assert-manifest.ts'
import type { ZipEntry } from './central-header.ts'
import {
  type Change,
  type DiffManifest,
  diffManifestName,
  diffManifestSchema,
  largestManifest,
} from './diff-manifest.ts'
import { readTarget, readWhole } from './entry-content.ts'
import { defaultLimits } from './limits.ts'
import { findClash } from './name-clashes.ts'
import { damaged, damagedEntry, unsafe } from './pack-error.ts'
import { decodeRanges, sizesOf } from './ranges.ts'

/** What a diff zip brings to a path. */
export interface Brought {
  change: Change
  /** The change that brings the content: another one where two files are the same, else `change`. */
  source: Change
  /** The source's. */
  entry: ZipEntry
}

/** An open diff zip, all of which was checked that can be without the pack that it was made from. */
export interface DiffZip extends AsyncDisposable {
  readonly path: string
  readonly manifest: DiffManifest
  /** By path below the root folder. */
  readonly changes: ReadonlyMap<string, Brought>
  readonly archive: Archive
}

/**
 * Opens a diff zip by its central directory and its manifest. Throws `pack-missing`, `pack-damaged` for what is none or
 * contradicts itself, and `pack-unsafe` for names, links and sizes that are refused, each with the entry and the reason.
 */
export async function openDiffZip(path: string): Promise<DiffZip> {
  const archive = await openArchive(path)
  try {
    const clash = findClash(archive.entries)
    if (clash !== undefined) throw unsafe(path, clash.name, clash.fault)
    const manifest = readManifest(archive)
    assertManifest(path, manifest)
    const changes = pairEntries(archive, manifest)
    assertSizes(path, manifest)
    return { path, manifest, changes, archive, [Symbol.asyncDispose]: () => archive[Symbol.asyncDispose]() }
  } catch (error) {
    await archive[Symbol.asyncDispose]()
    throw error
  }
}

function readManifest(archive: Archive): DiffManifest {
  const entry = archive.entries.find(({ name }) => name === diffManifestName)
  if (entry?.kind !== 'file')
    throw new TrainError('pack-damaged', `${archive.path} is no diff zip: it holds no ${diffManifestName}.`, {
      hint: 'Name a diff zip as `update-train diff --out`, `run` or `apply` writes it.',
    })
  if (entry.size > largestManifest)
    throw unsafe(
      archive.path,
      entry.name,
      `has ${formatBytes(entry.size)}; the limit is ${formatBytes(largestManifest)}`,
    )
  let value: unknown
  try {
    value = JSON.parse(readWhole(archive, entry).toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError)
      throw damagedEntry(archive.path, entry.name, 'the content is no JSON', error)
    throw error
  }
  const parsed = diffManifestSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [first, ...more] = parsed.error.issues.map(
    issue => `${issue.path.map(String).join('.') || 'the whole'}: ${issue.message}`,
  )
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`
  throw damagedEntry(archive.path, entry.name, `something is not as it must be: ${first ?? ''}${others}`)
}

/** Every change that brings its own content has its entry, every entry its change, and both say the same. */
function pairEntries(archive: Archive, manifest: DiffManifest): DiffZip['changes'] {
  const { root } = manifest
  const entries = new Map<string, ZipEntry>()
  for (const entry of archive.entries) {
    if (entry.name === diffManifestName) continue
    if (!entry.name.startsWith(`${root}/`))
      throw unsafe(archive.path, entry.name, `is not below the root folder ${root}`)
    entries.set(entry.name.slice(root.length + 1), entry)
  }
  const byPath = new Map(manifest.changes.map(change => [change.path, change]))
  const changes = new Map<string, Brought>()
  const strays = new Set(entries.values())
  for (const change of manifest.changes) {
    const source = byPath.get(change.as ?? change.path) ?? change
    const entry = entries.get(source.path)
    if (entry === undefined)
      throw damaged(archive.path, `its manifest names ${JSON.stringify(source.path)}, which it does not hold`)
    const fault = source === change ? entryFault(archive, entry, change) : undefined
    if (fault !== undefined) throw damagedEntry(archive.path, entry.name, fault)
    if (source === change) strays.delete(entry)
    changes.set(change.path, { change, source, entry })
  }
  const [stray] = strays
  if (stray !== undefined)
    throw damagedEntry(archive.path, stray.name, 'there is nothing about it in the manifest')
  return changes
}

/** What an entry has other than its change says, as a clause. */
function entryFault(
  archive: Archive,
  entry: ZipEntry,
  { path, kind, after, ranges }: Change,
): string | undefined {
  if ('link' in after) {
    if (entry.kind !== 'link') return `a ${entry.kind} stands where the manifest says a link`
    return readTarget(archive, entry, path) === after.link
      ? undefined
      : 'the link leads elsewhere than the manifest says'
  }
  if (entry.kind !== 'file') return `a ${entry.kind} stands where the manifest says a file`
  if (entry.mode !== after.mode) return 'the permission bits are not those of the manifest'
  if (kind === 'ranges' && entry.size !== sizesOf(decodeRanges(ranges ?? [])).delta)
    return 'the size is not what its ranges need'
  return kind === 'whole' && entry.size !== after.size
    ? `the size is not the ${after.size} bytes of the manifest`
    : undefined
}

/** Ranges can ask for any amount of bytes from a small file: what comes of all is limited as for packs. */
function assertSizes(path: string, { changes }: DiffManifest): void {
  const total = changes.reduce((sum, { after }) => sum + ('size' in after ? after.size : 0), 0)
  if (total <= defaultLimits.contentBytes) return
  throw new TrainError(
    'pack-unsafe',
    `${path} makes ${formatBytes(total)} of content; the limit is ${formatBytes(defaultLimits.contentBytes)}.`,
    { hint: 'Nothing was written. No product is known to be that big: look at where it comes from.' },
  )
}
