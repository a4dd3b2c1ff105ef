import { i as writeError } from "./kernel-errors.js";
import { n as makeFolder } from "./kernel-files.js";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

// src/kernel/temporary.ts
/** Makes a fresh folder `<parent>/<prefix>XXXXXX`, with `parent` where it is missing. */
async function temporaryFolder(parent, prefix = "update-train-") {
	let path;
	try {
		await makeFolder(parent);
		path = await mkdtemp(join(parent, prefix));
	} catch (error) {
		throw writeError(error, parent);
	}
	return {
		path,
		[Symbol.asyncDispose]: () => rm(path, {
			recursive: true,
			force: true,
			maxRetries: 3
		})
	};
}

export { temporaryFolder as t };