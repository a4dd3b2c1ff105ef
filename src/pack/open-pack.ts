import { TrainError } from '../kernel/errors.ts'
import { type Archive, openArchive } from './archive.ts'
import type { ZipEntry } from './central-header.ts'
import { readPieces, readWhole } from './entry-content.ts'
import { defaultLimits, type PackLimits } from './limits.ts'
import { findClash } from './name-clashes.ts'
import { damaged, unsafe } from './pack-error.ts'

/** What macOS adds beside the root folder: resource forks that no product wants. */
const macFolder = '__MACOSX'

/** Bytes by which deflate may miss its aim on content that does not compress. */
const slack = 64 * 1024

/** An entry of a pack, known by its path. */
export type PackEntry = ZipEntry

/** An open pack: a zip with one root folder. Closed at the end of its scope: `await using pack = await openPack(…)`. */
export interface Pack extends AsyncDisposable {
  readonly path: string
  /** Bytes of the zip. */
  readonly size: number
  /** Name of the root folder: `acme-gateway-1.0.0`. */
  readonly root: string
  /** By path below the root folder, in the order of the zip; the root folder itself is not among them. */
  readonly entries: ReadonlyMap<string, PackEntry>
  /** The root folder's own entry, where the zip has one. */
  readonly rootEntry: ZipEntry | undefined
  /** The zip itself, for this room. */
  readonly archive: Archive
  /**
   * The content of one entry (of a link: its target), at most `maximum` bytes of it.
   * Throws `pack-damaged` where it is missing, longer, or not what the zip says.
   */
  read(path: string, maximum: number): Promise<Buffer>
  /** The content in pieces, each gone when the next one is asked for; throws as `read` does, at the latest before it ends. */
  stream(path: string): AsyncGenerator<Buffer, void, undefined>
}

/**
 * Opens a pack by its central directory; no content is read.
 * Throws `pack-missing` (no such file), `pack-damaged` (not one whole zip) or `pack-unsafe` (names, kinds or sizes
 * that are refused; more than one root folder), each with the entry and the reason.
 */
export async function openPack(
  path: string,
  options: { limits?: Partial<PackLimits> | undefined } = {},
): Promise<Pack> {
  const archive = await openArchive(path, options.limits)
  try {
    const clash = findClash(archive.entries, { ...defaultLimits, ...options.limits })
    if (clash !== undefined) throw unsafe(path, clash.name, clash.fault)
    return packOf(archive)
  } catch (error) {
    await archive[Symbol.asyncDispose]()
    throw error
  }
}

function packOf(archive: Archive): Pack {
  const root = rootOf(archive)
  const below = `${root}/`
  const entries = new Map<string, PackEntry>()
  let rootEntry: ZipEntry | undefined
  for (const entry of archive.entries) {
    if (entry.name === root) rootEntry = entry
    else if (entry.name.startsWith(below)) {
      entry.path = entry.name.slice(below.length)
      entries.set(entry.path, entry)
    }
  }
  const wanted = (path: string): PackEntry => {
    const entry = entries.get(path)
    if (entry === undefined) throw damaged(archive.path, `it holds no ${path}`)
    return entry
  }
  return {
    path: archive.path,
    size: archive.size,
    root,
    entries,
    rootEntry,
    archive,
    read: async (path, maximum) => {
      await Promise.resolve()
      return readWhole(archive, within(archive.path, wanted(path), maximum))
    },
    stream: path => readPieces(archive, wanted(path)),
    [Symbol.asyncDispose]: () => archive[Symbol.asyncDispose](),
  }
}

function rootOf(archive: Archive): string {
  const roots = new Set<string>()
  let first = '\0'
  for (const { name, kind } of archive.entries) {
    // Nearly all are in the same one.
    if (name.startsWith(first) || isMac(name)) continue
    const slash = name.indexOf('/')
    if (slash === -1 && kind !== 'directory') throw noRoot(archive.path, `the ${kind} ${name} is not in one`)
    const root = slash === -1 ? name : name.slice(0, slash)
    roots.add(root)
    if (roots.size === 1) first = `${root}/`
  }
  const [root, second] = roots
  if (root === undefined) throw damaged(archive.path, 'it is empty')
  if (second === undefined) return root
  const shown = [...roots].toSorted().slice(0, 5).join(', ')
  throw noRoot(archive.path, `it has ${roots.size}: ${shown}${roots.size > 5 ? ', …' : ''}`)
}

function isMac(name: string): boolean {
  return name === macFolder || name.startsWith(`${macFolder}/`)
}

function noRoot(pack: string, reason: string): TrainError {
  return new TrainError('pack-unsafe', `${pack} must have exactly one root folder, but ${reason}.`, {
    hint: 'Zip the folder <product>-<version> itself, not what is in it.',
  })
}

function within(pack: string, entry: PackEntry, maximum: number): PackEntry {
  if (entry.size <= maximum && entry.compressedSize <= maximum + slack) return entry
  throw damaged(pack, `${entry.path} has ${entry.size} bytes, at most ${maximum} are expected`)
}
