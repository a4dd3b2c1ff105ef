import { zlibWasm } from './zlib-wasm.ts'

/** zlib's levels go from 1 to 9: this one takes half the time of its default, 6, for a tenth more bytes of text. */
const level = 4

/** Bytes that are handed to the deflater, and on from it, at once. */
const bufferSize = 64 * 1024

/** zlib's `Z_NO_FLUSH` and `Z_FINISH`. */
const [noFlush, finish] = [0, 4]

/** As much of it as is used here: TypeScript knows it as a part of browsers. */
declare const WebAssembly: {
  Module: new (program: Uint8Array) => object
  Instance: new (module: object) => { exports: object }
}

/** What zip.js has its zlib export; addresses are in `memory`. */
interface Zlib {
  readonly memory: { readonly buffer: ArrayBuffer }
  malloc(bytes: number): number
  /** Gives a stream. */
  deflate_new(): number
  /** Raw deflate (RFC 1951). */
  deflate_init_raw(stream: number, level: number): number
  /** Gives the bytes of output in the lower 24 bits, zlib's signed code above. */
  deflate_process(
    stream: number,
    from: number,
    bytes: number,
    to: number,
    room: number,
    flush: number,
  ): number
  /** Bytes that the last call took. */
  deflate_last_consumed(stream: number): number
  deflate_end(stream: number): number
}

/** With a buffer for what goes in and one for what comes out. */
interface Loaded {
  zlib: Zlib
  input: number
  output: number
}

let loaded: Loaded | undefined

function load(): Loaded {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(zlibWasm))
  if (!isZlib(exports)) throw new Error('The deflater is another program than the one it was written for.')
  return { zlib: exports, input: exports.malloc(bufferSize), output: exports.malloc(bufferSize) }
}

function isZlib(exports: object): exports is Zlib {
  return 'memory' in exports && 'deflate_init_raw' in exports
}

/** To be disposed of where it may not come to its end: there is memory for sixty streams. */
export interface PinnedDeflate extends Disposable {
  push(piece: Uint8Array): void
  end(): void
}

/**
 * The one deflater of every pack we write: its bytes do not depend on the version of Node, whose own zlib
 * changes its output between releases (docs/adr/0003). Content comes in pieces; compressed pieces go to `write`, and are
 * only good until it returns.
 */
export function pinnedDeflate(write: (piece: Uint8Array) => void): PinnedDeflate {
  // Taken when it is needed: half of a pack's entries are stored.
  let stream: number | undefined
  const run = (bytes: number, flush: number): { taken: number; isDone: boolean } => {
    const { zlib, input, output } = (loaded ??= load())
    stream ??= newStream(zlib)
    const result = zlib.deflate_process(stream, input, bytes, output, bufferSize, flush)
    if (result < 0) throw new Error(`The deflater failed (${result >> 24}).`)
    const made = result & 0xffffff
    if (made > 0) write(new Uint8Array(zlib.memory.buffer, output, made))
    return { taken: zlib.deflate_last_consumed(stream), isDone: result >> 24 === streamEnd }
  }
  const free = (): void => {
    if (stream !== undefined) loaded?.zlib.deflate_end(stream)
    stream = undefined
  }
  return {
    push: piece => {
      const { zlib, input } = (loaded ??= load())
      for (let done = 0; done < piece.length; ) {
        const part = piece.subarray(done, done + bufferSize)
        new Uint8Array(zlib.memory.buffer).set(part, input)
        done += run(part.length, noFlush).taken
      }
    },
    end: () => {
      while (!run(0, finish).isDone);
      free()
    },
    [Symbol.dispose]: free,
  }
}

/** zlib's `Z_STREAM_END` and `Z_MEM_ERROR`. */
const [streamEnd, memError] = [1, -4]

function newStream(zlib: Zlib): number {
  const stream = zlib.deflate_new()
  const code = stream === 0 ? memError : zlib.deflate_init_raw(stream, level)
  if (code < 0) throw new Error(`The deflater has no memory (${code}).`)
  return stream
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
