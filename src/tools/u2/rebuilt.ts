/** Web applications are unpacked, changed, and zipped again ("Creating updated war", public log of 2025). */
export function isRebuilt(path: string): boolean {
  return path.endsWith('.war')
}
