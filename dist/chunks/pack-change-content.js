import { t as TrainError } from "./kernel-errors.js";
import { d as decodeRanges, t as applyDelta } from "./pack-delta.js";
import { a as readPieces } from "./pack-entry-content.js";
import { createHash } from "node:crypto";

// src/pack/change-content.ts
async function readChange(diff, path, old, pace, take) {
	const found = diff.changes.get(path);
	if (found === void 0) throw new Error(`${path} is not in ${diff.path}.`);
	const { change, source, entry } = found;
	if (!("sha256" in change.after)) throw new Error(`${path} is no file of ${diff.path}.`);
	const pieces = readPieces(diff.archive, entry);
	const isRanges = source.kind === "ranges";
	if (isRanges && old === null) throw new Error(`${path} needs its old file.`);
	if ((isRanges && old !== null ? await applyDelta(decodeRanges(source.ranges ?? []), old, pieces, pace, take) : await hashed(pieces, pace, take)) !== change.after.sha256) throw wrongContent(diff, found);
}
async function hashed(pieces, pace, take) {
	const hasher = createHash("sha256");
	for await (const piece of pieces) {
		hasher.update(piece);
		take(piece);
		await pace.advance(piece.length);
	}
	return hasher.digest("hex");
}
function wrongContent({ path: zip }, { change, source }) {
	const how = source.kind === "ranges" ? `what ${zip} makes of the old ${change.path}` : `${source.path} in ${zip}`;
	return new TrainError("verification", `The SHA-256 of ${how} is not the one of its manifest.`, { hint: "Get the diff zip again, and the pack that it was made from; nothing was changed." });
}

export { readChange as t };