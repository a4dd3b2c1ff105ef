// src/pack/pace.ts
/** Milliseconds of work between two visits to the event loop. */
const stride = 40;
/** `total` in bytes, for `progress`. */
function startPace(work, total) {
	let done = 0;
	let last = performance.now();
	return { async advance(bytes) {
		done += bytes;
		if (performance.now() - last >= stride) {
			work.progress?.(done, total);
			await new Promise((resolve) => setImmediate(resolve));
			last = performance.now();
		}
		work.signal?.throwIfAborted();
	} };
}

export { startPace as t };