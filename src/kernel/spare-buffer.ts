/** Bytes read at once; bigger buffers fall out of the processor's cache. */
export const pieceSize = 256 * 1024

const spares: Buffer[] = []

/**
 * Lends a buffer of `pieceSize` bytes while a scope lasts: `using spare = spareBuffer()`. Buffers are handed on, because
 * one for every file read would be garbage faster than it is collected.
 */
export function spareBuffer(): Disposable & { readonly buffer: Buffer } {
  const buffer = spares.pop() ?? Buffer.allocUnsafeSlow(pieceSize)
  return { buffer, [Symbol.dispose]: () => void spares.push(buffer) }
}
