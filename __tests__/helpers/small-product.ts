import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { updatesInputSchema } from '../../src/feed/format.ts'
import { initFeed } from '../../src/feed/init.ts'
import { publishLevel } from '../../src/feed/publish.ts'
import { createPack } from '../../src/pack/write-pack.ts'
import { type Content, writeTree } from './tree.ts'
import { testWorld } from './world.ts'
import { zipOf } from './zip.ts'

/** A product of a few files with a feed of levels 1 to 3. */
export interface SmallProduct {
  /** `widget-1.0.0.zip`, at level 0. */
  pack: string
  feed: string
}

const timestamps = [Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1), Date.UTC(2026, 2, 1), Date.UTC(2026, 3, 1)]

const base: Record<string, Content> = {
  'bin/server.sh': { content: '#!/bin/sh\necho 0\n', mode: 0o755 },
  'conf/server.conf': 'port = 1\nname = vendor\n',
  'conf/users.conf': 'admin\n',
  'lib/core-1.0.jar': zipOf([{ name: 'core.txt', content: 'core 1.0' }]),
  'docs/read me.txt': 'Read me.\n',
  'docs/Größe.txt': 'Groß.\n',
  'lib/current.jar': { link: 'core-1.0.jar' },
}

/** What each level changes: null removes. `conf/server.conf` changes at level 2 only. */
const changes: Record<string, Content | null>[] = [
  { 'bin/server.sh': { content: '#!/bin/sh\necho 1\n', mode: 0o755 } },
  { 'conf/server.conf': 'port = 2\nname = vendor\n' },
  {
    'lib/core-1.0.jar': null,
    'lib/core-1.1.jar': zipOf([{ name: 'core.txt', content: 'core 1.1' }]),
    'lib/current.jar': { link: 'core-1.1.jar' },
  },
]

export function treeAt(level: number): Record<string, Content> {
  const tree = { ...base }
  for (const change of changes.slice(0, level))
    for (const [path, content] of Object.entries(change)) {
      if (content === null) Reflect.deleteProperty(tree, path)
      else tree[path] = content
    }
  return tree
}

/** Packs a tree as `widget-1.0.0.zip` in `folder`. */
export async function packOf(tree: Record<string, Content>, folder: string): Promise<string> {
  const home = join(folder, 'home')
  await writeTree(home, tree)
  const out = join(folder, 'widget-1.0.0.zip')
  await createPack({ home, root: 'widget-1.0.0', out, timestamp: timestamps[0] ?? 0 })
  return out
}

/** Written without the packaged command line: its own tests publish with that, and all others only need the feed. */
export async function smallProduct(folder: string): Promise<SmallProduct> {
  const feed = join(folder, 'feed')
  await mkdir(folder, { recursive: true })
  const pack = await packOf(treeAt(0), join(folder, 'base'))
  await using world = await testWorld()
  await initFeed({ folder: feed, product: { name: 'widget', version: '1.0.0' }, pack, classes: {} }, world)
  for (const level of [1, 2, 3]) {
    const tree = join(folder, `level-${level}`)
    await writeTree(tree, treeAt(level))
    const kind = level === 2 ? 'security' : 'fix'
    await publishLevel(
      {
        ...{ folder: feed, product: null, channel: 'full', level, from: { tree } },
        updates: updatesInputSchema.parse([{ id: `W-${level}`, kind, title: `Update ${level}` }]),
        timestamp: timestamps[level] ?? 0,
        ...{ classes: {}, renames: [], equivalent: null },
      },
      world,
    )
  }
  return { pack, feed }
}
