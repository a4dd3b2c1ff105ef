import { r as messageOf, t as TrainError } from "./kernel-errors.js";
import { a as writeFileAtomically, n as makeFolder, t as exists } from "./kernel-files.js";
import { c as looseObject, f as strictObject, p as string, r as array } from "./zod.js";
import { r as sha256OfFile } from "./kernel-sha256.js";
import { n as blobName, r as jsonName } from "./merge-resolutions.js";
import { o as hasMarkers } from "./merge-show-conflict.js";
import { copyFile, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";

// src/merge/record.ts
/** The file of a folder of conflicts that lists them. */
const conflictsListName = "conflicts.json";
const name = string().nullable();
const listSchema = array(looseObject({
	path: string(),
	key: string().regex(/^[0-9a-f]{64}$/),
	ours: name,
	theirs: name,
	sides: strictObject({
		base: string(),
		ours: string(),
		theirs: string()
	})
}));
/** The conflicts that a run laid out. Throws `config` where the folder holds none. */
async function readConflicts(folder) {
	const file = join(folder, conflictsListName);
	try {
		return listSchema.parse(JSON.parse(await readFile(file, "utf8")));
	} catch (error) {
		throw new TrainError("config", `${folder} holds no conflicts: ${messageOf(error)}`, {
			hint: "Name the folder `conflicts` of a run with --conflicts.",
			cause: error
		});
	}
}
/** The file that answers a conflict; null for an answer that takes the path away. */
function answerFile(conflicts, waiting, answer) {
	if (answer === "final") return join(conflicts, `${waiting.path}.final`);
	if (answer === "delete") return null;
	const side = waiting.sides[answer];
	if (side === "absent") return null;
	const file = waiting[answer];
	if (file !== null && side.startsWith("file ")) return join(conflicts, file);
	throw new TrainError("config", `${waiting.path} is no file on that side (${side}); its answer cannot be recorded.`, { hint: "Change the overlay or the pack by hand, then run again." });
}
/**
* Records an answer for every later run. Throws `config` for an answer that still holds markers, and for one that was
* given before and is another, unless `force` says so.
*/
async function record(waiting, answer, places, force) {
	const { path, key, sides } = waiting;
	const file = answerFile(places.conflicts, waiting, answer);
	if (file !== null && hasMarkers(await readFile(file, "latin1"))) throw new TrainError("config", `${file} still holds the marks of a conflict.`, { hint: "Decide each place between <<<<<<< and >>>>>>>, remove the marks, then record it again." });
	const resolution = {
		version: 1,
		path,
		sides,
		answer,
		result: file === null ? null : (await sha256OfFile(file)).sha256
	};
	const json = join(places.resolutions, jsonName(key));
	const text = `${JSON.stringify(resolution, null, 2)}\n`;
	if (!force && await exists(json) && await readFile(json, "utf8") !== text) throw new TrainError("config", `${path} was answered before, in another way (${json}).`, { hint: "Record it with --force to replace that answer." });
	await makeFolder(places.resolutions);
	if (file !== null) {
		const beside = join(places.resolutions, `.${key}.tmp`);
		await copyFile(file, beside);
		await rename(beside, join(places.resolutions, blobName(key)));
	}
	await writeFileAtomically(json, text);
	return resolution;
}
/** Removes a recorded answer; false where there is none. */
async function forget(resolutions, key) {
	const json = join(resolutions, jsonName(key));
	if (!await exists(json)) return false;
	await rm(json);
	await rm(join(resolutions, blobName(key)), { force: true });
	return true;
}

export { record as i, forget as n, readConflicts as r, conflictsListName as t };