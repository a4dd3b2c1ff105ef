import { t as collectGarbage } from "./kernel-garbage.js";

// src/pack/pace.ts
/** Milliseconds of work between two visits to the event loop. */
const stride = 40;
/** Bytes of content between two collections of the buffers that it came in. */
const muchLitter = 25165824;
/** `total` in bytes, for `progress`. */
function startPace(work, total) {
	let done = 0;
	let last = performance.now();
	let litter = 0;
	return { async advance(bytes, littered = bytes) {
		done += bytes;
		litter += littered;
		if (litter >= muchLitter) {
			collectGarbage();
			litter = 0;
		}
		if (performance.now() - last >= stride) {
			work.progress?.(done, total);
			await new Promise((resolve) => setImmediate(resolve));
			last = performance.now();
		}
		work.signal?.throwIfAborted();
	} };
}

export { startPace as t };