import { Deflate } from 'pako'
import { litter } from '../kernel/garbage.ts'

/**
 * The one deflater of every pack we write: its bytes do not depend on the version of Node, whose own zlib
 * changes its output between releases. Content comes in pieces; compressed pieces go to `write`.
 */
export function pinnedDeflate(write: (piece: Uint8Array) => void): {
  push(piece: Uint8Array): void
  end(): void
} {
  // Made when it is needed: it is big, and half of a pack's entries are stored.
  let deflate: Deflate | undefined
  const made = (): Deflate => {
    if (deflate !== undefined) return deflate
    deflate = new Deflate({ raw: true, level: 6, chunkSize: 64 * 1024 })
    deflate.onData = piece => {
      litter(piece.length)
      write(piece)
    }
    return deflate
  }
  return {
    // The deflater has taken all of a piece into its window when it returns.
    push: piece => void made().push(piece, false),
    end: () => {
      made().push(new Uint8Array(0), true)
      if (made().err !== 0) throw new Error(`The deflater failed: ${made().msg}`)
    },
  }
}

/** First bytes of formats that are compressed already: deflating them again costs time and gains nothing. */
const compressedMagic = [
  '504b0304', // zip, jar, war
  '1f8b', // gzip
  '89504e47', // png
  'ffd8ff', // jpeg
  '47494638', // gif
  '28b52ffd', // zstd
  'fd377a58', // xz
  '425a68', // bzip2
  '774f4632', // woff2
  '774f4646', // woff
  '52494646', // webp and other riff
  '377abcaf', // 7z
]

export function isCompressed(start: Uint8Array): boolean {
  const head = Buffer.from(start.subarray(0, 8)).toString('hex')
  return compressedMagic.some(magic => head.startsWith(magic))
}
