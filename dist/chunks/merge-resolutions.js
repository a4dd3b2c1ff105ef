import { a as reasonOf, o as systemCode, t as TrainError } from "./kernel-errors.js";
import { c as literal, g as string, h as strictObject, n as _enum, r as array } from "./zod.js";
import { n as sha256, r as sha256OfFile, t as isSha256 } from "./kernel-sha256.js";
import { n as holdingOf, r as keyOf } from "./merge-show-conflict.js";
import { basename, join } from "node:path";
import { readFile, readdir } from "node:fs/promises";

// src/merge/resolutions.ts
const digest = string().refine(isSha256, "must be a SHA-256");
const resolutionSchema = strictObject({
	version: literal(1, "must be 1; a newer resolution needs a newer update-train"),
	path: string(),
	sides: strictObject({
		base: string(),
		ours: string(),
		theirs: string()
	}),
	answer: _enum([
		"final",
		"ours",
		"theirs",
		"delete",
		"merged"
	]),
	places: array(strictObject({
		place: digest,
		answer: string().nullable()
	})).default([]),
	result: digest.nullable(),
	by: literal("on-conflict").optional()
});
function followsUpdate({ answer, result }) {
	return answer === "theirs" && result === null;
}
function answersDigest(used) {
	if (used.length === 0) return null;
	return sha256([...new Set(used.map(({ key, result }) => `${key} ${result ?? "gone"}\n`))].sort().join(""));
}
function jsonName(key) {
	return `${key}.json`;
}
function blobName(key) {
	return `${key}.blob`;
}
function oursName(key, held) {
	return `${key}.${held.slice(0, 12)}.ours`;
}
function filesOfAnswer(key, names) {
	const json = jsonName(key);
	const found = [...names].filter((name) => name.startsWith(`${key}.`) && !name.includes("/")).sort();
	return [...found.filter((name) => name !== json), ...found.filter((name) => name === json)];
}
function resolutionsIn(folder) {
	return {
		find: async (path, sides) => {
			const key = keyOf(path, sides);
			const resolution = await readResolution(join(folder, jsonName(key)));
			if (resolution === null) return await alreadyTaken(folder, path, sides);
			if (resolution.path !== path) throw wrong(join(folder, jsonName(key)), `is about ${resolution.path}, not ${path}`);
			if (resolution.by !== void 0) return null;
			return await answerOf(folder, key, resolution);
		},
		places: async (path) => placesOf(await recordedFor(folder, path)),
		nearest: async (path, sides) => {
			const { theirs } = holdingOf(sides);
			const near = (await recordedFor(folder, path)).find(({ resolution }) => resolution.sides.theirs === theirs && resolution.result !== null);
			if (near === void 0) return null;
			const answer = await answerOf(folder, near.key, near.resolution);
			return answer.kind === "file" ? readFile(answer.file) : null;
		}
	};
}
async function recordedFor(folder, path) {
	return (await listResolutions(folder)).filter(({ resolution }) => resolution.path === path && resolution.by === void 0);
}
function placesOf(recorded) {
	const places = /* @__PURE__ */ new Map();
	const doubtful = /* @__PURE__ */ new Set();
	for (const { place, answer } of recorded.flatMap(({ resolution }) => resolution.places)) {
		const written = answer === null ? null : Buffer.from(answer, "utf8").toString("latin1");
		if (places.has(place) && places.get(place) !== written) doubtful.add(place);
		places.set(place, written);
	}
	for (const place of doubtful) places.delete(place);
	return places;
}
async function answerOf(folder, key, { answer, result }) {
	if (result === null) return { kind: answer === "theirs" ? "theirs" : "delete" };
	const file = join(folder, blobName(key));
	const found = await sha256OfFile(file).catch((error) => {
		throw wrong(file, `cannot be read: ${reasonOf(error)}`);
	});
	if (found.sha256 !== result) throw wrong(file, "is not the recorded answer");
	return {
		kind: "file",
		file,
		...found,
		answer
	};
}
async function alreadyTaken(folder, path, sides) {
	const { entry, file } = sides.ours;
	if (entry?.kind !== "file" || file === null) return null;
	const { base, theirs } = holdingOf(sides);
	const isThat = ({ resolution }) => resolution.result === entry.sha256 && resolution.sides.base === base && resolution.sides.theirs === theirs;
	return (await recordedFor(folder, path)).some(isThat) ? {
		kind: "file",
		file,
		sha256: entry.sha256,
		size: entry.size,
		answer: "final"
	} : null;
}
async function listResolutions(folder) {
	const names = await readdir(folder).catch((error) => {
		if (systemCode(error) === "ENOENT") return [];
		throw new TrainError("config", `The recorded answers in ${folder} cannot be read: ${reasonOf(error)}.`, {
			hint: "Correct `resolutions` (--resolutions): the folder that `update-train resolve` records answers in.",
			cause: error
		});
	});
	const found = [];
	for (const name of names.filter((one) => one.endsWith(".json"))) {
		const resolution = await readResolution(join(folder, name));
		if (resolution !== null) found.push({
			key: basename(name, ".json"),
			resolution
		});
	}
	const place = ({ resolution, key }) => `${resolution.path}\0${key}`;
	return found.sort((one, other) => place(one) < place(other) ? -1 : 1);
}
async function readResolution(file) {
	let text;
	try {
		text = await readFile(file, "utf8");
	} catch (error) {
		if (systemCode(error) === "ENOENT") return null;
		throw wrong(file, `cannot be read: ${reasonOf(error)}`);
	}
	const parsed = resolutionSchema.safeParse(parseJson(text));
	if (parsed.success) return parsed.data;
	throw wrong(file, parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; "));
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
function wrong(file, what) {
	return new TrainError("verification", `The resolution ${file} ${what}.`, { hint: "Take it as it was committed, or remove it with `update-train resolve --forget` and answer again." });
}

export { followsUpdate as a, oursName as c, resolutionsIn as d, filesOfAnswer as i, readResolution as l, answersDigest as n, jsonName as o, blobName as r, listResolutions as s, answerOf as t, resolutionSchema as u };