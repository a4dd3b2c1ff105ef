import { mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { PublishedUpdate } from '../../src/feed/format.ts'
import { initFeed } from '../../src/feed/init.ts'
import { type PublishRequest, publishLevel } from '../../src/feed/publish.ts'
import type { World } from '../../src/kernel/world.ts'
import type { Merging } from '../../src/merge/merging.ts'
import { createPack } from '../../src/pack/write-pack.ts'
import { type Content, writeTree } from './tree.ts'

export type Files = Readonly<Record<string, Content>>

export const acme = { name: 'acme', version: '1.0.0' }

/** A team that has answered nothing yet, and wants to be asked. */
export function noMerging({ temporary }: World): Merging {
  return {
    classOf: () => null,
    resolutions: {
      find: () => Promise.resolve(null),
      places: () => Promise.resolve(new Map()),
      nearest: () => Promise.resolve(null),
    },
    onConflict: 'fail',
    conflicts: join(temporary, 'conflicts'),
    replaced: join(temporary, 'replaced'),
  }
}

/** Epoch milliseconds of a level's publication: one day after the other. */
export function timeOf(level: number): number {
  return Date.UTC(2026, 0, level)
}

export const someUpdate: PublishedUpdate = {
  id: 'ACME-1',
  kind: 'fix',
  severity: null,
  title: 'Close idle connections',
  description: '',
  instructions: '',
  cves: [],
  advisories: [],
  files: [],
  restart: true,
}

/** Writes a tree and packs it as `<root>.zip` in the world's folder. */
export async function packOf(world: World, root: string, files: Files): Promise<string> {
  const folder = join(world.temporary, 'packed', root)
  await mkdir(folder, { recursive: true })
  const home = join(folder, 'home')
  const out = join(folder, `${root}.zip`)
  await writeTree(home, files)
  await createPack({ home, out, root, timestamp: timeOf(1) })
  return out
}

/** A feed of the product `acme-1.0.0` below the world's folder, with its base; gives the feed's folder. */
export async function beginFeed(world: World, base: Files, name = 'feed'): Promise<string> {
  const folder = join(world.temporary, name)
  const pack = await packOf(world, `acme-1.0.0-${name}`, base)
  await initFeed({ folder, product: acme, pack, classes: {} }, world)
  return folder
}

/** Publishes a level from files, on `full` where nothing else is said. */
export async function addLevel(
  world: World,
  folder: string,
  level: number,
  files: Files,
  more: Partial<PublishRequest> = {},
): Promise<void> {
  const tree = await mkdtemp(join(world.temporary, 'tree-'))
  await writeTree(tree, files)
  await publishLevel(
    {
      folder,
      product: null,
      channel: 'full',
      level,
      from: { tree },
      updates: [{ ...someUpdate, id: `ACME-${level}` }],
      timestamp: timeOf(level),
      classes: {},
      renames: [],
      equivalent: null,
      ...more,
    },
    world,
  )
}

/** A feed with a base and the levels 1, 2, … on `full`. */
export async function feedOf(world: World, base: Files, ...levels: Files[]): Promise<string> {
  const folder = await beginFeed(world, base)
  for (const [index, files] of levels.entries()) await addLevel(world, folder, index + 1, files)
  return folder
}
