import { a as reasonOf, t as TrainError } from "./kernel-errors.js";
import { c as writeFileAtomically, i as makeFolder, n as exists, t as copyFileAtomically } from "./kernel-files.js";
import { r as sha256OfFile } from "./kernel-sha256.js";
import { t as isByHand } from "./merge-decision.js";
import { a as followsUpdate, c as oursName, i as filesOfAnswer, l as readResolution, o as jsonName, r as blobName } from "./merge-resolutions.js";
import { t as deletedSide } from "./merge-show-conflict.js";
import { a as hasMarkers, i as isWhole, t as answersInFile } from "./merge-text-merge-files.js";
import { join } from "node:path";
import { readFile, readdir, rm } from "node:fs/promises";
import { isUtf8 } from "node:buffer";

// src/merge/record.ts
function answerFile(conflicts, waiting, answer) {
	if (answer === "final") return join(conflicts, `${waiting.path}.final`);
	if (answer === "delete") return null;
	const side = waiting.sides[answer];
	if (side === "absent" || answer === "theirs" && side.startsWith("link ")) return null;
	const file = waiting[answer];
	if (file !== null && side.startsWith("file ")) return join(conflicts, file);
	if (side.startsWith("file ")) throw new TrainError("config", `${waiting.path} is not laid out as it is on that side: a diff zip holds only how it differs from the vendor’s old file, which was changed here.`, { hint: `Put the vendor’s old file back and patch again; or lay the file that it is to become at ${join(conflicts, waiting.path)}.final and answer again without the side.` });
	throw new TrainError("config", `${waiting.path} is no file on that side (${side}); its answer cannot be recorded.`, { hint: "Change the overlay or the pack by hand, then run again." });
}
async function recordAll(answers, folders, force) {
	const prepared = [];
	const refused = [];
	for (const { waiting, answer } of answers) try {
		prepared.push(await prepare(waiting, answer, folders, force));
	} catch (error) {
		if (!(error instanceof TrainError)) throw error;
		refused.push(error);
	}
	const [first, ...others] = refused;
	if (first !== void 0 && (others.length > 0 || answers.length > 1)) throw new TrainError(first.code, "Nothing was recorded, as not every answer can be.", {
		hint: "Correct what is listed, then record all of them again.",
		problems: refused.map(({ message, hint }) => ({ message: `${message} ${hint}` })),
		cause: first
	});
	if (first !== void 0) throw first;
	for (const { waiting, resolution, file } of prepared) await writeResolution(folders.resolutions, waiting.key, resolution, file);
	return prepared.map(({ resolution, replaces }) => ({
		resolution,
		replaces
	}));
}
function meant(answer, { sides }) {
	return answer === "theirs" && sides.theirs === "deleted" ? "delete" : answer;
}
async function prepare(waiting, said, folders, force) {
	const { path, key, kind, sides } = waiting;
	const answer = meant(said, waiting);
	if (isByHand(waiting, sides)) throw new TrainError("config", `${path} is a conflict of kinds (${kind}), which no recorded answer ends.`, { hint: "Change the overlay or the pack by hand, or say `on-conflict: ours` or `theirs`, then run again." });
	const file = answerFile(folders.conflicts, waiting, answer);
	if (file !== null && hasMarkers(await readAnswer(file), ...await sidesIn(waiting, folders.conflicts))) throw new TrainError("config", `${file} still holds the marks of a conflict.`, { hint: "Decide each place between <<<<<<< and >>>>>>>, remove the marks, then record it again." });
	if (answer === "final" && file !== null && !force) await assertWhole(waiting, folders.conflicts, file);
	const result = file === null ? null : (await sha256OfFile(file)).sha256;
	const before = await formerAnswer(join(folders.resolutions, jsonName(key)), force);
	const isOther = before !== null && (before.result !== result || followsUpdate(before) !== followsUpdate({
		answer,
		result
	}));
	if (before !== null && !force) {
		if (!isOther) return {
			waiting,
			resolution: before,
			file,
			replaces: false
		};
		throw new TrainError("config", `${path} was answered before, in another way (${join(folders.resolutions, jsonName(key))}).`, { hint: "Record it with --force to replace that answer." });
	}
	return {
		waiting,
		resolution: {
			version: 1,
			path,
			sides,
			answer,
			places: file === null ? [] : await placesIn(waiting, folders.conflicts, file),
			result
		},
		file,
		replaces: isOther
	};
}
async function formerAnswer(file, force) {
	const found = await readResolution(file).catch((error) => {
		if (force && error instanceof TrainError) return null;
		throw error;
	});
	return found?.by === void 0 ? found : null;
}
async function readAnswer(file) {
	try {
		return await readFile(file, "latin1");
	} catch (error) {
		throw new TrainError("config", `The answer ${file} cannot be read: ${reasonOf(error)}.`, {
			hint: "An answer is a file; run again where the folder of conflicts is not as the run laid it out.",
			cause: error
		});
	}
}
async function sidesIn({ base, ours, theirs }, conflicts) {
	const read = (name) => name === null ? Promise.resolve("") : readFile(join(conflicts, name), "latin1").catch(() => "");
	return Promise.all([
		base,
		ours,
		theirs
	].map(read));
}
async function assertWhole({ path, ours, theirs }, conflicts, final) {
	const read = async (file) => isWhole(path, await readFile(file, "latin1"));
	for (const side of [ours, theirs]) if (side === null || !await read(join(conflicts, side))) return;
	if (await read(final)) return;
	throw new TrainError("config", `${final} cannot be read in the format that its name says.`, { hint: "Correct it, or record it with --force as it is." });
}
async function writeResolution(folder, key, resolution, file) {
	await makeFolder(folder);
	if (file !== null) await copyFileAtomically(file, join(folder, blobName(key)));
	await writeFileAtomically(join(folder, jsonName(key)), formatResolution(resolution));
}
async function keepHeld(folder, key, file) {
	const { sha256 } = await sha256OfFile(file);
	const kept = join(folder, oursName(key, sha256));
	if ((await sha256OfFile(kept).catch(() => null))?.sha256 === sha256) return false;
	await copyFileAtomically(file, kept);
	return true;
}
function formatResolution(resolution) {
	return `${JSON.stringify(resolution, null, 2)}\n`;
}
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
async function forget(resolutions, key) {
	const json = join(resolutions, jsonName(key));
	if (!await exists(json)) return false;
	await rm(json);
	for (const name of filesOfAnswer(key, await readdir(resolutions))) await rm(join(resolutions, name), { force: true });
	return true;
}

export { writeResolution as a, recordAll as i, formatResolution as n, keepHeld as r, forget as t };