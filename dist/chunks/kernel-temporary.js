import { c as writeError } from "./kernel-errors.js";
import { d as removeLeftovers, i as makeFolder, n as exists, p as ownMark, u as removeAll } from "./kernel-files.js";
import { join } from "node:path";
import { mkdtemp, rmdir } from "node:fs/promises";

// src/kernel/temporary.ts
async function temporaryFolder(parent, prefix = "update-train-") {
	await using scope = new AsyncDisposableStack();
	scope.use(await madeFolder(parent));
	await removeLeftovers(parent);
	const path = await mkdtemp(join(parent, `${prefix}${ownMark()}-`)).catch((error) => {
		throw writeError(error, parent);
	});
	scope.defer(() => removeAll(path));
	const made = scope.move();
	return {
		path,
		[Symbol.asyncDispose]: () => made.disposeAsync()
	};
}
async function madeFolder(path) {
	const isThere = await exists(path);
	await makeFolder(path);
	return { [Symbol.asyncDispose]: async () => {
		if (!isThere) await rmdir(path).catch(() => void 0);
	} };
}

export { temporaryFolder as n, madeFolder as t };