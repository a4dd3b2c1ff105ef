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

/** What a folder is called that the tool unpacks an archive into. */
const unpacked = '-extracted-update'

/**
 * The archive of a home that a path leads into, which the tool unpacks beside and zips anew; with or without `.war`, as no log
 * shows how the paths of its downloads name it. Null for a file of the home's own.
 */
export function archiveOf(path: string, home: Tree): string | null {
  const parts = path.split('/')
  for (let at = 1; at < parts.length; at += 1) {
    const folder = parts.slice(0, at).join('/')
    const isUnpacked = folder.endsWith(unpacked)
    const name = isUnpacked ? folder.slice(0, -unpacked.length) : folder
    if (home.get(name)?.kind === 'file') return name
    if (home.get(`${name}.war`)?.kind === 'file' && !home.has(folder)) return `${name}.war`
    if (isUnpacked) return name
  }
  return null
}

/** Whether a path leads into an archive of the home. */
export function isInArchive(path: string, home: Tree): boolean {
  return archiveOf(path, home) !== null
}
