import type { Tree } from '../../pack/tree.ts'

/** Where a product has the templates that it renders its settings from when it starts. */
const templates = 'repository/resources/conf/templates/'

/**
 * Whether a file is one that the product renders from a template: the tool skips those ("contains a template file. Skipping
 * diffApply", public log of 2025; where in that line the path stands is not known).
 */
export function isRendered(path: string, homes: readonly Tree[], lines: readonly string[]): boolean {
  return (
    homes.some(home => home.has(`${templates}${path}.j2`)) ||
    lines.some(line => line.includes('contains a template file') && line.includes(path))
  )
}

/** Whether a path leads into an archive of the home, which the tool unpacks beside and zips anew. */
export function isInArchive(path: string, home: Tree): boolean {
  const folders = path.split('/').slice(0, -1)
  return folders.some(
    (folder, at) =>
      folder.endsWith('-extracted-update') || home.get(folders.slice(0, at + 1).join('/'))?.kind === 'file',
  )
}
