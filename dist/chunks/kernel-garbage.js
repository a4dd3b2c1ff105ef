import { isMainThread } from "node:worker_threads";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

// src/kernel/garbage.ts
let collect;
function collectGarbage() {
	collect ??= exposed();
	collect?.({ type: "major" });
}
const heap = (isMainThread ? 4 : 8) * 1024 * 1024;
const fullTurn = isMainThread ? 4 : 8;
let littered = 0;
let turn = 0;
const ownMemory = 131072;
function giveBack(buffer) {
	const memory = buffer.buffer;
	if (buffer.length >= ownMemory && memory instanceof ArrayBuffer) memory.transfer(0);
	else litter(buffer.length);
}
function litter(bytes) {
	littered += bytes;
	if (littered < heap) return;
	littered = 0;
	turn = (turn + 1) % fullTurn;
	collect ??= exposed();
	collect?.({ type: turn === 0 ? "major" : "minor" });
}
const tidyPause = 200;
function keepTidy() {
	collectGarbage();
	const timer = setInterval(collectGarbage, tidyPause);
	return { [Symbol.dispose]: () => clearInterval(timer) };
}
function exposed() {
	setFlagsFromString("--expose-gc");
	const found = runInNewContext("globalThis.gc");
	setFlagsFromString("--no-expose-gc");
	return typeof found === "function" ? (options) => void Reflect.apply(found, void 0, [options]) : null;
}
function keepHeapSmall() {
	setFlagsFromString("--semi-space-growth-factor=1");
}

export { keepTidy as i, giveBack as n, keepHeapSmall as r, collectGarbage as t };