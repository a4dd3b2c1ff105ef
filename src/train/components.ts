import type { Settings } from '../config/settings.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import { type Coordinates, coordinatesByName, isJavaArchive, readCoordinates } from '../pack/java-archive.ts'
import { openPack } from '../pack/open-pack.ts'
import type { Difference, Tree } from '../pack/tree.ts'
import type { Candidate, Component } from '../report/candidate.ts'
import type { MeasuredPack } from './update-pack.ts'

/**
 * Java archives of a candidate's pack that are other than in the former one, by path; all of them where there is none to
 * compare with. Archives in archives are a part of those. Null where no bill of materials is wanted: it is where one is
 * asked for, and for everything that is released.
 */
export async function componentsIfWanted(
  { reports, publish }: Pick<Settings, 'reports' | 'publish'>,
  { difference }: Pick<Candidate, 'difference'>,
  { file, tree }: MeasuredPack,
  former: MeasuredPack | null,
  world: World,
): Promise<Component[] | null> {
  if (!reports.includes('sbom') && !publish.includes('release')) return null
  const moves = difference === null ? allOf(tree) : movesIn(difference)
  const here = moves.flatMap(({ to }) => to ?? [])
  await using folder = await temporaryFolder(world.temporary)
  await using pack = await openPack(file)
  const said = await readCoordinates(pack, here, { folder: folder.path, signal: world.signal })
  const components = moves.flatMap(move => componentOf(move, tree, former?.tree ?? null, said) ?? [])
  return components.sort((one, other) => (one.path < other.path ? -1 : 1))
}

interface Move {
  from: string | null
  to: string | null
  change: Component['change']
}

function allOf(tree: Tree): Move[] {
  return [...tree.keys()].filter(isJavaArchive).map(to => ({ from: null, to, change: null }))
}

function movesIn({ added, removed, changed, renamed }: Difference): Move[] {
  const moves: Move[] = [
    ...added.map(to => ({ from: null, to, change: 'added' as const })),
    ...removed.map(from => ({ from, to: null, change: 'removed' as const })),
    ...changed.map(path => ({ from: path, to: path, change: 'changed' as const })),
    ...renamed.map(({ from, to }) => ({ from, to, change: 'changed' as const })),
  ]
  return moves.filter(({ from, to }) => isJavaArchive(to ?? from ?? ''))
}

/** Null for a link, which is no library of its own. What was one before is told as if it had not been there. */
function componentOf(
  { from, to, change }: Move,
  tree: Tree,
  formerTree: Tree | null,
  said: ReadonlyMap<string, Coordinates>,
): Component | null {
  const before = from === null ? undefined : formerTree?.get(from)
  const now = to === null ? undefined : tree.get(to)
  const wasFile = before?.kind === 'file' ? before : null
  if (to === null || now?.kind !== 'file') {
    if (from === null || wasFile === null) return null
    const { sha256 } = wasFile
    return { path: from, change: 'removed', sha256, coordinates: coordinatesByName(from), former: null }
  }
  const coordinates = said.get(to) ?? coordinatesByName(to)
  if (from === null || wasFile === null)
    return {
      path: to,
      change: change === null ? null : 'added',
      sha256: now.sha256,
      coordinates,
      former: null,
    }
  const { version } = coordinatesByName(from)
  const former = { path: from, version, sha256: wasFile.sha256 }
  return {
    path: to,
    change: former.sha256 === now.sha256 ? 'moved' : 'changed',
    sha256: now.sha256,
    coordinates,
    former,
  }
}
