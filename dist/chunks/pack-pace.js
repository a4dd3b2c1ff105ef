// src/pack/pace.ts
/** Milliseconds of work between two visits to the event loop. */
const stride = 40;
/** `total` in bytes, and how many entries there are where that is known: for `progress`. */
function startPace(work, total, entries = 0) {
	let done = 0;
	let entriesDone = 0;
	let last = performance.now();
	return {
		async advance(bytes) {
			done += bytes;
			if (performance.now() - last >= stride) {
				work.progress?.(done, total, entries === 0 ? void 0 : {
					done: entriesDone,
					total: entries
				});
				await new Promise((resolve) => setImmediate(resolve));
				last = performance.now();
			}
			work.signal?.throwIfAborted();
		},
		next: () => {
			entriesDone += 1;
		}
	};
}

export { startPace as t };