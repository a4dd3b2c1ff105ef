import { Deflate } from 'pako'

/**
 * The one deflater of every pack we write: its bytes do not depend on the version of Node, whose own zlib
 * changes its output between releases. Content comes in pieces; compressed pieces go to `write`.
 */
export function pinnedDeflate(write: (piece: Uint8Array) => void): {
  push(piece: Uint8Array): void
  end(): void
} {
  const deflate = new Deflate({ raw: true, level: 6, chunkSize: 64 * 1024 })
  deflate.onData = write
  return {
    // The deflater may look at a piece later than now, and the reader uses its buffer again.
    push: piece => void deflate.push(Uint8Array.from(piece), false),
    end: () => {
      deflate.push(new Uint8Array(0), true)
      if (deflate.err !== 0) throw new Error(`The deflater failed: ${deflate.msg}`)
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
