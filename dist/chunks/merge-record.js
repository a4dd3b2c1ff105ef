import { r as messageOf, t as TrainError } from "./kernel-errors.js";
import { n as exists, o as writeFileAtomically, r as makeFolder, t as copyFileAtomically } from "./kernel-files.js";
import { l as looseObject, m as string, p as strictObject, r as array } from "./zod.js";
import { r as sha256OfFile } from "./kernel-sha256.js";
import { i as jsonName, o as oursName, r as blobName } from "./merge-resolutions.js";
import { a as hasMarkers, i as isWhole, n as isMergeable, t as answersInFile } from "./merge-text-merge-files.js";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { isUtf8 } from "node:buffer";

// src/merge/record.ts
/** The file of a folder of conflicts that lists them. */
const conflictsListName = "conflicts.json";
const name = string().nullable();
const listSchema = array(looseObject({
	path: string(),
	key: string().regex(/^[0-9a-f]{64}$/),
	base: name,
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
async function record(waiting, answer, folders, force) {
	const { path, key, sides } = waiting;
	const file = answerFile(folders.conflicts, waiting, answer);
	if (file !== null && hasMarkers(await readFile(file, "latin1"))) throw new TrainError("config", `${file} still holds the marks of a conflict.`, { hint: "Decide each place between <<<<<<< and >>>>>>>, remove the marks, then record it again." });
	if (answer === "final" && file !== null && !force) await assertWhole(waiting, folders.conflicts, file);
	const result = file === null ? null : (await sha256OfFile(file)).sha256;
	const resolution = {
		version: 1,
		path,
		sides,
		answer,
		places: file === null ? [] : await placesIn(waiting, folders.conflicts, file),
		result
	};
	const json = join(folders.resolutions, jsonName(key));
	if (!force && await exists(json) && await readFile(json, "utf8") !== formatResolution(resolution)) throw new TrainError("config", `${path} was answered before, in another way (${json}).`, { hint: "Record it with --force to replace that answer." });
	const ours = waiting.ours !== null && sides.ours.startsWith("file ") ? join(folders.conflicts, waiting.ours) : null;
	await writeResolution(folders.resolutions, key, resolution, {
		result: file,
		ours
	});
	return resolution;
}
/** What both sides could be read as, an answer must be, too. */
async function assertWhole({ path, ours, theirs }, conflicts, final) {
	const read = async (file) => isWhole(path, await readFile(file, "latin1"));
	for (const side of [ours, theirs]) if (side === null || !await read(join(conflicts, side))) return;
	if (await read(final)) return;
	throw new TrainError("config", `${final} cannot be read in the format that its name says.`, { hint: "Correct it, or record it with --force as it is." });
}
/** Keeps an answer. */
async function writeResolution(folder, key, resolution, { result, ours }) {
	await makeFolder(folder);
	if (ours !== null && result !== null && resolution.answer !== "ours" && await isMergeable(ours)) await copyFileAtomically(ours, join(folder, oursName(key)));
	if (result !== null) await copyFileAtomically(result, join(folder, blobName(key)));
	await writeFileAtomically(join(folder, jsonName(key)), formatResolution(resolution));
}
function formatResolution(resolution) {
	return `${JSON.stringify(resolution, null, 2)}\n`;
}
/** What the answer says of single places, for files that differ elsewhere; nothing for what is no text in UTF-8. */
async function placesIn({ path, base, ours, theirs, sides }, conflicts, final) {
	if (!((base !== null || sides.base === "absent") && ours !== null && theirs !== null) || !Object.values(sides).every((side) => side === "absent" || side.startsWith("file "))) return [];
	const files = {
		base: base === null ? null : join(conflicts, base),
		ours: join(conflicts, ours),
		theirs: join(conflicts, theirs)
	};
	return [...await answersInFile(path, files, final) ?? []].flatMap(([place, answer]) => {
		if (answer === null) return [{
			place,
			answer
		}];
		const bytes = Buffer.from(answer, "latin1");
		return isUtf8(bytes) ? [{
			place,
			answer: bytes.toString("utf8")
		}] : [];
	});
}
/** Removes a recorded answer; false where there is none. */
async function forget(resolutions, key) {
	const json = join(resolutions, jsonName(key));
	if (!await exists(json)) return false;
	await rm(json);
	for (const name of [blobName(key), oursName(key)]) await rm(join(resolutions, name), { force: true });
	return true;
}

export { writeResolution as a, record as i, forget as n, readConflicts as r, conflictsListName as t };