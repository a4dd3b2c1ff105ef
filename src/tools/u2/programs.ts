/** Where the tool keeps a pack's level, below the product's root (WSO2 docs-updates, *Update tool*; public packs). */
export const configFile = 'updates/config.json'

/** The tool's programs and their set-up script, which it replaces as it likes (WSO2 docs-updates, *Set up the update tool*). */
export function isProgram(path: string): boolean {
  return /^bin\/(?:wso2update_(?:linux|darwin|windows)|update_tool_setup\.)[^/]*$/.test(path)
}

/** What of a home is the tool's own: nothing of a team's is there. */
export function isOwn(path: string): boolean {
  return path === 'updates' || path === '.tmp' || isProgram(path)
}

/** Names of the program on this machine: `_arm64` where the product is made for it. */
export function programNames(platform: NodeJS.Platform, arch: string): string[] {
  const name = `wso2update_${platform === 'darwin' ? 'darwin' : 'linux'}`
  return arch === 'arm64' ? [`${name}_arm64`, name] : [name]
}
