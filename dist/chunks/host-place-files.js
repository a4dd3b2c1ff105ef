import { c as writeError, o as systemCode, t as TrainError } from "./kernel-errors.js";
import { n as exists, s as syncFolder } from "./kernel-files.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { t as namesOfSomeRuns } from "./host-host.js";
import { join } from "node:path";
import { lstat, rename, rm } from "node:fs/promises";

// src/host/place-files.ts
/** The list in each folder, by which it is known to be ours. */
const listNames = {
	conflicts: "conflicts.json",
	replaced: "replaced.json"
};
/**
* Moves finished files into a folder of the same file system, all of them or, where a name is taken by a folder, none.
* The pack comes last: where it is the new one, all that belongs to it is. Folders of the kinds `anew` that earlier runs
* laid out give way, and with a report, what only an earlier run made. Throws `not-writable` or `disk-full`.
*/
async function placeFiles(files, folder, nameOf, anew = ["conflicts", "replaced"]) {
	for (const file of files) await assertPlace(join(folder, nameOf(file)), file.kind);
	await using aside = await temporaryFolder(folder, ".update-train-");
	for (const kind of anew) {
		const former = join(folder, nameOf({
			kind,
			name: kind,
			path: ""
		}));
		if (await isOurs(former, kind)) await moveInto(former, join(aside.path, kind));
	}
	const isMade = (kind) => files.some((file) => file.kind === kind);
	if (isMade("report")) {
		for (const kind of ["sbom", "log"]) if (!isMade(kind)) await rm(join(folder, nameOf({
			kind,
			name: namesOfSomeRuns[kind],
			path: ""
		})), { force: true });
	}
	const paths = {};
	for (const file of files) paths[file.kind] = join(folder, nameOf(file));
	const packLast = files.toSorted((one, other) => Number(one.kind === "pack") - Number(other.kind === "pack"));
	for (const file of packLast) await moveInto(file.path, join(folder, nameOf(file)));
	await syncFolder(folder);
	return paths;
}
/** Before the first file is moved: a folder in the place of one would stop half-way. Throws `not-writable`. */
async function assertPlace(target, kind) {
	const found = await lstat(target).catch(() => null);
	if (kind === "conflicts" || kind === "replaced") {
		if (found === null || await isOurs(target, kind)) return;
		throw new TrainError("not-writable", `${target} is in the way of what this run lays out there.`, { hint: "Move it away, or choose another place with --out; nothing was changed." });
	}
	if (found?.isDirectory() !== true) return;
	throw new TrainError("not-writable", `${target} is a folder; a file of that name is to be written there.`, { hint: "Move it away, or choose another place with --out; nothing was changed." });
}
/** A folder that holds such a list; a link to one is the user's. */
async function isOurs(folder, kind) {
	return (await lstat(folder).catch(() => null))?.isDirectory() === true && await exists(join(folder, listNames[kind]));
}
async function moveInto(from, to) {
	try {
		await rename(from, to);
	} catch (error) {
		if (systemCode(error) === "EXDEV") throw new Error(`${from} and ${to} are on different file systems.`);
		throw writeError(error, to);
	}
}

export { isOurs as n, placeFiles as r, assertPlace as t };