import type { Feed } from '../../feed/open-feed.ts'
import { same } from '../../merge/decide.ts'
import type { CompareRequest, Comparison } from '../update-tool.ts'
import { treeOf } from './list-tree.ts'

/** How a pack differs from a level's file list; permission bits, directories and files of class `state` say nothing. */
export async function compareToList(feed: Feed, request: CompareRequest): Promise<Comparison> {
  const { product, channel, level, tree, classOf } = request
  const list = await feed.fileList(await feed.channel(product, channel), level)
  const listed = treeOf(list)
  const isCompared = (path: string): boolean =>
    !path.startsWith('updates/') && (classOf(path) ?? list.files[path]?.class) !== 'state'
  const wanted = [...listed].filter(([path, { kind }]) => kind !== 'directory' && isCompared(path))
  const known = new Set(wanted.map(([path]) => path))
  return {
    listed: wanted.length,
    other: wanted.filter(([path, entry]) => !same(tree.get(path) ?? null, entry)).map(([path]) => path),
    more: [...tree]
      .filter(([path, { kind }]) => kind !== 'directory' && !known.has(path) && isCompared(path))
      .map(([path]) => path),
  }
}
