import { t as TrainError } from "./kernel-errors.js";
import { i as systemClock } from "./kernel-time.js";
import { constants } from "node:os";

// src/kernel/stop-signals.ts
const stopSignals = [
	"SIGINT",
	"SIGTERM",
	"SIGHUP"
];
/**
* Ctrl-C, SIGTERM and SIGHUP end the work where it is safe, so that temporary files go; a second one ends it at once.
* GitHub's runner cancels a job in just this order: SIGINT, SIGTERM 7.5 s later, SIGKILL 2.5 s after that.
*/
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
/** The shell's way to say which signal ended a program. */
function exitCodeOf(signal) {
	return 128 + constants.signals[signal];
}
/** The result of `work`, or the reason of the abort as soon as that comes; `work` is then left to itself. */
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
/** The world of a door: this machine's clock and network. */
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
/**
* Makes every client of this process honour HTTPS_PROXY, HTTP_PROXY and NO_PROXY; the first releases of Node 24 cannot.
* It loads Node's own client, 15 to 40 ms, which most commands never need.
*/
function honourProxies() {
	const http = process.getBuiltinModule("node:http");
	if ("setGlobalProxyFromEnv" in http) http.setGlobalProxyFromEnv();
}

export { unlessStopped as a, listenForStop as i, systemWorld as n, exitCodeOf as r, honourProxies as t };