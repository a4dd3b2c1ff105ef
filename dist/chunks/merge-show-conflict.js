import { n as sha256 } from "./kernel-sha256.js";
import { dirname, join } from "node:path";
import { copyFile, mkdir, writeFile } from "node:fs/promises";

// src/merge/show-conflict.ts
const shownCharacters = 1500;
async function showConflict(folder, conflict, sides, merge, proposal) {
	const { path } = conflict;
	await mkdir(join(folder, dirname(path)), { recursive: true });
	const put = async (side) => {
		const { entry, file } = sides[side];
		const name = `${path}.${side}`;
		if (file !== null) await copyFile(file, join(folder, name));
		else if (entry?.kind === "link") await writeFile(join(folder, name), entry.target);
		else return null;
		return name;
	};
	const text = merge === null || merge.kind === "binary" ? null : merge.kind === "merged" ? merge.content : merge.marked;
	if (text !== null) await writeFile(join(folder, `${path}.merged`), text);
	if (proposal !== null) await writeFile(join(folder, `${path}.proposal`), proposal);
	const isBinary = merge?.kind === "binary" && conflict.kind === "modify/modify";
	return {
		...conflict,
		...isBinary ? {
			kind: "binary",
			row: "12"
		} : {},
		base: await put("base"),
		ours: await put("ours"),
		theirs: await put("theirs"),
		merged: text === null ? null : `${path}.merged`,
		proposal: proposal === null ? null : `${path}.proposal`,
		open: merge?.kind === "conflict" ? merge.open.slice(0, 5).map(shortened) : [],
		key: keyOf(path, sides),
		sides: holdingOf(sides)
	};
}
function keyOf(path, sides) {
	return keyOfHolding(path, holdingOf(sides));
}
function keyOfHolding(path, { base, ours, theirs }) {
	return sha256(JSON.stringify([
		1,
		path,
		base,
		ours,
		theirs
	]));
}
function keyOfDecision(path, sides, policy, answer) {
	const { base, ours, theirs } = holdingOf(sides);
	return sha256(JSON.stringify([
		1,
		path,
		base,
		ours,
		theirs,
		policy,
		answer
	]));
}
const deletedSide = "deleted";
function holdingOf({ base, ours, theirs }) {
	const held = theirs.deleted === true ? deletedSide : nameOf(theirs.entry);
	return {
		base: nameOf(base.entry),
		ours: nameOf(ours.entry),
		theirs: held
	};
}
function nameOf(entry) {
	if (entry === null) return "absent";
	if (entry.kind === "file") return `file ${entry.sha256}`;
	return entry.kind === "link" ? `link ${entry.target}` : entry.kind;
}
function shortened({ base, ours, theirs }) {
	const cut = (text) => text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}…\n`;
	return {
		base: cut(base),
		ours: cut(ours),
		theirs: cut(theirs)
	};
}

export { keyOfHolding as a, keyOfDecision as i, holdingOf as n, nameOf as o, keyOf as r, showConflict as s, deletedSide as t };