import { a as writeError, i as systemCode } from "./kernel-errors.js";
import { n as makeFolder, t as exists } from "./kernel-files.js";
import { chmod, mkdtemp, readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";

// src/kernel/temporary.ts
/**
* Makes a fresh folder `<parent>/<prefix>XXXXXX`, with `parent` where it is missing; a parent that was made for it and
* holds nothing at the end goes, too.
*/
async function temporaryFolder(parent, prefix = "update-train-") {
	const madeParent = !await exists(parent);
	let path;
	try {
		await makeFolder(parent);
		path = await mkdtemp(join(parent, prefix));
	} catch (error) {
		throw writeError(error, parent);
	}
	return {
		path,
		[Symbol.asyncDispose]: async () => {
			await removeAll(path);
			if (madeParent) await rmdir(parent).catch(() => void 0);
		}
	};
}
/** Removes a folder, also where it holds folders that their owner may not write, as an unpacked product can. */
async function removeAll(path) {
	const options = {
		recursive: true,
		force: true,
		maxRetries: 3
	};
	try {
		await rm(path, options);
	} catch (error) {
		if (systemCode(error) !== "EACCES" && systemCode(error) !== "EPERM") throw error;
		await openAll(path);
		await rm(path, options);
	}
}
async function openAll(folder) {
	await chmod(folder, 448);
	for (const entry of await readdir(folder, { withFileTypes: true })) if (entry.isDirectory()) await openAll(join(folder, entry.name));
}

export { temporaryFolder as t };