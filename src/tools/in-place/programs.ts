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
