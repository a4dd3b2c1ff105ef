import { a as writeError, i as systemCode, t as TrainError } from "./kernel-errors.js";
import { i as syncFolder, n as makeFolder, t as exists } from "./kernel-files.js";
import { lstat, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

// src/host/place-files.ts
/** The list in each folder, by which it is known to be ours. */
const listNames = {
	conflicts: "conflicts.json",
	replaced: "replaced.json"
};
/**
* Moves finished files into a folder of the same file system, all of them or, where a name is taken by a folder, none.
* Throws `not-writable` or `disk-full`.
*/
async function placeFiles(files, folder, nameOf) {
	for (const file of files) await assertPlace(join(folder, nameOf(file)), file.kind);
	for (const kind of ["conflicts", "replaced"]) {
		const former = join(folder, nameOf({
			kind,
			name: kind,
			path: ""
		}));
		if (await exists(join(former, listNames[kind]))) await rm(former, { recursive: true });
	}
	const paths = {};
	for (const file of files) {
		const target = join(folder, nameOf(file));
		await moveInto(file.path, target);
		paths[file.kind] = target;
	}
	await syncFolder(folder);
	return paths;
}
/** Before the first file is moved: a folder in the place of one would stop half-way. */
async function assertPlace(target, kind) {
	const found = await lstat(target).catch(() => null);
	if (kind === "conflicts" || kind === "replaced") {
		if (found === null || await exists(join(target, listNames[kind]))) return;
		throw new TrainError("not-writable", `${target} is in the way of what this run lays out there.`, { hint: "Move it away, or choose another place with --out; nothing was changed." });
	}
	if (found?.isDirectory() !== true) return;
	throw new TrainError("not-writable", `${target} is a folder; a file of that name is to be written there.`, { hint: "Move it away, or choose another place with --out; nothing was changed." });
}
async function moveInto(from, to) {
	try {
		await makeFolder(dirname(to));
		await rename(from, to);
	} catch (error) {
		if (systemCode(error) === "EXDEV") throw new Error(`${from} and ${to} are on different file systems.`);
		throw writeError(error, to);
	}
}

// src/host/vendor-pack-name.ts
/** All vendor packs of a product start like this. */
function vendorPackPrefix(product) {
	return `update-train-pack-v1-${product}-`;
}
/** The key of `docs/reference.md`, *Where state lives*. */
function vendorPackName({ product, base, tool, channel, level }) {
	return `${vendorPackPrefix(product)}${base.slice(0, 12)}-${tool}-${channel}-${level}`;
}

export { vendorPackPrefix as n, placeFiles as r, vendorPackName as t };