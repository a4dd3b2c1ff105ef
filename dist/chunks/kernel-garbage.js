import { isMainThread } from "node:worker_threads";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

// src/kernel/garbage.ts
let collect;
/**
* Collects garbage, in some 10 to 20 ms. zlib and streams hand out a new buffer for every piece, and V8 lets more than
* 100 MB of them pile up before it looks, as their bytes do not lie in its own heap. Figures in docs/adr/0012.
*/
function collectGarbage() {
	collect ??= exposed();
	collect?.({ type: "major" });
}
/** Bytes of buffers between two collections; a thread's own heap is small and takes less time. */
const heap = (isMainThread ? 4 : 8) * 1024 * 1024;
/** Most buffers die young: of so many collections one looks at all that there is, which takes ten times as long. */
const fullTurn = isMainThread ? 4 : 8;
let littered = 0;
let turn = 0;
/** To be told of every new buffer of bulk content that zlib or a deflater hands out; collects garbage now and then. */
function litter(bytes) {
	littered += bytes;
	if (littered < heap) return;
	littered = 0;
	turn = (turn + 1) % fullTurn;
	collect ??= exposed();
	collect?.({ type: turn === 0 ? "major" : "minor" });
}
/** Milliseconds between two collections while somebody else streams: some ten megabytes. */
const tidyPause = 200;
/** Collects garbage now and then while a scope lasts, for libraries that stream with buffers of megabytes. */
function keepTidy() {
	const timer = setInterval(collectGarbage, tidyPause);
	return { [Symbol.dispose]: () => clearInterval(timer) };
}
/** V8's own function, which Node shows only when asked to; null where it does not. */
function exposed() {
	setFlagsFromString("--expose-gc");
	const found = runInNewContext("globalThis.gc");
	setFlagsFromString("--no-expose-gc");
	return typeof found === "function" ? (options) => void Reflect.apply(found, void 0, [options]) : null;
}
/**
* Keeps V8 from making room for young objects at every chance, up to 100 MB that it does not give back: a run is made
* of waiting and copying. To be called before any work. Figures in docs/adr/0012.
*/
function keepHeapSmall() {
	setFlagsFromString("--semi-space-growth-factor=1");
}

export { litter as i, keepHeapSmall as n, keepTidy as r, collectGarbage as t };