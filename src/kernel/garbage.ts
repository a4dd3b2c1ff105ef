import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread } from 'node:worker_threads'

type Collect = (options: { type: 'major' | 'minor' }) => void

let collect: Collect | null | undefined

/**
 * Collects garbage, in some 10 to 20 ms. zlib and streams hand out a new buffer for every piece, and V8 lets more than
 * 100 MB of them pile up before it looks, as their bytes do not lie in its own heap. Figures in docs/adr/0012.
 */
export function collectGarbage(): void {
  collect ??= exposed()
  collect?.({ type: 'major' })
}

/** Bytes of small buffers between two collections; a thread's own heap is small and takes less time. */
const heap = (isMainThread ? 4 : 8) * 1024 * 1024

/** Most buffers die young: of so many collections one looks at all that there is, which takes ten times as long. */
const fullTurn = isMainThread ? 4 : 8

let littered = 0
let turn = 0

/** Bytes from which a buffer has memory of its own: smaller ones may be parts of one that others use. */
const ownMemory = 128 * 1024

/**
 * Takes a buffer that nobody will look at any more: of bulk content, from zlib. The memory of a big one is free at once,
 * and the next one is laid in the same place, which is quicker than new memory; small ones are collected now and then.
 */
export function giveBack(buffer: Buffer): void {
  const memory = buffer.buffer
  if (buffer.length >= ownMemory && memory instanceof ArrayBuffer) memory.transfer(0)
  else litter(buffer.length)
}

function litter(bytes: number): void {
  littered += bytes
  if (littered < heap) return
  littered = 0
  turn = (turn + 1) % fullTurn
  collect ??= exposed()
  collect?.({ type: turn === 0 ? 'major' : 'minor' })
}

/** Milliseconds between two collections while somebody else streams: some ten megabytes. */
const tidyPause = 200

/** Collects garbage now and then while a scope lasts, for libraries that stream with buffers of megabytes. */
export function keepTidy(): Disposable {
  // What was left by the work before would lie there while the buffers come.
  collectGarbage()
  const timer = setInterval(collectGarbage, tidyPause)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

/** V8's own function, which Node shows only when asked to; null where it does not. */
function exposed(): Collect | null {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('globalThis.gc')
  setFlagsFromString('--no-expose-gc')
  return typeof found === 'function' ? options => void Reflect.apply(found, undefined, [options]) : null
}

/**
 * Keeps V8 from making room for young objects at every chance, up to 100 MB that it does not give back: a run is made
 * of waiting and copying. To be called before any work. Figures in docs/adr/0012.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
