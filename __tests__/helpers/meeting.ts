import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { initFeed } from '../../src/feed/init.ts'
import type { PublishRequest } from '../../src/feed/publish.ts'
import { parentsOf } from '../../src/kernel/writable-folders.ts'
import type { ClassGlobs } from '../../src/merge/classes.ts'
import type { Merging } from '../../src/merge/merging.ts'
import { feedTool } from '../../src/tools/feed/feed-tool.ts'
import type { Application } from '../../src/tools/update-tool.ts'
import { acme, addLevel, type Files, noMerging, packOf } from './acme-feed.ts'
import { readTree, writeTree } from './tree.ts'
import { type TestWorld, testWorld } from './world.ts'

/** Three sides that meet: the installed level, a home, the levels that it is brought to one after the other. */
export interface Meeting {
  base: Files
  ours: Files
  theirs: Files
  /** Further levels, after `theirs`. */
  later?: readonly Files[]
  /** Paths of the home that are fifos. */
  fifos?: readonly string[]
  classes?: ClassGlobs
  renames?: PublishRequest['renames']
  merging?: Partial<Pick<Merging, 'onConflict' | 'resolutions' | 'classOf'>>
}

/** What came of it; trees as `readTree` gives them, the home without `updates/`. */
export interface Met {
  /** One for each level, up to the first conflict. */
  applications: Application[]
  home: Record<string, string>
  conflicts: Record<string, string>
  replaced: Record<string, string>
}

/** Makes the three sides on disk, updates the home with the real feed tool, and reads back what is there. */
export async function meet(meeting: Meeting): Promise<Met> {
  await using world = await testWorld()
  const feed = join(world.temporary, 'feed')
  const home = join(world.temporary, 'home')
  const { classes = {}, renames = [], fifos = [], later = [] } = meeting
  const levels = [meeting.theirs, ...later]
  await initFeed(
    { folder: feed, product: acme, pack: await packOf(world, 'acme-1.0.0', meeting.base), classes },
    world,
  )
  for (const [index, files] of levels.entries())
    await addLevel(world, feed, index + 1, files, { classes, renames })
  await writeTree(home, meeting.ours)
  for (const path of fifos) await promisify(execFile)('mkfifo', [join(home, path)])
  const applications: Application[] = []
  for (const level of levels.keys()) {
    applications.push(await step(world, feed, home, level, meeting.merging))
    if (applications.at(-1)?.kind === 'conflict') break
  }
  const { conflicts, replaced } = noMerging(world)
  return {
    applications,
    home: await productIn(home),
    conflicts: await treeIn(conflicts),
    replaced: await treeIn(replaced),
  }
}

async function step(
  world: TestWorld,
  feed: string,
  home: string,
  from: number,
  merging: Meeting['merging'],
): Promise<Application> {
  const tool = feedTool(feed, world)
  const { installed, target } = await tool.check({
    product: acme,
    channel: 'full',
    installed: { level: from, timestamp: null },
    pinnedFileList: null,
    wanted: { at: 'level', level: from + 1 },
  })
  return tool.apply({
    product: acme,
    channel: 'full',
    from: installed,
    to: target,
    home,
    merging: { ...noMerging(world), ...merging },
  })
}

/** What a home holds besides `updates/`; what can be seen through a link to a directory is not in it. */
async function productIn(home: string): Promise<Record<string, string>> {
  const tree = await readTree(home)
  const isInside = (path: string): boolean =>
    path.startsWith('updates') || parentsOf(path).some(parent => tree[parent] !== undefined)
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !isInside(path)))
}

async function treeIn(folder: string): Promise<Record<string, string>> {
  return await readTree(folder).catch(() => ({}))
}
