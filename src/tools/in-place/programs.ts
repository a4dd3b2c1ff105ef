/** Where the tool keeps its settings for a pack, below the product's root (public packs; WSO2 docs-updates, *Finding the update tool*). */
export const configFile = 'updates/config.yaml'

/** The tool's programs, which it replaces as it likes. */
export function isProgram(path: string): boolean {
  return /^bin\/update_(?:linux|darwin|windows\.exe)$/.test(path)
}

/** What of a home is the tool's own: nothing of a team's is there. */
export function isOwn(path: string): boolean {
  return path === 'updates' || path.startsWith('updates/') || path === '.tmp' || isProgram(path)
}

/** The program on this machine. */
export const programName = process.platform === 'darwin' ? 'update_darwin' : 'update_linux'
