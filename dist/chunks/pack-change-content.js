import { t as TrainError } from "./kernel-errors.js";
import { a as applyDelta, r as decodeRanges } from "./pack-open-diff.js";
import { f as readPieces } from "./pack-archive.js";
import { createHash } from "node:crypto";

// src/pack/change-content.ts
async function readChange(diff, path, old, pace, take) {
	const found = diff.changes.get(path);
	if (found === void 0 || !("sha256" in found.change.after)) throw new Error(`${path} is no file of ${diff.path}.`);
	const { change, entry } = found;
	const pieces = readPieces(diff.archive, entry);
	const isRanges = change.kind === "ranges";
	if (isRanges && old === null) throw new Error(`${path} needs its old file.`);
	if ((isRanges && old !== null ? await applyDelta(decodeRanges(change.ranges ?? []), old, pieces, pace, take) : await hashed(pieces, pace, take)) !== found.change.after.sha256) throw wrongContent(diff, change);
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
function wrongContent({ path: zip }, { path, kind }) {
	const how = kind === "ranges" ? `what ${zip} makes of the old ${path}` : `${path} in ${zip}`;
	return new TrainError("verification", `The SHA-256 of ${how} is not the one of its manifest.`, { hint: "Get the diff zip again, and the pack that it was made from; nothing was changed." });
}

export { readChange as t };