import { t as TrainError } from "./kernel-errors.js";
import { i as systemClock } from "./kernel-time.js";
import { constants } from "node:os";

// src/kernel/stop-signals.ts
const stopSignals = [
	"SIGINT",
	"SIGTERM",
	"SIGHUP"
];
function listenForStop() {
	const stop = new AbortController();
	let received;
	for (const signal of stopSignals) process.on(signal, () => {
		if (received !== void 0) process.exit(exitCodeOf(signal));
		received = signal;
		stop.abort(new TrainError("interrupted", `Stopped by ${signal}.`, { hint: "Run it again." }));
	});
	return {
		signal: stop.signal,
		received: () => received
	};
}
function exitCodeOf(signal) {
	return 128 + constants.signals[signal];
}
async function unlessStopped(work, signal) {
	const stopped = Promise.withResolvers();
	const stop = () => {
		try {
			signal.throwIfAborted();
		} catch (error) {
			stopped.reject(error);
		}
	};
	signal.addEventListener("abort", stop);
	try {
		stop();
		return await Promise.race([work, stopped.promise]);
	} finally {
		signal.removeEventListener("abort", stop);
	}
}

// src/kernel/world.ts
function systemWorld(given) {
	let isReady = false;
	return {
		...given,
		clock: systemClock,
		fetch: (input, init) => {
			if (!isReady) honourProxies();
			isReady = true;
			return fetch(input, init);
		}
	};
}
function honourProxies() {
	const http = process.getBuiltinModule("node:http");
	if ("setGlobalProxyFromEnv" in http) http.setGlobalProxyFromEnv();
}

export { unlessStopped as a, listenForStop as i, systemWorld as n, exitCodeOf as r, honourProxies as t };