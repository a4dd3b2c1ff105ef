// src/pack/pace.ts
const stride = 40;
function startPace(work, total, entries = 0) {
	let done = 0;
	let entriesDone = 0;
	let last = performance.now();
	const rest = async () => {
		work.progress?.(done, total, entries === 0 ? void 0 : {
			done: entriesDone,
			total: entries
		});
		await new Promise((resolve) => setImmediate(resolve));
		last = performance.now();
		work.signal?.throwIfAborted();
	};
	return {
		advance(bytes) {
			done += bytes;
			work.signal?.throwIfAborted();
			return performance.now() - last >= stride ? rest() : void 0;
		},
		next: () => {
			entriesDone += 1;
		}
	};
}

export { startPace as t };