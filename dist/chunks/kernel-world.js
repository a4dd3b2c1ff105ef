import { t as TrainError } from "./kernel-errors.js";
import { i as systemClock } from "./kernel-time.js";
import http from "node:http";
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

// src/kernel/secrets.ts
/** What stands where a secret stood. */
const redacted = "***";
/** Shorter values, and shorter lines of longer ones, would hide half of every text. */
const shortest = 4;
function secretsOf(given) {
	const values = [...new Set(given.flatMap((value) => value ?? []))].filter((value) => value !== "");
	const forms = [...new Set(values.flatMap(formsOf))].sort((one, other) => other.length - one.length);
	const pattern = new RegExp(forms.map((form) => RegExp.escape(form)).join("|"), "g");
	return {
		values,
		redact: (text) => forms.length === 0 ? text : text.replace(pattern, "***")
	};
}
function formsOf(value) {
	return [...[
		value,
		...value.split(/[\r\n]+/),
		value.trim()
	].flatMap((text) => [
		text,
		encodeURIComponent(text),
		new URLSearchParams([["", text]]).toString().slice(1),
		JSON.stringify(text).slice(1, -1)
	]).filter((form) => form.length >= shortest), ...base64Forms(value)];
}
/**
* The characters of base64 that depend on nothing but the value, for its three offsets within what was encoded
* (RFC 4648, 4: three bytes make four characters).
*/
function base64Forms(value) {
	if (Buffer.byteLength(value) < shortest) return [];
	return [
		0,
		1,
		2
	].flatMap((offset) => {
		const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
		const start = Math.ceil(offset * 8 / 6);
		const whole = bytes.toString("base64").slice(start, Math.floor(bytes.length * 8 / 6));
		return [whole, whole.replaceAll("+", "-").replaceAll("/", "_")];
	});
}

// src/kernel/world.ts
/** The world of a door: this machine's clock and network. */
function systemWorld(given) {
	if ("setGlobalProxyFromEnv" in http) http.setGlobalProxyFromEnv();
	return {
		...given,
		clock: systemClock,
		fetch
	};
}

export { unlessStopped as a, listenForStop as i, secretsOf as n, exitCodeOf as r, systemWorld as t };