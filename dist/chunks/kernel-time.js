// src/kernel/time.ts
const systemClock = {
	now: () => Date.now(),
	async sleep(milliseconds, signal) {
		const { setTimeout } = await import("node:timers/promises");
		await setTimeout(milliseconds, void 0, signal === void 0 ? {} : { signal });
	}
};
const second = 1e3;
const minute = 60 * second;
const units = {
	ms: 1,
	s: second,
	m: minute,
	h: 60 * minute,
	d: 1440 * minute
};
function parseDuration(text) {
	const match = /^(\d+)(ms|s|m|h|d)$/.exec(text.trim());
	if (match === null) return void 0;
	const unit = units[match[2] ?? ""];
	return unit === void 0 ? void 0 : Number(match[1]) * unit;
}
function formatElapsed(milliseconds) {
	if (milliseconds < second / 10) return `${Math.round(milliseconds)} ms`;
	const tenths = Math.round(milliseconds / (second / 10));
	if (tenths < 100) return `${(tenths / 10).toFixed(1)} s`;
	const seconds = Math.round(milliseconds / second);
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
function formatBytes(bytes) {
	const names = [
		"B",
		"kB",
		"MB",
		"GB"
	];
	let value = bytes;
	let index = 0;
	while (value >= (index === 0 ? 1e3 : 999.95) && index < names.length - 1) {
		value /= 1e3;
		index += 1;
	}
	return index === 0 ? `${value} B` : `${value.toFixed(1)} ${names[index] ?? ""}`;
}

export { systemClock as i, formatElapsed as n, parseDuration as r, formatBytes as t };