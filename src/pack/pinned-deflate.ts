import {
  Z_DEFAULT_STRATEGY,
  Z_FINISH,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
} from 'pako'

/** Raw deflate (RFC 1951), and zlib's own default of memory. */
const settings = { level: 6, deflated: 8, windowBits: -15, memory: 8 }

/** Bytes that are handed on at once. */
const outputSize = 64 * 1024

/** Streams whose content is done: each has 300 kB of tables, which a pack of small files would make for every one. */
const spares: ZStream[] = []

/**
 * The one deflater of every pack we write: its bytes do not depend on the version of Node, whose own zlib
 * changes its output between releases. Content comes in pieces; compressed pieces go to `write`, and are only good
 * until it returns.
 */
export function pinnedDeflate(write: (piece: Uint8Array) => void): {
  push(piece: Uint8Array): void
  end(): void
} {
  // Taken when it is needed: half of a pack's entries are stored.
  let stream: ZStream | undefined
  const run = (piece: Uint8Array, flush: typeof Z_NO_FLUSH | typeof Z_FINISH): ZStream => {
    stream ??= spares.pop() ?? newStream()
    stream.input = piece
    stream.next_in = 0
    stream.avail_in = piece.length
    let status: number
    do {
      status = zlibDeflate(stream, flush)
      if (status < Z_OK) throw new Error(`The deflater failed: ${stream.msg} (${status}).`)
      if (stream.avail_out === 0 || status === Z_STREAM_END) handOn(stream, write)
    } while (flush === Z_FINISH ? status !== Z_STREAM_END : stream.avail_in > 0)
    return stream
  }
  return {
    // The deflater has taken all of a piece into its window when it returns.
    push: piece => {
      if (piece.length > 0) run(piece, Z_NO_FLUSH)
    },
    end: () => {
      const done = run(new Uint8Array(0), Z_FINISH)
      zlibDeflateReset(done)
      spares.push(done)
      stream = undefined
    },
  }
}

function newStream(): ZStream {
  const stream = new ZStream()
  const { level, deflated, windowBits, memory } = settings
  zlibDeflateInit2(stream, level, deflated, windowBits, memory, Z_DEFAULT_STRATEGY)
  stream.output = new Uint8Array(outputSize)
  stream.avail_out = outputSize
  return stream
}

function handOn(stream: ZStream, write: (piece: Uint8Array) => void): void {
  const piece = stream.output.subarray(0, stream.next_out)
  stream.next_out = 0
  stream.avail_out = outputSize
  if (piece.length > 0) write(piece)
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
