import { a as reasonOf, o as systemCode, t as TrainError } from "./kernel-errors.js";
import { g as string, h as strictObject, l as looseObject, r as array } from "./zod.js";
import { o as nameFault } from "./pack-entry-name.js";
import { join } from "node:path";
import { readFile } from "node:fs/promises";

// src/merge/waiting.ts
const conflictsListName = "conflicts.json";
const path = string().refine((name) => nameFault(name) === void 0, "must be a path below the product");
const name = path.nullable();
const listSchema = array(looseObject({
	path,
	key: string().regex(/^[0-9a-f]{64}$/),
	kind: string(),
	row: string().default(""),
	base: name,
	ours: name,
	theirs: name,
	sides: strictObject({
		base: string(),
		ours: string(),
		theirs: string()
	})
}));
function parseConflicts(text) {
	try {
		return listSchema.safeParse(JSON.parse(text)).data ?? null;
	} catch {
		return null;
	}
}
const laidByRun = "A run that meets a conflict lays it out in the folder `conflicts` of its results (`apply --out Q.zip`: Q.conflicts); name that folder with --conflicts.";
async function readConflicts(folder, hint = laidByRun) {
	const file = join(folder, conflictsListName);
	try {
		return listSchema.parse(JSON.parse(await readFile(file, "utf8")));
	} catch (error) {
		throw new TrainError("config", `${file} holds no list of conflicts: ${systemCode(error) === "" ? "it is not as a run wrote it" : reasonOf(error)}.`, {
			hint,
			cause: error
		});
	}
}

export { parseConflicts as n, readConflicts as r, conflictsListName as t };