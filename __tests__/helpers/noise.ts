// Looked up once: jest's own global object makes every look cost more than the sum.
const { imul } = Math

/** Bytes that do not compress, the same for the same numbers. */
export function noise(seed: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = imul(seed, 2654435761) + 1
  for (let at = 0; at < length; at += 1) {
    state = (imul(state, 1664525) + 1013904223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}
