import { join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import { type Archive, readArchive } from './archive.ts'
import type { ZipEntry } from './central-header.ts'
import { contentFile } from './content-file.ts'
import { compareEntries } from './difference.ts'
import { nestedLimits, scanLimits } from './limits.ts'
import type { Pack } from './open-pack.ts'
import { type Pace, startPace, type Work } from './pace.ts'
import type { PackFile } from './pack-file.ts'
import type { Difference } from './tree.ts'

/** An open zip by its entries, and what paths in it begin with. */
interface Side {
  zip: PackFile
  entries: ReadonlyMap<string, ZipEntry>
  prefix: string
}

interface Looking {
  found: Difference
  folder: string
  pace: Pace
  /** Bytes of archives that were laid out to be opened. */
  opened: number
}

/**
 * Adds to how two packs differ how archives in them differ that both have: `lib/a.jar!/x/y.class`, and on through
 * archives in archives. What is no archive, or none that we read, has no members. Only central directories are compared.
 * `folder` is temporary and there.
 */
export async function lookInside(
  before: Pack,
  after: Pack,
  difference: Difference,
  work: Work & { folder: string },
): Promise<Difference> {
  const found = structuredClone(difference)
  const pace = startPace(work, 0)
  const looking = { found, folder: work.folder, pace, opened: 0 }
  const [old, now] = [sideOf(before), sideOf(after)]
  await lookIntoPairs(looking, difference, old, now, 0)
  const { added, removed, changed, modeChanged, renamed } = found
  for (const paths of [added, removed, changed, modeChanged]) paths.sort()
  renamed.sort((one, other) => (one.to < other.to ? -1 : 1))
  return found
}

function sideOf({ archive, entries }: Pack): Side {
  return { zip: archive, entries, prefix: '' }
}

/** Looks into files that differ under one name, or under one that was renamed. */
async function lookIntoPairs(
  looking: Looking,
  { changed, renamed }: Difference,
  old: Side,
  now: Side,
  depth: number,
): Promise<void> {
  for (const { from, to } of [...changed.map(path => ({ from: path, to: path })), ...renamed]) {
    const [was, is] = [old.entries.get(from), now.entries.get(to)]
    if (was?.kind !== 'file' || is?.kind !== 'file') continue
    if (was.crc32 === is.crc32 && was.size === is.size) continue
    if (!mayOpen(looking, was, is)) continue
    using scope = new DisposableStack()
    const { folder, pace } = looking
    const [before, after] = await both(
      contentFile(old.zip, was, join(folder, `${depth}.old`), pace),
      contentFile(now.zip, is, join(folder, `${depth}.new`), pace),
      scope,
    )
    const one = opened(before.file)
    const other = one === null ? null : opened(after.file)
    if (one === null || other === null) continue
    const sides = [
      memberSide(one, `${old.prefix}${from}!/`),
      memberSide(other, `${now.prefix}${to}!/`),
    ] as const
    const inside = compareEntries(sides[0].entries, sides[1].entries)
    note(looking.found, inside, sides[0].prefix, sides[1].prefix)
    if (depth < scanLimits.depth) await lookIntoPairs(looking, inside, ...sides, depth + 1)
  }
}

/** Two things at once, held as long as the scope; where one of them fails, the other one is not left behind. */
async function both<T extends Disposable>(
  one: Promise<T>,
  other: Promise<T>,
  scope: DisposableStack,
): Promise<[T, T]> {
  for (const settled of await Promise.allSettled([one, other]))
    if (settled.status === 'fulfilled') scope.use(settled.value)
  return [await one, await other]
}

/** What a hostile pack may make us lay out. */
function mayOpen(looking: Looking, was: ZipEntry, is: ZipEntry): boolean {
  if (Math.max(was.size, is.size) > scanLimits.archiveBytes) return false
  looking.opened += was.size + is.size
  return looking.opened <= scanLimits.contentBytes
}

type Members = Omit<Archive, keyof AsyncDisposable>

function opened(file: PackFile): Members | null {
  try {
    return readArchive(file, nestedLimits)
  } catch (error) {
    if (error instanceof TrainError && error.code.startsWith('pack-')) return null
    throw error
  }
}

function memberSide(archive: Members, prefix: string): Side {
  return { zip: archive, entries: new Map(archive.entries.map(entry => [entry.name, entry])), prefix }
}

/** A member is named in the archive that has it. */
function note(found: Difference, inside: Difference, old: string, now: string): void {
  const all = (paths: readonly string[], prefix: string): string[] => paths.map(path => `${prefix}${path}`)
  found.added.push(...all(inside.added, now))
  found.removed.push(...all(inside.removed, old))
  found.changed.push(...all(inside.changed, now))
  found.modeChanged.push(...all(inside.modeChanged, now))
  found.renamed.push(...inside.renamed.map(({ from, to }) => ({ from: `${old}${from}`, to: `${now}${to}` })))
}
