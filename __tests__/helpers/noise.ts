/** Bytes that do not compress, the same for the same numbers. */
export function noise(seed: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = Math.imul(seed, 2654435761) + 1
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}
