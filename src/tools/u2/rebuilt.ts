/** Web applications are unpacked, changed, and zipped again ("Creating updated war", public log of 2025). */
export function isRebuilt(path: string): boolean {
  return path.endsWith('.war')
}

/**
 * Whether a file that the tool has brought to a level may be other bytes than the vendor's: web applications, and `bundles.info`,
 * which it changes line by line ("Modifying bundles.info entries", the same log).
 */
export function isRewritten(path: string): boolean {
  return isRebuilt(path) || /(?:^|\/)org\.eclipse\.equinox\.simpleconfigurator\/bundles\.info$/.test(path)
}
